"""Findings listed under a heading of their own, in reports and on web pages since 2014.

To 2018/19 one bullet is one finding; since 2021/22 a headline sentence is the finding, and the paragraphs
under it explain it. A cause of concern is all that stands under its heading, up to what is recommended.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.importing.document import plain
from tracker.importing.extract.eras.items import (
    Listed,
    addresses_a_cause,
    asks,
    groups,
    is_headline,
    is_sentence,
    points_of,
)
from tracker.importing.extract.eras.register import is_log
from tracker.importing.layout import Block, Kind
from tracker.importing.sections import Located, Part

_COUNT = r"(?:\s+\(?\d{1,2}\)?)?\s*:?\s*$"
_KINDS = (
    ("area_for_improvement", re.compile(rf"\s*areas? for improvement{_COUNT}", re.IGNORECASE)),
    (
        "cause_of_concern",
        re.compile(rf"\s*(?:accelerated\s+)?causes? (?:of|for) concern{_COUNT}", re.IGNORECASE),
    ),
    ("recommendation", re.compile(rf"\s*recommendations?{_COUNT}", re.IGNORECASE)),
)
_SKIPPED = {Kind.FOOTNOTE, Kind.FIGURE, Kind.ROW, Kind.CONTENTS}


def listed_in(blocks: Sequence[Located]) -> Iterator[Listed]:
    """The findings under each heading that announces some; what an annex lists is a repetition."""
    for index, item in enumerate(blocks):
        kind = _announced(item)
        if kind:
            is_cause = kind == "cause_of_concern"
            below = list(_below(blocks, index + 1, has_title=is_cause))
            for taken, group in _cause(below) if is_cause else _each(kind, below):
                yield Listed(taken, item.question, tuple(group), is_cause and taken != kind)


def _announced(item: Located) -> str | None:
    if item.part is Part.ANNEX or item.block.kind is not Kind.HEADING:
        return None
    return next((kind for kind, pattern in _KINDS if pattern.match(plain(item.block.text))), None)


def _below(blocks: Sequence[Located], start: int, *, has_title: bool) -> Iterator[Block]:
    """The blocks down to the next heading. A headline looks like one, and is none; neither is the sentence
    that a cause of concern since 2021/22 opens with."""
    for index in range(start, len(blocks)):
        block = blocks[index].block
        is_title = has_title and index == start and is_sentence(block)
        is_heading = block.kind in {Kind.HEADING, Kind.GRADE} and not (is_headline(block) or is_title)
        if is_log(block) or is_heading:
            return
        if block.kind not in _SKIPPED:
            yield from points_of(block)


def _cause(blocks: list[Block]) -> Iterator[tuple[str, list[Block]]]:
    """The cause of concern, and what is recommended on it without a heading of its own.

    Where a title says in one sentence what is wrong, the paragraphs under it explain it.
    """
    split = next((i for i, block in enumerate(blocks) if addresses_a_cause(block)), len(blocks))
    if blocks[:split]:
        has_title = blocks[0].kind is Kind.HEADING
        yield "cause_of_concern", blocks[:1] if has_title else blocks[:split]
    yield from _each("recommendation", blocks[split:])


def _each(kind: str, blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    return ((kind, group) for group in _findings(list(groups(blocks))))


def _findings(found: list[list[Block]]) -> Iterator[list[Block]]:
    """One finding a bullet, or a paragraph with its points; narrative around them is left out.

    Without bullets a headline is one; without headlines, each paragraph that asks for something. A paragraph
    that sets a time for what is recommended on a cause of concern stands for itself among bullets.
    """
    has_headline = bool(found) and not _is_list_item(found[0]) and is_headline(found[0][0])
    if has_headline:
        wanted = _opens_with_headline
    else:
        wanted = _is_list_item if any(_is_list_item(group) for group in found) else _asks
    return (group for group in found if wanted(group))


def _opens_with_headline(group: list[Block]) -> bool:
    return is_headline(group[0])


def _is_list_item(group: list[Block]) -> bool:
    return group[0].kind is Kind.BULLET or len(group) > 1 or addresses_a_cause(group[0])


def _asks(group: list[Block]) -> bool:
    return asks(group[0])
