"""What is said and done in answer to a report within 56 days: Police Act 1996 section 55."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from tracker.duty_vocabulary import DAYS_APPLY_FROM, Course, DutyPart
from tracker.models.factual_checks import is_embargoed
from tracker.models.findings import Finding
from tracker.models.reports import Report
from tracker.models.visibility import ForceOwnedQuerySet, Person, reach_of, sees_embargoed
from tracker.roles import Permission
from tracker.vocabulary import DatePrecision, ForceKind

DATED = (
    DutyPart.INVITATION,
    DutyPart.CHIEF_OFFICERS_COMMENTS,
    DutyPart.PUBLISHED,
    DutyPart.COPY_TO_INSPECTORS,
    DutyPart.COPY_TO_SECRETARY_OF_STATE,
)
WORDED = (
    DutyPart.CHIEF_OFFICERS_COMMENTS,
    DutyPart.BODYS_COMMENTS,
    DutyPart.BODYS_RESPONSE,
    DutyPart.EXPLANATION,
)
ON_A_RECOMMENDATION = (DutyPart.CHIEF_OFFICERS_COMMENTS, DutyPart.EXPLANATION)


def reports_to_answer(*, on: date) -> "QuerySet[Report]":
    """The reports that a local policing body must answer within 56 days: on a territorial force, published
    by that day, and not before the law knew of the 56 days.

    A corrected edition is answered with the edition it corrects (docs/adr/0023).
    """
    rows = Report.objects.filter(inspection__force__kind=ForceKind.TERRITORIAL, replaces__isnull=True)
    return rows.filter(_days_apply()).exclude(is_embargoed("", on=on))


def _days_apply() -> Q:
    """Where only the month or year of publication is known, it counts if the 56 days applied by its end."""
    first = {
        DatePrecision.DAY: DAYS_APPLY_FROM,
        DatePrecision.MONTH: DAYS_APPLY_FROM.replace(day=1),
        DatePrecision.YEAR: DAYS_APPLY_FROM.replace(month=1, day=1),
    }
    applies = Q()
    for precision, day in first.items():
        applies |= Q(published_precision=precision, published_on__gte=day)
    return applies


class DutyEntryQuerySet(ForceOwnedQuerySet["DutyEntry"]):
    force_path = "report__inspection__force"

    def visible_to(self, user: Person) -> Self:
        """All of it for the force's liaison and chief officers, its policing body and HMICFRS; for everyone
        else with a role that a response is published. Of a report that is not published, nothing."""
        if reach_of(user, Permission.SEE_REGISTER).is_empty:
            return self.none()
        reach = reach_of(user, Permission.RESPOND_56_DAYS)
        public = Q(part=DutyPart.PUBLISHED)
        own = Q(report__inspection__force__in=reach.force_ids)
        rows = self if reach.all_forces else self.filter(public | own)
        if sees_embargoed(user):
            return rows
        return rows.exclude(is_embargoed("report__", on=timezone.localdate()))

    def standing(self) -> Self:
        """The last version of each that was not taken back."""
        last = self.order_by("report_id", "part", "finding_id", "-version")
        each = last.distinct("report_id", "part", "finding_id")
        return self.filter(pk__in=each.values("pk"), is_withdrawn=False)


class DutyEntry(models.Model):
    """One thing said or done in answer to a report: comments, an explanation, the published response.

    Append-only: a correction is the next version, and taking back is a version with the reason as its text.
    `on` is when it was said or done; `finding` the recommendation that it is about, null for the report as a
    whole; `said_by` who made the comments, which need not be who entered them.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="duty_entries")
    part = models.CharField(max_length=40, choices=DutyPart)
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="duty_entries"
    )
    version = models.PositiveIntegerField()
    is_withdrawn = models.BooleanField(default=False)
    course = models.CharField(max_length=20, choices=Course, blank=True)
    text = models.TextField(blank=True)
    said_by = models.CharField(max_length=120, blank=True)
    on = models.DateField(null=True, blank=True)
    link = models.URLField(max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = DutyEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duty entries"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "part", "finding", "version"],
                nulls_distinct=False,
                name="duty_entry_once_per_version",
            ),
            models.CheckConstraint(
                condition=Q(is_withdrawn=True) | ~Q(part__in=DATED) | Q(on__isnull=False),
                name="duty_entry_says_when",
            ),
            models.CheckConstraint(
                condition=~(Q(is_withdrawn=True) | Q(part__in=WORDED)) | ~Q(text=""),
                name="duty_entry_text_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(is_withdrawn=True) | Q(part=DutyPart.PUBLISHED) ^ Q(link=""),
                name="duty_entry_link_iff_published",
            ),
            models.CheckConstraint(
                condition=Q(is_withdrawn=True) | Q(part=DutyPart.EXPLANATION) ^ Q(course=""),
                name="duty_entry_course_iff_explanation",
            ),
            models.CheckConstraint(
                condition=Q(is_withdrawn=True) | Q(part=DutyPart.CHIEF_OFFICERS_COMMENTS) ^ Q(said_by=""),
                name="duty_entry_said_by_iff_chief_officers_comments",
            ),
            models.CheckConstraint(
                condition=Q(finding__isnull=False) | ~Q(part=DutyPart.EXPLANATION),
                name="duty_entry_explanation_is_of_a_recommendation",
            ),
            models.CheckConstraint(
                condition=Q(finding__isnull=True) | Q(part__in=ON_A_RECOMMENDATION),
                name="duty_entry_of_the_report_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}, {self.report}"
