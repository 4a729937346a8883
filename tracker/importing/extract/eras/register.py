"""Entries of the inspectorate's old register of recommendations: a wording, then a dated log of statuses.

The log is kept in marks, as the register's pages printed it: `[on]2nd March 2017
[status]awaiting-review[/status][/on][on]13th March 2018 [comment] … [/comment][/on]`.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.importing.extract.eras.items import Listed, addresses_a_cause, asks, groups
from tracker.importing.layout import Block, Kind
from tracker.importing.sections import Located

_MARK = re.compile(r"\s*\[/?(?:on|status|comment)\]")
_RECOMMENDS = re.compile(r"\brecommend", re.IGNORECASE)


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
