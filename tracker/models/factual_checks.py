"""The factual check: a force reads a report before its publication, and remarks on its facts."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracker.models.forces import Force
from tracker.models.reports import Proposal, Report
from tracker.models.visibility import ForceOwnedQuerySet, Person, Row, reach_of
from tracker.roles import Permission
from tracker.vocabulary import DatePrecision, RemarkOutcome

UNANSWERED = (RemarkOutcome.WAITING, RemarkOutcome.WITHDRAWN)


def is_embargoed(report: str, *, on: date) -> Q:
    """Reports that are not surely published on that day; `report` leads to them, like "check__report__"."""
    first_days = {
        DatePrecision.DAY: ("gt", on),
        DatePrecision.MONTH: ("gte", on.replace(day=1)),
        DatePrecision.YEAR: ("gte", on.replace(month=1, day=1)),
    }
    later = Q(**{f"{report}published_on__isnull": True})
    for precision, (compared, day) in first_days.items():
        later |= Q(**{f"{report}published_precision": precision, f"{report}published_on__{compared}": day})
    return later


class InvitedQuerySet(ForceOwnedQuerySet[Row]):
    """The people of HMICFRS who read reports see all; those of the force only while they are invited."""

    check_path = ""
    force_path = "force"

    def visible_to(self, user: Person) -> Self:
        reach = reach_of(user, Permission.SEE_FACTUAL_CHECK)
        rows = self.within(reach)
        return rows if reach.all_forces else rows.open(on=timezone.localdate())

    def open(self, *, on: date) -> Self:
        """Not withdrawn, and the report is not published on that day."""
        stands = Q(**{f"{self.check_path}withdrawn_at__isnull": True})
        return self.filter(stands, is_embargoed(f"{self.check_path}report__", on=on))


class FactualCheckQuerySet(InvitedQuerySet["FactualCheck"]):
    pass


class FactualCheck(models.Model):
    """An invitation: for these people of the force the report exists before its publication day.

    Ends when it is withdrawn or the report is published. Remarks are taken until the last day, and kept.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="factual_checks")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="factual_checks")
    remarks_by = models.DateField("last day for remarks")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField("why it was withdrawn", blank=True)

    objects = FactualCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(withdrawn_at__isnull=True),
                name="factual_check_one_of_a_report",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(reason="")),
                name="factual_check_withdrawn_by_at_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Factual check of {self.report}"


class FactualRemarkQuerySet(InvitedQuerySet["FactualRemark"]):
    check_path = "factual_check__"
    force_path = "factual_check__force"


class FactualRemark(models.Model):
    """What the force says of a finding of the report, or of the report as a whole, and HMICFRS's answer.

    Until it is answered its writer may withdraw it: it stays, as withdrawn, and nobody answers it any more.
    `about` keeps the wording that was remarked on: the proposal may be read anew or corrected since.
    """

    factual_check = models.ForeignKey(FactualCheck, on_delete=models.PROTECT, related_name="remarks")
    proposal = models.ForeignKey(
        Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="remarks"
    )
    about = models.TextField(blank=True, help_text="Empty: the report as a whole.")
    text = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=RemarkOutcome, default=RemarkOutcome.WAITING)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="By the person who made it.")

    objects = FactualRemarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="factual_remark_text_not_empty"),
            models.CheckConstraint(
                condition=(Q(outcome__in=UNANSWERED) & Q(answered_at__isnull=True, answered_by__isnull=True))
                | (~Q(outcome__in=UNANSWERED) & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="factual_remark_answered_by_and_at_iff_answered",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=RemarkOutcome.NOT_ACCEPTED) | ~Q(answer=""),
                name="factual_remark_not_accepted_says_why",
            ),
            models.CheckConstraint(
                condition=Q(outcome=RemarkOutcome.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(outcome=RemarkOutcome.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="factual_remark_withdrawn_at_iff_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"Remark {self.pk} on {self.factual_check.report}"
