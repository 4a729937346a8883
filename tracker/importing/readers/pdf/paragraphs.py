"""Pieces of lines put together to paragraphs, bullets, table rows and footnotes, one a line of the text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tracker.importing.document import Document
from tracker.importing.layout import BULLETS
from tracker.importing.readers.pdf.lines import in_whole_lines
from tracker.importing.readers.pdf.marks import HANGING, with_marks
from tracker.importing.readers.pdf.pieces import SOFT_HYPHEN, Piece
from tracker.importing.readers.pdf.run_together import divided
from tracker.importing.readers.pdf.usual import Usual, is_same_size

LARGER = 1.1  # times the usual size: a heading
_SMALLER = 0.92  # times the usual size: a footnote, when it begins with its number
_SAME_PARAGRAPH = 1.18  # times the usual distance between lines: more is a gap between paragraphs
_LONGEST_HEADING = 200

_BULLET = re.compile(rf"(?:[{BULLETS}]|\(?\d{{1,2}}[.)])\s+\S")
_NOTE_NUMBER = re.compile(r"^(\d{1,3})[.)]?(?=\s)")
_NOTE = re.compile(r"[⁰¹²³⁴-⁹]+\s*\S")
_HYPHENS = f"-{SOFT_HYPHEN}"
_CUT_WORD = re.compile(rf"[^\W\d_]+(?=[{_HYPHENS}]$)")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_OPEN = re.compile(r"[^.!?:;][\"'”’)\]]*$")
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class _Cell:
    """Lines of one paragraph, or of one cell of a table."""

    lines: list[Piece]

    def text(self, usual: Usual) -> str:
        text = ""
        for line in self.lines:
            if text and text[-1] in _HYPHENS and _CUT_WORD.search(text) and line.text[0].isalpha():
                text = f"{_uncut(text, line.text, usual)}{line.text}"
            else:
                text = f"{text} {line.text}" if text else line.text
        return text

    @property
    def right(self) -> float:
        return max(line.right for line in self.lines)


@dataclass(slots=True)
class _Row:
    """Cells side by side; a paragraph is a row of one cell."""

    cells: list[_Cell] = field(default_factory=list)

    @property
    def first(self) -> Piece:
        return self.cells[0].lines[0]

    @property
    def last(self) -> Piece:
        return self.cells[-1].lines[-1]

    def text(self, usual: Usual) -> str:
        return "\t".join(cell.text(usual) for cell in self.cells)


def assembled(pieces: Sequence[Piece], reader: str) -> Document:
    """Return the text of the pieces with blank lines between paragraphs; a paragraph that a page break cuts
    goes on in the next line, and the notes at the foot of the page come after it."""
    pieces = with_marks(in_whole_lines(pieces))
    usual = Usual(pieces)
    written = _Written()
    before: _Row | None = None
    notes: list[_Line] = []
    for row in _rows(pieces, usual):
        text, page = _text(row, usual), row.first.page
        if before and _NOTE.match(text):
            notes.append((text, page))
            continue
        goes_on = before is not None and _goes_on_over_page(before, row, usual)
        if not goes_on:
            written.add_apart(notes)
        written.add(text, page, goes_on, _is_heading(row, text, usual))
        if goes_on:
            written.add_apart(notes)
        before, notes = row, []
    written.add_apart(notes)
    return Document(written.text, reader, tuple(written.pages), frozenset(written.headings))


_Line = tuple[str, int]  # its text and its page


class _Written:
    """The text as it grows, with the offsets of its pages and the numbers of its headings' lines."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length, self._line = 0, 1
        self.pages = [0]
        self.headings: list[int] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, text: str, page: int, goes_on: bool, is_heading: bool) -> None:
        if self._parts:
            self._write("\n" if goes_on else "\n\n")
        self.pages.extend([self._length] * (page + 1 - len(self.pages)))
        if is_heading:
            self.headings.append(self._line)
        self._write(text)

    def add_apart(self, lines: Iterable[_Line]) -> None:
        for text, page in lines:
            self.add(text, page, goes_on=False, is_heading=False)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._line += text.count("\n")


def _rows(pieces: Sequence[Piece], usual: Usual) -> Iterator[_Row]:
    row = _Row()
    for piece in pieces:
        if row.cells and not _taken(row, piece, usual):
            yield row
            row = _Row()
        if not row.cells:
            row.cells.append(_Cell([piece]))
    if row.cells:
        yield row


def _taken(row: _Row, piece: Piece, usual: Usual) -> bool:
    """Whether the piece belongs to the row, and was put there."""
    if piece.page != row.last.page:
        return False
    if _is_beside(row.cells[-1], piece):
        row.cells.append(_Cell([piece]))
        return True
    cells = (cell for cell in reversed(row.cells) if _continues(cell, row, piece, usual))
    cell = next(cells, None)
    if cell:
        cell.lines.append(piece)
    return cell is not None


def _is_beside(cell: _Cell, piece: Piece) -> bool:
    top, bottom = cell.lines[0].base, cell.lines[-1].base
    reach = 0.5 * piece.size
    return piece.left > cell.right - reach and bottom - reach <= piece.base <= top + reach


def _continues(cell: _Cell, row: _Row, piece: Piece, usual: Usual) -> bool:
    last = cell.lines[-1]
    if not 0.5 * piece.size < last.base - piece.base <= _SAME_PARAGRAPH * usual.pitch(piece.size):
        return False
    if not is_same_size(last, piece) or _BULLET.match(piece.text) or _NOTE.match(piece.text):
        return False
    if not _is_below(cell, piece):
        return False
    if _goes_on_in_words(last, piece) or usual.is_full(last, cell.right, piece):
        return True
    if cell is not row.cells[-1]:
        return False
    return usual.is_full_cell(last, piece) or (len(row.cells) == 1 and usual.is_full_in_column(last, piece))


def _goes_on_in_words(last: Piece, piece: Piece) -> bool:
    """Whether the words say so, however short the line: beside a picture lines are shorter than elsewhere."""
    return piece.text[0].islower() and _OPEN.search(last.text) is not None


def _is_below(cell: _Cell, piece: Piece) -> bool:
    first = cell.lines[0]
    is_centred = abs((first.left + first.right) - (piece.left + piece.right)) < 4
    return is_centred or first.left - piece.size * 2 <= piece.left <= first.left + HANGING * piece.size


def _goes_on_over_page(before: _Row, row: _Row, usual: Usual) -> bool:
    """A note that stands at the foot of a page is not what the next page goes on with."""
    last, first = before.last, row.first
    if first.page != last.page + 1 or len(before.cells) + len(row.cells) > 2 or _BULLET.match(first.text):
        return False
    if not is_same_size(last, first) or not _OPEN.search(last.text):
        return False
    return _goes_on_in_words(last, first) or usual.is_full(last, before.cells[0].right, first)


def _uncut(text: str, follower: str, usual: Usual) -> str:
    """The text without the hyphen at its end, where that is there for the end of the line only: the word is
    written without it elsewhere, or the hyphen is a soft one."""
    head, tail = _CUT_WORD.search(text), _FIRST_WORD.match(follower)
    whole = f"{head[0]}{tail[0]}".casefold() if head and tail else ""
    hyphened = f"{head[0]}-{tail[0]}".casefold() if head and tail else ""
    if whole in usual.words or (text[-1] == SOFT_HYPHEN and hyphened not in usual.words):
        return text[:-1]
    return f"{text[:-1]}-"


def _text(row: _Row, usual: Usual) -> str:
    text = row.text(usual) if len(row.cells) > 1 else divided(row.text(usual))
    if row.first.size < _SMALLER * usual.size:
        return _NOTE_NUMBER.sub(lambda match: match[1].translate(_RAISED_DIGITS), text, count=1)
    return text


def _is_heading(row: _Row, text: str, usual: Usual) -> bool:
    if len(row.cells) > 1 or row.first.size < LARGER * usual.size or _BULLET.match(row.first.text):
        return False
    return len(text) <= _LONGEST_HEADING
