"""What people changed of what was read, value by value: for whoever betters the reader."""

from collections.abc import Iterator, Sequence
from typing import Any

from tracker.documents.cells import Cell
from tracker.models import Proposal
from tracker.selectors.corrections import Corrected, corrections_by_proposal
from tracker.vocabulary import Decision

COLUMNS = (
    "report",
    "proposal",
    "kind",
    "reader",
    "outcome",
    "quote",
    "field",
    "read",
    "corrected",
    "reason",
    "when",
)


def lines_of(items: Sequence[Proposal]) -> Iterator[list[Any]]:
    """A line for each value that a person changed, and one for an item that was refused, replaced or added.

    One query.
    """
    later = corrections_by_proposal(items)
    for item in items:
        known = [item.report_id, item.pk, item.kind, item.reader, _outcome(item), quote_of(item)]
        for changed in [*_before(item), *_after(later.get(item.pk, []))] or [_whole(item)]:
            yield [*known, *(_plain(value) for value in changed)]


def _plain(value: Any) -> Cell:
    """As a cell holds it; what was read may be a list."""
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _outcome(item: Any) -> str:
    return str(item.outcome)


def quote_of(item: Proposal) -> str:
    """The report's words from which it was read: of a statement its passages, else its own words."""
    quotes = item.payload.get("quotes")
    if quotes:
        return " … ".join(" ".join(quote["text"].split()) for quote in quotes)
    place, text = item.payload, item.report.text
    if place.get("start") is None:
        return str(place.get("text") or "")
    return " ".join(text[place["start"] : place["end"]].split())


def _before(item: Proposal) -> list[list[Any]]:
    """Corrected as it was confirmed."""
    when = item.decided_at and item.decided_at.isoformat()
    return [[name, item.payload.get(name), value, "", when] for name, value in item.correction.items()]


def _after(later: list[Corrected]) -> list[list[Any]]:
    """Corrected after it was confirmed, or withdrawn."""
    rows: list[list[Any]] = []
    for told in later:
        when = told.event.at.isoformat()
        changes = [[each.field, each.before, each.after] for each in told.changes] or [["", "", ""]]
        rows += [[*change, told.reason, when] for change in changes]
    return rows


def _whole(item: Proposal) -> list[Any]:
    reason = item.get_reject_reason_display() if item.status == Decision.REJECTED else ""
    note = f": {item.note}" if item.note else ""
    return ["", "", "", f"{reason}{note}", item.decided_at and item.decided_at.isoformat()]
