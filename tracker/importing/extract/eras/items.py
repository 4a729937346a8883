"""One listed finding: the blocks that hold its wording, and how blocks are put together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from tracker.importing.document import folded, plain
from tracker.importing.layout import Block, Kind

_SUBJECT = r"(?:the (?:force|constabulary|service)|[A-Z][\w'&-]*(?: (?:and|of|[A-Z][\w'&-]*)){0,5})"
_ASKS = re.compile(r"\b(?:should|needs? to|must|is to)\b")
_HEADLINE = re.compile(rf"{_SUBJECT} (?:should|needs? to|must)\b", re.IGNORECASE)
_SENTENCE = re.compile(
    rf"{_SUBJECT} (?:is|are|does|do|has|have|needs?|must|should|can|cannot|lacks?|fails?"
    r"|isn't|aren't|doesn't|don't|hasn't|haven't|can't)\b",
    re.IGNORECASE,
)
_INNER_END = re.compile(r"[.!?][\"')]?\s+[A-Z]")
_RUN_ON = re.compile(r"\s•\s+(?=[A-Z])")
_ADDRESSES = re.compile(
    r"(?:recommendations?:?\s+)?(?:(?:in order )?to improve\b.{0,200}\bshould\b"
    r"|to address (?:this|these|the) causes? (?:of|for) concern"
    r"|(?:with immediate effect|immediately|as a matter of urgency|within [\w-]+ (?:days|weeks|months|year)"
    r"|by (?:\d{1,2} )?[A-Z]\w+ 20\d\d),?\b.{0,80}?\bshould\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding as a reader of an era took it: its kind, the question it stands under, its blocks.

    There is more than one block when a page break or a list of points is inside it. `is_under_its_cause`: a
    recommendation that stands under the heading of its cause of concern.
    """

    kind: str
    question: str | None
    blocks: tuple[Block, ...]
    is_under_its_cause: bool = False

    @property
    def text(self) -> str:
        """The whole wording, white space folded, points marked by a hyphen."""
        first, *rest = self.blocks
        points = (f"- {block.text}" if block.kind is Kind.BULLET else block.text for block in rest)
        return folded(" ".join((first.text, *points)))

    @property
    def start(self) -> int:
        return self.blocks[0].start

    @property
    def end(self) -> int:
        return self.blocks[-1].end

    @property
    def breaks_off(self) -> bool:
        return self.blocks[-1].is_open


def asks(block: Block) -> bool:
    """Whether the words ask for something: "should", "needs to", "must"."""
    return _ASKS.search(block.text) is not None


def is_headline(block: Block) -> bool:
    """Whether one sentence says what the force should do, as areas for improvement open since 2021/22."""
    return opens_like_a_finding(block.text) and _INNER_END.search(plain(block.text)) is None


def opens_like_a_finding(words: str) -> bool:
    """Whether the words begin by asking something of the force: "The force should …"."""
    return _HEADLINE.match(plain(words)) is not None


def is_sentence(block: Block) -> bool:
    """Whether a line that looks like a heading says what the force does, or fails to do."""
    return _SENTENCE.match(plain(block.text)) is not None


def addresses_a_cause(block: Block) -> bool:
    """Whether the words open a recommendation on a cause of concern: "To address this …", "Within three
    months, …"."""
    return _ADDRESSES.match(plain(block.text)) is not None and asks(block)


def points_of(block: Block) -> Iterator[Block]:
    """The points of a list that was run together in one line, "• The force … • The force …", each alone."""
    starts = [0, *(mark.end() for mark in _RUN_ON.finditer(block.text))] if block.kind is Kind.BULLET else [0]
    for start, after in zip_longest(starts, starts[1:]):
        text = block.text[start:after].rstrip(" •")
        yield replace(block, start=block.start + start, end=block.start + start + len(text), text=text)


def groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
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
    """Bullets under words that end in a colon are its points when they are no sentences."""
    return plain(head.text).rstrip().endswith(":") and block.kind is Kind.BULLET and block.goes_on
