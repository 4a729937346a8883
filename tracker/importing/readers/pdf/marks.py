"""The marks of bullets and the numbers of notes: some files draw them apart from their lines."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from tracker.importing.layout import BULLETS
from tracker.importing.readers.pdf.pieces import Piece

HANGING = 6.0  # of the character size: how far the lines of a bullet stand in from its mark
_MARK = re.compile(rf"(?:[{BULLETS}*]|o|\(?\d{{1,2}}[.)]|[⁰¹²³⁴-⁹]{{1,3}})$")
_BULLET_TYPED = {"o": "◦"}  # word processors draw the second bullet with a letter
_BAND = 10.0  # points


def with_marks(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with each lone mark put before the line to the right of it."""
    lines = _by_height(pieces)
    marked: dict[int, Piece | None] = {}
    for index, mark in enumerate(pieces):
        if _MARK.match(mark.text):
            beside = [i for i in _near(lines, mark) if _is_right_of(mark, pieces[i]) and i not in marked]
            if beside:
                nearest = min(beside, key=lambda i: pieces[i].left)
                line = pieces[nearest]
                text = f"{_BULLET_TYPED.get(mark.text, mark.text)} {line.text}"
                marked[nearest] = replace(line, text=text, left=mark.left)
                marked[index] = None
    found = (marked.get(index, piece) for index, piece in enumerate(pieces))
    return [piece for piece in found if piece is not None]


def _by_height(pieces: Sequence[Piece]) -> dict[tuple[int, int], list[int]]:
    lines: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, piece in enumerate(pieces):
        lines[piece.page, int(piece.base // _BAND)].append(index)
    return lines


def _near(lines: dict[tuple[int, int], list[int]], mark: Piece) -> list[int]:
    band = int(mark.base // _BAND)
    return [index for near in (band - 1, band, band + 1) for index in lines.get((mark.page, near), ())]


def _is_right_of(mark: Piece, piece: Piece) -> bool:
    is_level = abs(piece.base - mark.base) <= 0.5 * max(mark.size, piece.size)
    return is_level and 0 <= piece.left - mark.right < HANGING * piece.size
