"""What is usual in a file: the size of its letters, the distance of its lines, where its lines end."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from tracker.importing.readers.pdf.pieces import Piece

_SAME_SIZE = 1.12
_USUAL_PITCH = 1.2  # of the character size, where too few lines tell
_FEW = 5
_BESIDE = 1.3  # times the character size up or down: level with a line
_WIDEST_PITCH = 2.2  # of the character size: the text may be set with double spacing
_WIDE_PITCH = 1.6  # but headings that all stand alone tell nothing of their lines
_ANY = 0.0  # stands for any size
_RAGGED = 0.2  # of a column's width: a line that ends nearer to its edge is full
_BAND = 10.0  # points

_UNIT = re.compile(r"(?:www\.|\w+://)\S+|[^\s–-]+[–-]?")
_WHOLE_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*(?![-‐])")


class Usual:
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
            if before and before.page == piece.page and is_same_size(before, piece):
                pitches[size][_rounded(before.base - piece.base)] += 1
        self._edges = {key: max(found) for key, found in edges.items() if key[1] == _ANY or len(found) > 2}
        self.size = letters.most_common(1)[0][0]
        self._pitches = {
            size: found
            for size, counts in pitches.items()
            if (found := _usual(counts, size, _WIDEST_PITCH if size == self.size else _WIDE_PITCH))
        }
        self._pieces = pieces
        self._level: dict[tuple[int, int], list[Piece]] = defaultdict(list)
        self._below: dict[tuple[int, int], list[Piece]] = defaultdict(list)
        for piece in pieces:
            self._level[piece.page, int(piece.base // _BAND)].append(piece)
            self._below[piece.page, round(piece.left)].append(piece)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words that no line cuts, in small letters."""
        found = (word for piece in self._pieces for word in _WHOLE_WORD.findall(piece.text.casefold()))
        return frozenset(found)

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
        return self._end(line) - line.right <= self._wanted(line, follower)

    def is_full_in_column(self, line: Piece, follower: Piece) -> bool:
        """The same for a line of running text with another column to its right: the column's lines tell
        where it ends, if most of them do."""
        end = self._end(line)
        if end == math.inf:
            return False
        lines = [piece for piece in self._below[line.page, round(line.left)] if piece.right < end]
        edge = max(piece.right for piece in lines)
        full = sum(edge - piece.right <= _RAGGED * (edge - line.left) for piece in lines)
        is_told = len(lines) >= _FEW and full * 2 >= len(lines)
        return is_told and edge - line.right <= self._wanted(line, follower)

    def _end(self, line: Piece) -> float:
        """Where the nearest piece to the right begins."""
        reach = _BESIDE * line.size
        bands = range(int((line.base - reach) // _BAND), int((line.base + reach) // _BAND) + 1)
        near = (piece for band in bands for piece in self._level.get((line.page, band), ()))
        lefts = (p.left for p in near if p.left > line.right and abs(p.base - line.base) < reach)
        return min(lefts, default=math.inf)


def _rounded(points: float) -> float:
    return round(points * 2) / 2


def _usual(counts: Counter[float], size: float, widest: float) -> float | None:
    """The shortest distance that is not rare; what is less than the letters' height is no next line."""
    likely = {pitch: count for pitch, count in counts.items() if 0.9 * size < pitch < widest * size}
    total = sum(likely.values())
    return min(pitch for pitch, count in likely.items() if count * 8 >= total) if total >= _FEW else None


def is_same_size(one: Piece, other: Piece) -> bool:
    return max(one.size, other.size) < _SAME_SIZE * min(one.size, other.size)
