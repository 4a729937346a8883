"""Reviews: what HMICFRS decides on an update, and who signs at which level."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.models.findings import Finding
from tracker.models.updates import FindingOwnedQuerySet, Update
from tracker.vocabulary import ReviewOutcome


class SignOffLevel(models.Model):
    """One step of sign-off, kept as data: an update is accepted once someone has signed at each, in order.

    Without any there is one level, at which any inspector signs. A request for more evidence needs no
    further level.
    """

    number = models.PositiveSmallIntegerField(unique=True, help_text="1 signs first.")
    name = models.CharField(max_length=80, unique=True, help_text="As pages call it: “Head of region”.")
    signers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        help_text="Who may sign here, of the inspectors. Nobody chosen: every inspector may.",
    )

    class Meta:
        verbose_name = "level of sign-off"
        verbose_name_plural = "levels of sign-off"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="sign_off_level_counts_from_one"),
            models.CheckConstraint(condition=~Q(name=""), name="sign_off_level_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"


class Review(models.Model):
    """One decision on one update, at one level of sign-off; a second one is refused by its constraint.

    The last one, or the first that asks for more evidence, is final: the finding's status follows it.
    `submitted_by` repeats the update's, held equal by a composite foreign key, so that the database itself
    can refuse a review of one's own update. `state` is what was decided on, exactly as it stood
    (`selectors.states`), and `state_sha256` its digest; both are empty for the oldest reviews.
    """

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="reviews")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="reviews")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=1)
    level_name = models.CharField(max_length=80, blank=True, help_text="As the level was called then.")
    is_final = models.BooleanField(default=True)
    state = models.JSONField(default=dict, blank=True)
    state_sha256 = models.CharField("SHA-256 of the state", max_length=64, blank=True)
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
            models.UniqueConstraint(
                fields=["update", "reviewed_by"], name="review_one_level_per_update_and_person"
            ),
            models.UniqueConstraint(
                fields=["update"], condition=Q(is_final=True), name="review_final_once_per_update"
            ),
            models.CheckConstraint(
                condition=Q(is_final=True) | Q(outcome=ReviewOutcome.ACCEPTED),
                name="review_before_the_last_level_accepts",
            ),
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
