"""Update rounds: HMICFRS asks forces for an update of their open findings by a last day ("quarterly")."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from tracker.models.findings import Finding
from tracker.models.visibility import ForceOwnedQuerySet, Person, reach_of
from tracker.roles import Permission


class UpdateRoundQuerySet(models.QuerySet["UpdateRound"]):
    def visible_to(self, user: Person) -> Self:
        """HMICFRS's people see all; a force those that ask for one of its findings."""
        reach = reach_of(user, Permission.SEE_WORKSPACE)
        if reach.all_forces:
            return self
        asked = RoundFinding.objects.within(reach).public(on=timezone.localdate()).values("update_round")
        return self.filter(pk__in=asked)

    def running(self) -> Self:
        return self.filter(ended_at__isnull=True)


class UpdateRound(models.Model):
    """Opened by staff with a last day; the findings asked for are fixed then. Ended by a person."""

    name = models.CharField(max_length=120)
    last_day = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = UpdateRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="update_round_has_a_name"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="update_round_ended_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoundFindingQuerySet(ForceOwnedQuerySet["RoundFinding"]):
    force_path = "finding__force"

    def public(self, *, on: date) -> Self:
        return self.filter(finding__public_from__lte=on)

    def unanswered(self) -> Self:
        """Open findings of which the force has sent nothing since the round was opened."""
        answered = Q(finding__last_update_at__gte=F("update_round__opened_at"))
        standing = Q(finding__merged_into__isnull=True, finding__withdrawn_at__isnull=True)
        return self.filter(standing).exclude(answered).exclude(finding__inspectorate_status="closed")


class RoundFinding(models.Model):
    """A finding that a round asks about."""

    update_round = models.ForeignKey(UpdateRound, on_delete=models.PROTECT, related_name="asked")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="rounds")

    objects = RoundFindingQuerySet.as_manager()

    class Meta:
        ordering = ["update_round", "finding"]
        constraints = [
            models.UniqueConstraint(fields=["update_round", "finding"], name="round_finding_once_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.update_round}: {self.finding}"
