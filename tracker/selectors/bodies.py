"""Bodies that took over from others: whose findings a force answers for, and what it was called then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Value

from tracker.models import BodiesBefore, Force, ForceName, ForceSuccession

EVER = date.max


def bodies_of(force_id: int) -> list[int]:
    """The force and all bodies it took over from, at any time. One query."""
    before = Force.objects.filter(pk=force_id).values_list(BodiesBefore("pk", Value(EVER)), flat=True)
    return [force_id, *(before.first() or ())]


def bodies_of_each() -> dict[int, list[int]]:
    """As `bodies_of`, for every force. One query."""
    rows = Force.objects.values_list("pk", BodiesBefore("pk", Value(EVER)))
    return {pk: [pk, *before] for pk, before in rows}


def answering_for(force_id: int, *, on: date) -> list[int]:
    """The force and the bodies that had taken over from it by that day. One query."""
    rows = Force.objects.annotate(before=BodiesBefore("pk", Value(on)))
    rows = rows.filter(before__contains=[force_id])  # type: ignore[misc]
    return [force_id, *rows.values_list("pk", flat=True)]


def name_at(force: Force, day: date | None, former: Iterable[ForceName]) -> str:
    """What the force was called that day; its present name where the day is not known."""
    if day is None:
        return force.name
    then = (name for name in former if name.used_until > day and (name.used_from or date.min) <= day)
    return next((name.name for name in then), force.name)


def name_then(force: Force, day: date | None) -> str:
    """The name of that day and, where it has changed since, the present one: "Old Name, now New Name".

    One query, unless the former names are prefetched.
    """
    then = name_at(force, day, force.former_names.all())
    return force.name if then == force.name else f"{then}, now {force.name}"


@dataclass(frozen=True)
class Bodies:
    """What a force was called, and what it took over from or was taken over by, in order of time."""

    former_names: Sequence[ForceName]
    before: Sequence[ForceSuccession]
    after: Sequence[ForceSuccession]


def history_of(force: Force) -> Bodies:
    """Three queries."""
    return Bodies(
        former_names=list(force.former_names.order_by("-used_until")),
        before=list(force.successions_to.select_related("predecessor").order_by("-on", "pk")),
        after=list(force.successions_from.select_related("successor").order_by("-on", "pk")),
    )
