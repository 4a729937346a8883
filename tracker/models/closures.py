"""Offered closures that an inspector declined. What is offered is read, not stored: `selectors.closures`."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.models.findings import Finding
from tracker.models.visibility import ForceOwnedQuerySet
from tracker.vocabulary import ClosureReason


class DeclinedClosureQuerySet(ForceOwnedQuerySet["DeclinedClosure"]):
    force_path = "finding__force"


class DeclinedClosure(models.Model):
    """An inspector left a finding open although its closure was offered, and said why. Append-only.

    It stands against what offered the closure by then: a link or statement that is decided later offers it
    anew. A closure that was taken is the finding's own, with its audit event.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="declined_closures")
    reason = models.CharField("offered as", max_length=20, choices=ClosureReason)
    note = models.TextField(help_text="Why the finding stays open.")
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declined_at = models.DateTimeField()

    objects = DeclinedClosureQuerySet.as_manager()

    class Meta:
        ordering = ["-declined_at", "-pk"]
        indexes = [
            models.Index(fields=["finding", "reason", "declined_at"], name="declined_closure_of_finding")
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="declined_closure_says_why"),
            models.CheckConstraint(
                condition=Q(reason__in=[ClosureReason.SUPERSEDED, ClosureReason.VERIFIED]),
                name="declined_closure_was_offered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding}: not closed as {self.get_reason_display().lower()}"
