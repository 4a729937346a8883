"""Lists as they leave the service: the rows of a page, as its address narrows and sorts them, in columns.

Each list starts from the very selector of its page, under the same FilterSet and the eyes of one person.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django_filters import FilterSet

from tracker import access
from tracker.documents.cells import Cell
from tracker.models import Finding
from tracker.models.visibility import Person
from tracker.refusals import Refusal
from tracker.roles import Permission

CHUNK = 500  # rows at a time: each chunk takes the few queries of its row maker
NOT_FILTERS = frozenset({"page", "sort"})
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0"

Rows = QuerySet[Any] | Sequence[Any]
Line = Sequence[Cell]


class UnknownList(Refusal):
    code = "unknown_list"
    field = "list"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no list called “{name}”.")


class NotAFilter(Refusal):
    """The address narrows the list in a way that it cannot be narrowed by."""

    code = "not_a_filter"
    field = "query"


@dataclass(frozen=True)
class Listing:
    """A list that can be had as a file. `rows` are those of its page for that address; `lines` makes a line
    of the columns of each, several at a time. `is_published`: it holds HMICFRS's words, under their licence.
    """

    title: str
    needs: Permission
    columns: Sequence[str]
    rows: Callable[[Person, QueryDict], Rows]
    lines: Callable[[Sequence[Any], Person], Iterable[Line]]
    is_published: bool = True

    @property
    def notes(self) -> dict[str, str]:
        return {"Licence": LICENCE} if self.is_published else {}


@dataclass(frozen=True)
class Listed:
    """A list for one person, narrowed: how many rows, and each as a line of the listing's columns."""

    listing: Listing
    rows: Rows
    user: Person

    @property
    def total(self) -> int:
        return self.rows.order_by().count() if isinstance(self.rows, QuerySet) else len(self.rows)

    def lines(self) -> Iterator[Line]:
        """However many rows there are, no more than a chunk of them is held."""
        chunk: list[Any] = []
        rows = self.rows.iterator(chunk_size=CHUNK) if isinstance(self.rows, QuerySet) else self.rows
        for row in rows:
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield from self.listing.lines(chunk, self.user)
                chunk = []
        yield from self.listing.lines(chunk, self.user)


def listed(listing: Listing, user: Person, query: str) -> Listed:
    """The list as the page with that query shows it to this person. Raises NotAllowed, NotAFilter."""
    access.require(user, listing.needs)
    return Listed(listing, listing.rows(user, QueryDict(query)), user)


def narrowed(filters: type[FilterSet], rows: QuerySet[Any], user: Person, query: QueryDict) -> QuerySet[Any]:
    """The rows that the FilterSet lets through.

    Raises NotAFilter: a list wider than what was asked for would be taken for that.
    """
    only(query, *filters.base_filters)
    chosen = filters(query, queryset=rows, request=SimpleNamespace(user=user))
    if not chosen.is_valid():
        name, faults = next(iter(chosen.errors.items()))
        raise NotAFilter(f"{chosen.base_filters[name].label}: {faults[0]}")
    narrowed_rows: QuerySet[Any] = chosen.qs
    return narrowed_rows


def day(moment: date | None) -> date | None:
    """The day of a moment, as the clocks in London show it."""
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def question_text(finding: Finding) -> str | None:
    return finding.question.text if finding.question else None


def joined(words: Iterable[Any]) -> str:
    return "; ".join(str(word) for word in words)


def given(query: QueryDict, name: str) -> str:
    """What the address says of that name. Raises NotAFilter where it says nothing."""
    value = query.get(name, "")
    if not value:
        raise NotAFilter(f"Say which {name} the list is of.")
    return value


def number(query: QueryDict, name: str) -> int:
    """The number that the address gives of that name. Raises NotAFilter."""
    value = given(query, name)
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise NotAFilter(f"“{value}” is not the number of a {name}.")
    return int(value)


def only(query: QueryDict, *names: str) -> None:
    """Raises NotAFilter where the address narrows the list by anything else."""
    unknown = sorted(set(query) - set(names) - NOT_FILTERS)
    if unknown:
        raise NotAFilter(f"This list cannot be filtered by “{unknown[0]}”.")


def without(query: QueryDict, name: str) -> QueryDict:
    """The query as a FilterSet takes it, without what says whose list it is."""
    rest = query.copy()
    rest.pop(name, None)
    return rest
