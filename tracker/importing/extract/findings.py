"""Areas for improvement, causes of concern and recommendations, as the report lists them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.importing.document import Document, folded, plain
from tracker.importing.layout import Block, Kind
from tracker.importing.parsed import Finding
from tracker.importing.sections import Located, Part

_KINDS = (
    ("area_for_improvement", re.compile(r"areas? for improvement", re.IGNORECASE)),
    ("cause_of_concern", re.compile(r"(?:accelerated\s+)?causes? (?:of|for) concern", re.IGNORECASE)),
    ("recommendation", re.compile(r"recommendations?", re.IGNORECASE)),
)
_ASKS = re.compile(r"\b(?:should|needs? to|must|is to)\b")
_SKIPPED = {Kind.FOOTNOTE, Kind.FIGURE, Kind.ROW, Kind.CONTENTS}


@dataclass(frozen=True, slots=True)
class _Item:
    """The blocks of one finding; more than one when a page break or a list of points is inside it."""

    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        return folded(" ".join(("- " if block.is_point else "") + block.block.text for block in self.points))

    @property
    def points(self) -> "tuple[_Point, ...]":
        first, *rest = self.blocks
        return (_Point(first, False), *(_Point(block, block.kind is Kind.BULLET) for block in rest))


@dataclass(frozen=True, slots=True)
class _Point:
    block: Block
    is_point: bool


def findings_in(document: Document, blocks: Sequence[Located]) -> tuple[Finding, ...]:
    """Return the findings in the order of the text; what an annex lists is a repetition.

    A recommendation's parent is the cause of concern listed last before it in the same chapter.
    """
    findings: list[Finding] = []
    for kind, question, items in _lists(blocks):
        parent = _parent(findings, question) if kind == "recommendation" else None
        for item in items:
            place = document.place(item.blocks[0].start, item.blocks[-1].end)
            findings.append(Finding(kind, question, item.text, parent, place))
    return tuple(findings)


def _parent(findings: Sequence[Finding], question: str | None) -> int | None:
    for index in range(len(findings) - 1, -1, -1):
        if findings[index].question != question:
            return None
        if findings[index].kind == "cause_of_concern":
            return index
    return None


def _lists(blocks: Sequence[Located]) -> Iterator[tuple[str, str | None, list[_Item]]]:
    for index, item in enumerate(blocks):
        if item.part is not Part.ANNEX and item.block.is_findings_heading and item.block.kind is Kind.HEADING:
            kind = next(kind for kind, pattern in _KINDS if pattern.match(item.block.text))
            below = [later.block for later in _until_heading(blocks, index + 1)]
            yield kind, item.question, _cause(below) if kind == "cause_of_concern" else _items(below)


def _until_heading(blocks: Sequence[Located], start: int) -> Iterator[Located]:
    for item in (blocks[index] for index in range(start, len(blocks))):
        if item.block.kind in {Kind.HEADING, Kind.GRADE}:
            return
        if item.block.kind not in _SKIPPED:
            yield item


def _cause(blocks: Sequence[Block]) -> list[_Item]:
    """A cause of concern is all that stands between its heading and the next."""
    return [_Item(tuple(blocks))] if blocks else []


def _items(blocks: Sequence[Block]) -> list[_Item]:
    """One item a bullet; without bullets, one a paragraph that asks for something.

    Bullets under a paragraph that ends in a colon are that paragraph's points when they are no sentences.
    """
    groups = list(_groups(blocks))
    if any(group[0].kind is Kind.BULLET for group in groups):
        groups = list(_listed(groups))
    else:
        groups = [group for group in groups if _ASKS.search(group[0].text)]
    return [_Item(tuple(group)) for group in groups]


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks put together where one goes on with the sentence, or the points, of the block before."""
    group: list[Block] = []
    for block in blocks:
        if group and (_goes_on(group[-1], block) or _is_point_of(group[0], block)):
            group.append(block)
            continue
        if group:
            yield group
        group = [block]
    if group:
        yield group


def _goes_on(before: Block, block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and before.is_open and block.goes_on


def _is_point_of(head: Block, block: Block) -> bool:
    return plain(head.text).rstrip().endswith(":") and block.kind is Kind.BULLET and block.goes_on


def _listed(groups: Sequence[list[Block]]) -> Iterator[list[Block]]:
    """The bullets of the list, and paragraphs with points; narrative after the last bullet is left out."""
    for group in groups:
        if group[0].kind is Kind.BULLET or len(group) > 1:
            yield group
