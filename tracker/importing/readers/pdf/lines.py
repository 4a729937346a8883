"""Pieces of one line put together again: where the letters' size changes, pdfium begins a new one."""

from collections.abc import Iterable
from dataclasses import replace

from tracker.importing.readers.pdf.pieces import COLUMN_GAP, Piece

_LEVEL = 0.35  # of the larger character size: how far the lines of two pieces may lie apart
_OVERLAP = 0.3  # of the larger character size
_SPACE = 0.12  # of the larger character size: from here on a gap is a space


def in_whole_lines(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with each that goes on right behind the one before joined to it."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and _goes_on(joined[-1], piece):
            joined[-1] = _together(joined[-1], piece)
        else:
            joined.append(piece)
    return joined


def _goes_on(before: Piece, piece: Piece) -> bool:
    size, gap = max(before.size, piece.size), piece.left - before.right
    is_level = before.page == piece.page and abs(before.base - piece.base) <= _LEVEL * size
    return is_level and -_OVERLAP * size <= gap < COLUMN_GAP * size


def _together(before: Piece, piece: Piece) -> Piece:
    """The line has the look of its longer part."""
    look = before if len(before.text) >= len(piece.text) else piece
    space = " " if piece.left - before.right > _SPACE * look.size else ""
    text = f"{before.text}{space}{piece.text}"
    return replace(look, text=text, left=before.left, right=max(before.right, piece.right))
