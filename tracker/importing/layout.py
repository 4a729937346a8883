"""The blocks of a text: headings, paragraphs, bullets, table rows, footnotes.

Text taken from PDFs has no marks of its own, so a block is known by its look. Two looks of text are read: one
paragraph a line, and lines wrapped at a fixed width.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from tracker.importing.document import Document, plain

LONGEST_HEADING = 120
LONGEST_ENTRY = 250  # of the contents page, leader dots included
LONGEST_BLOCK = 20_000  # a paragraph is no longer; what looks longer is no prose, and costs time to join
GRADES = ("Outstanding", "Good", "Adequate", "Requires improvement", "Inadequate", "Ungraded")

BULLETS = "-–—•·‣⁃∙▪■□◆◇●○◦▶▸►➔➢➤❖✓✔"

_BULLET = re.compile(rf"\s*(?:[{BULLETS}*]|\(?\d{{1,2}}[.)])\s+(?=\S)")
_FOOTNOTE = re.compile(r"\s*(?:[¹²³⁰⁴-⁹]+\s*(?=\S)|\[\d{1,3}\]\s+|\^\{?[*\d]|\*(?=[^\s*])(?!.*\*))")
_CONTENTS_ENTRY = re.compile(r"(?P<title>\S.{1,110}?)[\s.…]*[\t .…]\s*\d{1,3}\s*$")
_GRADE = re.compile(rf"\s*(?P<grade>{'|'.join(GRADES)})\s*$", re.IGNORECASE)
_NAME_AND_GRADE = re.compile(rf"(?P<name>[^\t]{{3,80}}?) +(?P<grade>{'|'.join(GRADES)})$", re.IGNORECASE)
_NO_WORD = re.compile(r"[^A-Za-z]*$|\s*https?://\S+\s*$")  # of the report's own: an address is none
_SENTENCE_END = re.compile(r"[.!?:;][\"')\]\s]*$")
_LOWER = re.compile(r"\s*[\"'(]*[a-z]")
_FINDINGS_HEADING = re.compile(
    r"\s*(?:accelerated\s+)?(?:areas? for improvement|causes? (?:of|for) concern"
    r"|recommendations?)(?:\s+\d{1,2})?\s*:?\s*$",
    re.IGNORECASE,
)


class Kind(Enum):
    HEADING = auto()
    GRADE = auto()
    PARAGRAPH = auto()
    BULLET = auto()
    ROW = auto()
    FOOTNOTE = auto()
    CONTENTS = auto()
    FIGURE = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the text; a bullet's offsets leave its mark out. `line` and `last_line` count from 1."""

    kind: Kind
    start: int
    end: int
    line: int
    last_line: int
    text: str

    @property
    def is_open(self) -> bool:
        """Whether the words break off: no full stop, so the sentence may go on in a later block."""
        return not _SENTENCE_END.search(plain(self.text))

    @property
    def goes_on(self) -> bool:
        """Whether the words look like the second half of a sentence."""
        return bool(_LOWER.match(plain(self.text)))

    @property
    def is_findings_heading(self) -> bool:
        return is_findings_heading(self.text)


def is_findings_heading(text: str) -> bool:
    """Whether the line announces a list: "Areas for improvement", "Cause of concern 2", "Recommendations"."""
    return _FINDINGS_HEADING.match(text) is not None


def grade_in(text: str) -> str | None:
    """Return the grade when the text is nothing but one, in the usual spelling."""
    match = _GRADE.match(plain(text))
    return match["grade"].capitalize() if match else None


def cells_run_together(text: str) -> tuple[str, str] | None:
    """Return the name and the grade of a row that ends in a grade, with one space between them."""
    match = _NAME_AND_GRADE.match(text.strip())
    return (match["name"], match["grade"]) if match else None


def blocks_of(document: Document) -> tuple[Block, ...]:
    """Return the blocks of the text in order; blank lines are left out."""
    lines = tuple(_lines(document))
    is_wrapped = _is_wrapped(lines)
    blocks: list[Block] = []
    for index, line in enumerate(lines):
        follower = lines[index + 1] if index + 1 < len(lines) else None
        kind = _kind(line, follower, blocks[-1] if blocks else None, is_wrapped)
        if line.line in document.headings and kind is Kind.PARAGRAPH:
            kind = Kind.HEADING
        if kind is Kind.PARAGRAPH and blocks and _continues(blocks[-1], line, is_wrapped):
            blocks[-1] = _joined(blocks[-1], line, document.text)
        else:
            whole = Block(kind, line.start, line.end, line.line, line.last_line, line.text)
            blocks.append(_without_mark(whole))
    return tuple(blocks)


def _lines(document: Document) -> Iterator[Block]:
    starts = document.line_starts
    for number, start in enumerate(starts, start=1):
        end = starts[number] - 1 if number < len(starts) else len(document.text)
        text = document.text[start:end]
        stripped = text.strip()
        if stripped and number not in document.furniture:
            start += len(text) - len(text.lstrip())
            yield Block(Kind.PARAGRAPH, start, start + len(stripped), number, number, stripped)


def _is_wrapped(lines: tuple[Block, ...]) -> bool:
    """In wrapped text many lines go on, in lower case, directly below the line before."""
    going_on = sum(b.line == a.line + 1 and b.goes_on for a, b in itertools.pairwise(lines))
    return going_on * 10 > len(lines)


def _kind(line: Block, follower: Block | None, before: Block | None, is_wrapped: bool) -> Kind:
    if _in_contents(line, before):
        return Kind.CONTENTS
    if _NO_WORD.match(line.text):
        return Kind.FIGURE
    if _BULLET.match(line.text):
        return Kind.BULLET
    if _FOOTNOTE.match(line.text):
        return Kind.FOOTNOTE
    if grade_in(line.text):
        return Kind.GRADE
    if "\t" in line.text or _is_row_run_together(line, before):
        return Kind.ROW
    return Kind.HEADING if _is_heading(line, follower, before, is_wrapped) else Kind.PARAGRAPH


def _is_row_run_together(line: Block, before: Block | None) -> bool:
    """Whether a row of the judgments table has lost the gap between its cells, as narrow columns do."""
    is_below_a_row = before is not None and before.kind is Kind.ROW
    return is_below_a_row and cells_run_together(line.text) is not None


def _in_contents(line: Block, before: Block | None) -> bool:
    """Entries of the contents page end in a page number; one broken entry does not end the page."""
    if before is None:
        return False
    if before.kind is Kind.HEADING and before.text.casefold() in {"contents", "table of contents"}:
        return True
    is_short = len(line.text) <= LONGEST_ENTRY
    return before.kind is Kind.CONTENTS and is_short and bool(_CONTENTS_ENTRY.match(line.text))


def _is_heading(line: Block, follower: Block | None, before: Block | None, is_wrapped: bool) -> bool:
    if line.is_findings_heading:
        return True
    if len(line.text) > LONGEST_HEADING or line.goes_on or _SENTENCE_END.search(plain(line.text).rstrip("?")):
        return False
    return not is_wrapped or _stands_alone(line, follower, before)


def _stands_alone(line: Block, follower: Block | None, before: Block | None) -> bool:
    below = follower is None or follower.line > line.line + 1
    above = before is None or before.last_line < line.line - 1 or before.kind is Kind.HEADING
    return above and below


def _continues(before: Block, line: Block, is_wrapped: bool) -> bool:
    if line.line != before.last_line + 1 or before.end - before.start > LONGEST_BLOCK:
        return False
    if before.kind not in {Kind.PARAGRAPH, Kind.BULLET, Kind.FOOTNOTE}:
        return False
    return before.is_open or (is_wrapped and before.kind is not Kind.BULLET)


def _joined(before: Block, line: Block, text: str) -> Block:
    return replace(before, end=line.end, last_line=line.last_line, text=text[before.start : line.end])


def _without_mark(block: Block) -> Block:
    if block.kind is Kind.BULLET:
        mark = _BULLET.match(block.text)
    elif block.kind is Kind.FOOTNOTE:
        mark = _FOOTNOTE.match(block.text)
    else:
        return block
    if mark is None:
        return block
    return replace(block, start=block.start + mark.end(), text=block.text[mark.end() :])
