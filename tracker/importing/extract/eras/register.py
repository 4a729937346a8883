"""Entries of the inspectorate's old register of recommendations: a wording, then a dated log of statuses.

The log is kept in marks, as the register's pages printed it: `[on]2nd March 2017
[status]awaiting-review[/status][/on][on]13th March 2018 [comment] … [/comment][/on]`.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from tracker.importing.document import folded
from tracker.importing.extract.eras.items import Listed, addresses_a_cause, asks, groups
from tracker.importing.layout import Block, Kind
from tracker.importing.parsed import LogEntry
from tracker.importing.sections import Located

_MARK = re.compile(r"\s*\[/?(?:on|status|comment)\]")
# A line that is broken inside a closing mark leaves a space in it.
_LOG = re.compile(r"(?:\[on\].*?(?:\[/\s*on\]|\Z)\s*)+", re.DOTALL)
_ENTRY = re.compile(
    r"\[on\]\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>\w+)\s+(?P<year>20\d\d)(?P<rest>.*?)(?=\[on\]"
    r"|\Z)",
    re.DOTALL,
)
_STATUS = re.compile(r"\[status\](.*?)\[/\s*status\]", re.DOTALL)
_COMMENT = re.compile(r"\[comment\](.*?)(?:\[/|\Z)", re.DOTALL)
_RECOMMENDS = re.compile(r"\brecommend", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Log:
    """The dated log under an entry of the register, and the offset at which it starts."""

    start: int
    entries: tuple[LogEntry, ...]


def logs_in(text: str) -> tuple[Log, ...]:
    """Return the logs of a page of the register, in the order of the text; none where the text is no such
    page."""
    return tuple(Log(match.start(), tuple(_entries(match[0]))) for match in _LOG.finditer(text))


def _entries(log: str) -> Iterator[LogEntry]:
    for match in _ENTRY.finditer(log):
        status, comment = _STATUS.search(match["rest"]), _COMMENT.search(match["rest"])
        yield LogEntry(
            on=_iso(f"{match['day']} {match['month']} {match['year']}"),
            status=folded(status[1]).replace("-", " ") or None if status else None,
            comment=folded(comment[1]) or None if comment else None,
        )


def _iso(printed: str) -> str | None:
    with suppress(ValueError):
        return time.strftime("%Y-%m-%d", time.strptime(printed, "%d %B %Y"))
    return None


def is_log(block: Block) -> bool:
    """Whether a line of an entry's log opens here."""
    return _MARK.match(block.text) is not None


def listed_in(blocks: Sequence[Located]) -> Iterator[Listed]:
    """The wording of an entry that stands under no heading, above its log."""
    entry: list[Located] = []
    in_log = False
    for item in blocks:
        if is_log(item.block) and not in_log:
            yield from _wording(entry)
        in_log = in_log or is_log(item.block)
        if item.block.kind is Kind.HEADING:
            entry, in_log = [], False
        elif item.block.kind in {Kind.PARAGRAPH, Kind.BULLET}:
            entry.append(item)


def _wording(entry: Sequence[Located]) -> Iterator[Listed]:
    for group in groups([item.block for item in entry]):
        if asks(group[0]):
            recommends = addresses_a_cause(group[0]) or _RECOMMENDS.search(group[0].text)
            kind = "recommendation" if recommends else "area_for_improvement"
            yield Listed(kind, entry[0].question, tuple(group))
