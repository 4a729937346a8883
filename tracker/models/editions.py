"""Corrected editions of a report: what differs from the edition before, each difference for a person."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.models.reports import Proposal, Report, StaffQuerySet
from tracker.vocabulary import Decision


class EditionDifferenceQuerySet(StaffQuerySet["EditionDifference"]):
    force_path = "report__inspection__force"

    def undecided(self) -> Self:
        return self.filter(status=Decision.PROPOSED)


class EditionDifference(models.Model):
    """An item that stands confirmed by the earlier edition, and is otherwise in the corrected one, or gone.

    Confirmed: what stands follows the corrected edition. Rejected: it stays as it was. What is new in the
    corrected edition is a proposal like any other, and what is the same was carried over with its decision.
    `changes`: dicts of field, before and after, by the names of parsed-report/1.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="differences")
    before = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="later_differences")
    after = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="difference"
    )
    changes = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=20, choices=Decision, default=Decision.PROPOSED)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = EditionDifferenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "before"], name="edition_difference_once"),
            models.CheckConstraint(
                condition=Q(status=Decision.PROPOSED, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status=Decision.PROPOSED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="edition_difference_decided_by_and_at_iff_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} in {self.report}"

    @property
    def is_gone(self) -> bool:
        return self.after_id is None
