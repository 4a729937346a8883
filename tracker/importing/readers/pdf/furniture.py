"""Running headers, footers and page numbers: what stands at the same height of many pages and is no text.

What recurs is learnt from the second page on, as a cover has its own look, unless there are hardly more.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from tracker.importing.readers.pdf.pieces import Piece

_MARGIN = 0.15  # of the page's height, at the top and at the bottom
_OUTER_MARGIN = 0.09  # where a number is the page's, in a file with too few pages for it to recur
_FEWEST_PAGES = 3
_BAND = 4.0  # points: lines this near are at one height
_NEAR = 2  # bands
_PURE = 0.7  # share of the lines at one height that recur
_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$", re.IGNORECASE)


def without_furniture(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces that belong to the text, in their order."""
    last_page = max((piece.page for piece in pieces), default=0)
    margins = [piece for piece in pieces if _in_margin(piece, _MARGIN)]
    recurring = _recurring_bands([p for p in margins if p.page > 0 or last_page < _FEWEST_PAGES])
    is_short = last_page < _FEWEST_PAGES
    left = [
        piece
        for piece in pieces
        if not _recurs(piece, recurring) and not (is_short and _is_page_number(piece))
    ]
    return left or list(pieces)


def _is_page_number(piece: Piece) -> bool:
    return _in_margin(piece, _OUTER_MARGIN) and _NUMBER.match(piece.text.strip()) is not None


def _recurs(piece: Piece, recurring: dict[int, set[str]]) -> bool:
    return _in_margin(piece, _MARGIN) and _words(piece) in recurring.get(_band(piece), ())


def _in_margin(piece: Piece, share: float) -> bool:
    return not share * piece.page_height < piece.base < (1 - share) * piece.page_height


def _recurring_bands(margins: Sequence[Piece]) -> dict[int, set[str]]:
    """The wordings that recur, by height; a height at which other text stands too has none.

    So a heading that begins many pages is kept: the text of other pages begins at its height.
    """
    pages: dict[tuple[int, str], set[int]] = defaultdict(set)
    lines: Counter[int] = Counter()
    for piece in margins:
        pages[_band(piece), _words(piece)].add(piece.page)
        lines[_band(piece)] += 1
    bands: dict[int, set[str]] = defaultdict(set)
    shares: Counter[int] = Counter()
    for (band, words), found in pages.items():
        if len(found) > 1:
            bands[band].add(words)
            shares[band] += len(found)
    return {
        band: words for band, words in bands.items() if _around(shares, band) >= _PURE * _around(lines, band)
    }


def _around(counts: Counter[int], band: int) -> int:
    """Letters of another size stand a little higher or lower in the same line."""
    return sum(counts[near] for near in range(band - _NEAR, band + _NEAR + 1))


def _band(piece: Piece) -> int:
    return round(piece.base / _BAND)


def _words(piece: Piece) -> str:
    """The wording with every number alike, so that page numbers recur."""
    return re.sub(r"\d+", "#", " ".join(piece.text.split())).casefold()
