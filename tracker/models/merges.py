"""Merging a finding "as reported later" into the real one, once its own report is here."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from tracker.models.findings import Finding
from tracker.models.reports import StaffQuerySet
from tracker.vocabulary import Decision


class FindingMergeQuerySet(StaffQuerySet["FindingMerge"]):
    force_path = "reported__force"


class FindingMerge(models.Model):
    """The same finding twice: as a later report told of it, and as its own report words it.

    Proposed by a machine when either report was decided, or chosen by a person; decided by a person. When
    confirmed, `reported.merged_into` is `original`, and what hung on the one hangs on the other. Undone by a
    new decision, for which `carried` says what was moved: ids by relation, and the values written over.
    """

    reported = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="merges")
    original = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="merges_into_it")
    status = models.CharField(max_length=20, choices=Decision, default=Decision.PROPOSED)
    score = models.DecimalField(
        max_digits=4, decimal_places=3, null=True, blank=True, help_text="0 to 1, the machine's."
    )
    reasons = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    carried = models.JSONField(default=dict, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FindingMergeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reported", "original"], name="finding_merge_once"),
            models.UniqueConstraint(
                fields=["reported"],
                condition=Q(status=Decision.CONFIRMED),
                name="finding_merge_into_one_finding",
            ),
            models.CheckConstraint(
                condition=~Q(reported=F("original")), name="finding_merge_of_two_findings"
            ),
            models.CheckConstraint(
                condition=Q(status=Decision.PROPOSED, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status=Decision.PROPOSED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="finding_merge_decided_by_and_at_iff_decided",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 1)),
                name="finding_merge_score_from_0_to_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reported} = {self.original}"
