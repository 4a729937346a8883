"""Findings: what HMICFRS told a force to improve."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce, TruncDate

from tracker.models.forces import Force
from tracker.models.inspections import Inspection, Question
from tracker.models.national import NationalRecommendation
from tracker.models.reports import Report
from tracker.models.visibility import Person, RegisterQuerySet, StandingManager
from tracker.vocabulary import (
    ClosureReason,
    FindingKind,
    ForceStatus,
    InspectorateStatus,
    Verdict,
    Wording,
)


class FindingQuerySet(RegisterQuerySet["Finding"]):
    def visible_to(self, user: Person) -> Self:
        """Those that stand for themselves: a merged one is seen in the finding it was merged into."""
        return self.held_for(user).standing()

    def held_for(self, user: Person) -> Self:
        """As `visible_to`, with those that were merged into another."""
        return super().visible_to(user)

    def standing(self) -> Self:
        return self.filter(merged_into__isnull=True)

    def open(self) -> Self:
        return self.exclude(inspectorate_status=InspectorateStatus.CLOSED)

    def awaiting_review(self) -> Self:
        return self.filter(inspectorate_status=InspectorateStatus.UNDER_REVIEW)

    def overdue(self, *, on: date) -> Self:
        """Open, and the date that counts has passed: the force's own, else HMICFRS's."""
        return self.open().filter(Q(force_due_on__lt=on) | Q(force_due_on__isnull=True, due_on__lt=on))

    def due_within(self, days: int, *, on: date) -> Self:
        """Open, and the date that counts is that day or within so many days of it."""
        span = (on, on + timedelta(days=days))
        counts = Q(force_due_on__range=span) | Q(force_due_on__isnull=True, due_on__range=span)
        return self.open().filter(counts)

    def without_update_for(self, days: int, *, on: date) -> Self:
        """Open, and the force has sent nothing for so many days, or nothing since publication."""
        since = on - timedelta(days=days)
        never = Q(last_update_at__isnull=True, public_from__lte=since)
        return self.open().filter(Q(last_update_at__date__lte=since) | never)

    def without_update_for_interval(self, *, on: date) -> Self:
        """Open, not with HMICFRS, and the force has sent nothing for its own interval, or else the
        programme's. Each with `interval`, in days, and `silent_from`, the first day of the silence."""
        interval = Coalesce("force__update_interval_days", "inspection__programme__update_interval_days")
        last = Coalesce(TruncDate("last_update_at"), "public_from")
        first = ExpressionWrapper(last + F("interval"), output_field=models.DateField())
        rows = self.open().exclude(inspectorate_status=InspectorateStatus.UNDER_REVIEW)
        return rows.annotate(interval=interval).annotate(silent_from=first).filter(silent_from__lte=on)


class Finding(models.Model):
    """An area for improvement, cause of concern or recommendation of one force.

    Raised when a person confirms it out of a report; or, "as reported", when a later report tells of it
    and its own report is not yet here. The force claims (`force_status`), HMICFRS judges
    (`inspectorate_status`, `lifecycle`), reports pass verdicts (`verdict`: the latest that is about this
    finding). Closed for good with a reason; a repeat is a new finding with a FindingLink. Never deleted: one
    recorded by mistake is withdrawn, and then only `kept` has it.

    One "as reported" is merged into the real one once its own report is here (`FindingMerge`): it stays as a
    row, is in no list and no count, and its reference leads to the real one (`merged_into`, never a chain).
    """

    reference = models.CharField(max_length=80, unique=True)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    # Force and year repeat the inspection's, held equal by a composite foreign key: lists need no join.
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="findings")
    year = models.PositiveSmallIntegerField("inspection year")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30, choices=FindingKind)
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    text = models.TextField()
    wording = models.CharField(max_length=20, choices=Wording, default=Wording.PUBLISHED)
    is_accelerated = models.BooleanField("accelerated", default=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    national = models.ForeignKey(
        NationalRecommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    report = models.ForeignKey(
        Report,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        help_text="Where the text stands.",
    )
    place = models.JSONField(
        default=dict, blank=True, help_text="start, end, line, page in the report's text."
    )
    public_from = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text="The finding in its own report's words, which stands for this one.",
    )

    force_status = models.CharField(max_length=20, choices=ForceStatus, default=ForceStatus.NOT_STARTED)
    waiting_on = models.CharField(
        max_length=200, blank=True, help_text="The organisation the force waits on."
    )
    last_update_at = models.DateTimeField(null=True, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leads_findings",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputises_findings",
    )
    due_on = models.DateField("HMICFRS's target date", null=True, blank=True)
    force_due_on = models.DateField("force's target date", null=True, blank=True)

    inspectorate_status = models.CharField(
        max_length=30, choices=InspectorateStatus, default=InspectorateStatus.OPEN
    )
    status_before_closure = models.CharField(max_length=30, choices=InspectorateStatus, blank=True)
    closure_reason = models.CharField(max_length=20, choices=ClosureReason, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verdict = models.CharField(max_length=20, choices=Verdict, blank=True)
    verdict_year = models.PositiveSmallIntegerField(null=True, blank=True)

    version = models.PositiveIntegerField(
        default=1, help_text="Grows with each change; a stale form is refused by it."
    )
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()

    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was withdrawn, as confirmed by mistake."
    )

    objects = StandingManager.from_queryset(FindingQuerySet)()
    kept = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "reference"]
        indexes = [
            models.Index(F("year").desc(), F("reference").asc(), name="finding_register"),
            models.Index(F("force"), F("year").desc(), F("reference").asc(), name="finding_of_force"),
            models.Index(fields=["inspectorate_status", "id"], name="finding_by_status"),
            models.Index(fields=["force", "id"], name="finding_of_force_by_id"),
            models.Index(
                fields=["verdict", "-year", "reference"], condition=~Q(verdict=""), name="finding_by_verdict"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "number"], name="finding_number_once_per_inspection"
            ),
            models.UniqueConstraint(
                fields=["national", "force"], name="finding_once_per_national_recommendation_and_force"
            ),
            # What composite foreign keys of a finding's rows point at.
            models.UniqueConstraint(fields=["id", "force"], name="finding_id_force"),
            models.CheckConstraint(condition=~Q(text=""), name="finding_text_not_empty"),
            models.CheckConstraint(
                condition=Q(reference__regex=r"^[a-z0-9-]+-[0-9]{4}-[a-z]{3}-[0-9]{2,}$"),
                name="finding_reference_is_well_formed",
            ),
            models.CheckConstraint(
                condition=Q(inspectorate_status="closed", closed_at__isnull=False)
                | (~Q(inspectorate_status="closed") & Q(closed_at__isnull=True)),
                name="finding_closed_at_iff_closed",
            ),
            models.CheckConstraint(
                condition=(Q(inspectorate_status="closed", closed_by__isnull=False) & ~Q(closure_reason=""))
                | (~Q(inspectorate_status="closed") & Q(closed_by__isnull=True, closure_reason="")),
                name="finding_closed_by_and_reason_iff_closed",
            ),
            models.CheckConstraint(
                condition=(Q(inspectorate_status="closed") & ~Q(status_before_closure=""))
                | (~Q(inspectorate_status="closed") & Q(status_before_closure="")),
                name="finding_status_before_closure_iff_closed",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", verdict_year__isnull=True)
                | (~Q(verdict="") & Q(verdict_year__isnull=False)),
                name="finding_verdict_has_year",
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | Q(lead__isnull=True) | ~Q(deputy=F("lead")),
                name="finding_deputy_is_not_the_lead",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(kind=FindingKind.RECOMMENDATION),
                name="finding_only_recommendations_have_a_parent",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(wording=Wording.AS_REPORTED),
                name="finding_merged_is_as_reported",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(inspectorate_status="closed"),
                name="finding_withdrawn_is_not_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("finding-detail", args=[self.reference])

    @property
    def is_closed(self) -> bool:
        return self.inspectorate_status == InspectorateStatus.CLOSED

    @property
    def is_awaiting_review(self) -> bool:
        return self.inspectorate_status == InspectorateStatus.UNDER_REVIEW

    @property
    def is_as_reported(self) -> bool:
        return self.wording == Wording.AS_REPORTED
