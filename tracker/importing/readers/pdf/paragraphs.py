"""Pieces of lines put together to paragraphs, bullets, table rows and footnotes, one a line of the text."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.importing.document import Document
from tracker.importing.readers.pdf.glyphs import Piece
from tracker.importing.readers.pdf.marks import HANGING, with_marks
from tracker.importing.readers.pdf.run_together import divided

LARGER = 1.1  # times the usual size: a heading
_SMALLER = 0.92  # times the usual size: a footnote, when it begins with its number
_SAME_SIZE = 1.12
_SAME_PARAGRAPH = 1.18  # times the usual distance between lines: more is a gap between paragraphs
_USUAL_PITCH = 1.2  # of the character size, where too few lines tell
_FEW = 5
_BESIDE = 1.3  # times the character size up or down: level with a line
_WIDEST_PITCH = 2.2  # of the character size: the text may be set with double spacing
_WIDE_PITCH = 1.6  # but headings that all stand alone tell nothing of their lines
_ANY = 0.0  # stands for any size
_LONGEST_HEADING = 200

_BULLET = re.compile(r"(?:[-–—•·▪●◦]|\(?\d{1,2}[.)])\s+\S")
_NOTE_NUMBER = re.compile(r"^\d{1,3}(?=\s)")
_NOTE = re.compile(r"[⁰¹²³⁴-⁹]+\s*\S")
_UNIT = re.compile(r"(?:www\.|\w+://)\S+|[^\s–-]+[–-]?")
_OPEN = re.compile(r"[^.!?:;][\"'”’)\]]*$")
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class _Cell:
    """Lines of one paragraph, or of one cell of a table."""

    lines: list[Piece]

    @property
    def text(self) -> str:
        text = ""
        for line in self.lines:
            is_cut_word = len(text) > 1 and text[-1] == "-" and text[-2].isalpha() and line.text[0].isalpha()
            text += line.text if is_cut_word or not text else f" {line.text}"
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

    @property
    def text(self) -> str:
        return "\t".join(cell.text for cell in self.cells)


class _Measures:
    """What is usual in this file: the size of its letters, the distance of its lines, where lines end."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        letters: Counter[float] = Counter()
        pitches: dict[float, Counter[float]] = defaultdict(Counter)
        edges: dict[tuple[int, float], list[float]] = defaultdict(list)
        for before, piece in zip([None, *pieces], pieces, strict=False):
            size, left = _rounded(piece.size), round(piece.left)
            letters[size] += len(piece.text)
            edges[left, size].append(piece.right)
            edges[left, _ANY].append(piece.right)
            if before and before.page == piece.page and _is_same_size(before, piece):
                pitches[size][_rounded(before.base - piece.base)] += 1
        self._edges = {key: max(found) for key, found in edges.items() if key[1] == _ANY or len(found) > 2}
        self.size = letters.most_common(1)[0][0]
        self._pitches = {
            size: found
            for size, counts in pitches.items()
            if (found := _usual(counts, size, _WIDEST_PITCH if size == self.size else _WIDE_PITCH))
        }
        self._pages: dict[int, list[Piece]] = defaultdict(list)
        for piece in pieces:
            self._pages[piece.page].append(piece)

    def pitch(self, size: float) -> float:
        return self._pitches.get(_rounded(size), size * _USUAL_PITCH)

    def _edge(self, left: int, size: float) -> float:
        """Where lines end that begin here: those of this size, if they are enough to tell."""
        return self._edges.get((left, size)) or self._edges.get((left, _ANY), 0.0)

    def is_full(self, line: Piece, right: float, follower: Piece) -> bool:
        """Whether the first word below would not have fitted into the line."""
        left, size = round(line.left), _rounded(line.size)
        edge = max(right, *(self._edge(left + side, size) for side in (-1, 0, 1)))
        return edge - line.right <= self._wanted(line, follower)

    @staticmethod
    def _wanted(line: Piece, follower: Piece) -> float:
        """The room that the follower's first word would take, and some more: letters differ in width."""
        unit = _UNIT.match(follower.text)
        word = (len(unit[0]) if unit else 1) * 1.25 * follower.letter_width
        return word + line.letter_width + 0.5 * line.size

    def is_full_cell(self, line: Piece, follower: Piece) -> bool:
        """The same for a line with other cells to its right: the nearest of them begins where it ends."""
        lefts = (
            piece.left
            for piece in self._pages[line.page]
            if piece.left > line.right and abs(piece.base - line.base) < _BESIDE * line.size
        )
        return min(lefts, default=math.inf) - line.right <= self._wanted(line, follower)


def _rounded(points: float) -> float:
    return round(points * 2) / 2


def _usual(counts: Counter[float], size: float, widest: float) -> float | None:
    """The shortest distance that is not rare; what is less than the letters' height is no next line."""
    likely = {pitch: count for pitch, count in counts.items() if 0.9 * size < pitch < widest * size}
    total = sum(likely.values())
    return min(pitch for pitch, count in likely.items() if count * 8 >= total) if total >= _FEW else None


def _is_same_size(one: Piece, other: Piece) -> bool:
    return max(one.size, other.size) < _SAME_SIZE * min(one.size, other.size)


def assembled(pieces: Sequence[Piece], reader: str) -> Document:
    """Return the text of the pieces with blank lines between paragraphs; a paragraph that a page break cuts
    goes on in the next line."""
    pieces = with_marks(pieces)
    measures = _Measures(pieces)
    written = _Written()
    before: _Row | None = None
    for row in _rows(pieces, measures):
        goes_on = before is not None and _goes_on_over_page(before, row, measures)
        written.add(_text(row, measures), row.first.page, goes_on, _is_heading(row, measures))
        before = row
    return Document(written.text, reader, tuple(written.pages), frozenset(written.headings))


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

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._line += text.count("\n")


def _rows(pieces: Sequence[Piece], measures: _Measures) -> Iterator[_Row]:
    row = _Row()
    for piece in pieces:
        if row.cells and not _taken(row, piece, measures):
            yield row
            row = _Row()
        if not row.cells:
            row.cells.append(_Cell([piece]))
    if row.cells:
        yield row


def _taken(row: _Row, piece: Piece, measures: _Measures) -> bool:
    """Whether the piece belongs to the row, and was put there."""
    if piece.page != row.last.page:
        return False
    if _is_beside(row.cells[-1], piece):
        row.cells.append(_Cell([piece]))
        return True
    cells = (cell for cell in reversed(row.cells) if _continues(cell, piece, measures, cell is row.cells[-1]))
    cell = next(cells, None)
    if cell:
        cell.lines.append(piece)
    return cell is not None


def _is_beside(cell: _Cell, piece: Piece) -> bool:
    top, bottom = cell.lines[0].base, cell.lines[-1].base
    reach = 0.5 * piece.size
    return piece.left > cell.right - reach and bottom - reach <= piece.base <= top + reach


def _continues(cell: _Cell, piece: Piece, measures: _Measures, is_last: bool) -> bool:
    last = cell.lines[-1]
    if not 0.5 * piece.size < last.base - piece.base <= _SAME_PARAGRAPH * measures.pitch(piece.size):
        return False
    if not _is_same_size(last, piece) or _BULLET.match(piece.text) or _NOTE.match(piece.text):
        return False
    if not _is_below(cell, piece):
        return False
    return measures.is_full(last, cell.right, piece) or (is_last and measures.is_full_cell(last, piece))


def _is_below(cell: _Cell, piece: Piece) -> bool:
    first = cell.lines[0]
    is_centred = abs((first.left + first.right) - (piece.left + piece.right)) < 4
    return is_centred or first.left - piece.size * 2 <= piece.left <= first.left + HANGING * piece.size


def _goes_on_over_page(before: _Row, row: _Row, measures: _Measures) -> bool:
    """A note that stands at the foot of a page is not what the next page goes on with."""
    last, first = before.last, row.first
    if first.page != last.page + 1 or len(before.cells) + len(row.cells) > 2 or _BULLET.match(first.text):
        return False
    if _NOTE.match(_text(before, measures)) or _NOTE.match(first.text):
        return False
    if not _is_same_size(last, first) or not _OPEN.search(last.text):
        return False
    return measures.is_full(last, before.cells[0].right, first)


def _text(row: _Row, measures: _Measures) -> str:
    text = row.text if len(row.cells) > 1 else divided(row.text)
    if row.first.size < _SMALLER * measures.size:
        return _NOTE_NUMBER.sub(lambda match: match[0].translate(_RAISED_DIGITS), text, count=1)
    return text


def _is_heading(row: _Row, measures: _Measures) -> bool:
    if len(row.cells) > 1 or row.first.size < LARGER * measures.size or _BULLET.match(row.first.text):
        return False
    return len(row.text) <= _LONGEST_HEADING
