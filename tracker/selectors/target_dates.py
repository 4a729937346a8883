"""The target dates of a finding: the original beside the revised, and how often each was moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tracker.models import Finding, TargetDate


@dataclass(frozen=True)
class Dates:
    """One side's dates, the first one first; empty where it has set none."""

    rows: Sequence[TargetDate]

    @property
    def original(self) -> date | None:
        """What was set first, where it was moved since."""
        return (self.rows[0].moved_from or self.rows[0].due_on) if self.moves else None

    @property
    def moves(self) -> int:
        return sum(row.moved_from is not None for row in self.rows)


@dataclass(frozen=True)
class BothDates:
    force: Dates
    hmicfrs: Dates


def dates_of(finding: Finding) -> BothDates:
    """With those of findings that were merged into it, which keep their own. One query."""
    of_the_matter = Q(finding=finding) | Q(finding__merged_into=finding)
    rows = list(
        TargetDate.objects.filter(of_the_matter).select_related("set_by", "finding").order_by("set_at", "pk")
    )
    return BothDates(
        force=Dates([row for row in rows if not row.is_hmicfrs]),
        hmicfrs=Dates([row for row in rows if row.is_hmicfrs]),
    )


@dataclass(frozen=True)
class Moved:
    """A target date that was moved: what was set first, and how often since."""

    original: date
    times: int


Moves = dict[tuple[int, bool], Moved]


def moves_of(findings: Iterable[int]) -> Moves:
    """(finding id, whether it is HMICFRS's date) -> how it was moved; none that never was. One query."""
    rows = TargetDate.objects.filter(finding__in=list(findings), moved_from__isnull=False)
    moved: Moves = {}
    for finding, is_hmicfrs, before in rows.order_by("set_at", "pk").values_list(
        "finding_id", "is_hmicfrs", "moved_from"
    ):
        earlier = moved.get((finding, is_hmicfrs))
        if earlier:
            moved[finding, is_hmicfrs] = Moved(earlier.original, earlier.times + 1)
        elif before:  # the query has seen to it
            moved[finding, is_hmicfrs] = Moved(before, 1)
    return moved
