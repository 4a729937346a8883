"""Reviews: what HMICFRS decides on an update."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.models.findings import Finding
from tracker.models.updates import FindingOwnedQuerySet, Update
from tracker.vocabulary import ReviewOutcome


class Review(models.Model):
    """One decision on one update, at one level of sign-off; a second one is refused by its constraint.

    `submitted_by` repeats the update's, held equal by a composite foreign key, so that the database itself
    can refuse a review of one's own update.
    """

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="reviews")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="reviews")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=20, choices=ReviewOutcome)
    reason = models.TextField(blank=True)
    more_by = models.DateField("more evidence wanted by", null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    objects = FindingOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["update", "level"], name="review_once_per_update_and_level"),
            models.CheckConstraint(
                condition=~Q(reviewed_by=F("submitted_by")), name="review_not_by_the_submitter"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ReviewOutcome.MORE_EVIDENCE) | ~Q(reason=""),
                name="review_for_more_evidence_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.update}"
