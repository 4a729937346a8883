"""Update rounds as their pages show them: how many findings were asked about, and how many are answered."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tracker.models import RoundFinding, UpdateRound
from tracker.models.rounds import RoundFindingQuerySet
from tracker.models.visibility import Person


def rounds_of(user: Person) -> "QuerySet[UpdateRound]":
    """With `number` of findings asked about and `unanswered`, as the person sees them. Newest first."""
    seen = _seen(user, on=timezone.localdate())
    waiting = seen.unanswered().values("pk")
    rows = UpdateRound.objects.visible_to(user).select_related("opened_by")
    return rows.annotate(
        number=Count("asked", filter=Q(asked__in=seen.values("pk"))),
        unanswered=Count("asked", filter=Q(asked__in=waiting)),
    ).order_by("-opened_at", "-pk")


def asked_in(asking: UpdateRound, user: Person) -> "QuerySet[RoundFinding]":
    """The findings of the round that the person sees, each with `is_waiting`; those that wait first."""
    waiting = RoundFinding.objects.unanswered().filter(pk=OuterRef("pk"))
    rows = (
        _seen(user, on=timezone.localdate()).filter(update_round=asking).annotate(is_waiting=Exists(waiting))
    )
    return rows.select_related("finding__force").order_by("-is_waiting", "finding__reference")


def _seen(user: Person, *, on: date) -> RoundFindingQuerySet:
    return RoundFinding.objects.visible_to(user).public(on=on)
