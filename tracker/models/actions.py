"""Actions: what the force does about a finding, and the target dates it is held to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.models.findings import Finding
from tracker.models.updates import FindingOwnedQuerySet


class Action(models.Model):
    """One step of a force's plan. Its owner is a user, or a name and role."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="actions")
    position = models.PositiveSmallIntegerField()
    what = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    owner_name = models.CharField(max_length=120, blank=True)
    owner_role = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = FindingOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["finding", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, owner_name="") | (Q(owner__isnull=True) & ~Q(owner_name="")),
                name="action_owner_is_a_user_or_a_name",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="action_what_not_empty"),
        ]

    def __str__(self) -> str:
        return self.what[:80]

    @property
    def owner_text(self) -> str:
        """Who does it: a user's name, or the name and role that were given."""
        return self.owner.name if self.owner else ", ".join(filter(None, [self.owner_name, self.owner_role]))


class TargetDate(models.Model):
    """A target date as it was set or moved, HMICFRS's or the force's; the first one stays beside the last."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="target_dates")
    is_hmicfrs = models.BooleanField("set by HMICFRS")
    due_on = models.DateField()
    moved_from = models.DateField(null=True, blank=True, help_text="The date before; none for the first.")
    reason = models.TextField(blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = FindingOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["finding", "set_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(moved_from__isnull=True) | ~Q(reason=""), name="target_date_move_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding}: {self.due_on}"
