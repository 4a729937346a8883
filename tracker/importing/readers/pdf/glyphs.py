"""What stands where on the pages of a PDF, as pdfium tells it: pieces of lines with place and size.

pdfium is asked once for the text of a page, and then only for a few characters of each line: asking for every
character costs more than reading the text.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tracker.importing.problems import UnreadableReport

MOST_PAGES = 500
MOST_CHARACTERS = 5_000_000
FARTHEST = 100_000.0  # points
ENCRYPTED = "This PDF is locked with a password. Save it without one and upload it again."
DAMAGED = "This PDF is damaged and cannot be opened. Save the report anew and upload that."
_COLUMN_GAP = 0.9  # of the character size: from here on a gap may divide two cells
_SURE_GAP = 2.0  # of the character size: from here on it does
_TIMES_USUAL = 2.0  # times the narrowest gap of the line: justified lines have wide ones throughout
_RAISED = 0.15  # of the character size above the line: a footnote's number
_SMALL = 0.85  # of the line's character size: the same
# pdfium writes no line end after a hyphen that ends a line, but a hyphen of its own kind.
_LINE = re.compile(r"[^\s\x02\ufffe](?:[^\r\n\x02\ufffe]*[^\s\x02\ufffe])?[\x02\ufffe]?")
_WORD = re.compile(r"[^\s\u00a0]+")
_DIGIT = re.compile(r"[0-9]+")
_NOT_PRINTED = re.compile(r"[\x00-\x1f\uf000-\uffff]")
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Characters of one length each: a hyphen at a line's end, the bullets of Symbol and Wingdings.
_PRINTED = str.maketrans({"\x02": "-", "\ufffe": "-", "\uf0b7": "•", "\uf0a7": "▪", "\x00": "\ufffd"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line, up to a gap as wide as between columns. Places in points from the page's bottom left;
    `base` is the line that the letters stand on, `page` counts from 0."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int
    page_height: float

    @property
    def is_somewhere(self) -> bool:
        """Damaged files place text at no number, or outside of any paper."""
        return (
            -FARTHEST < self.left < FARTHEST
            and -FARTHEST < self.right < FARTHEST
            and -FARTHEST < self.base < FARTHEST
            and -FARTHEST < self.size < FARTHEST
            and self.page_height < FARTHEST
        )

    @property
    def letter_width(self) -> float:
        return (self.right - self.left) / max(len(self.text), 1)


def pieces_of(data: bytes) -> list[Piece]:
    """Return the pieces of all pages in the order in which the file draws them.

    Raises UnreadableReport when pdfium cannot open the file, or it is longer than any report.
    """
    document = _opened(data)
    try:
        return _all_pieces(document)
    except pdfium.PdfiumError as problem:
        raise UnreadableReport(DAMAGED, detail=str(problem)) from None
    finally:
        document.close()


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        is_locked = problem.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise UnreadableReport(ENCRYPTED if is_locked else DAMAGED, detail=str(problem)) from None


def _all_pieces(document: pdfium.PdfDocument) -> list[Piece]:
    count = len(document)
    if count > MOST_PAGES:
        raise UnreadableReport(f"The PDF has {count:,} pages; a report has {MOST_PAGES} at most.")
    pieces: list[Piece] = []
    characters = 0
    for number in range(count):
        found, length = _page_pieces(document, number)
        characters += length
        if characters > MOST_CHARACTERS:
            raise UnreadableReport(f"The PDF holds more than {MOST_CHARACTERS:,} characters.")
        pieces.extend(found)
    return pieces


def _page_pieces(document: pdfium.PdfDocument, number: int) -> tuple[list[Piece], int]:
    page = document[number]
    text_page = page.get_textpage()
    try:
        glyphs, sheet = _Glyphs(text_page), (number, page.get_height())
        pieces = (_piece(glyphs, column, sheet) for column in _columns(glyphs))
        return [piece for piece in pieces if piece.is_somewhere], len(glyphs.text)
    finally:
        text_page.close()
        page.close()


# First and last index in the text, left and right side, and whether the file draws all of it in one go.
_Column = tuple[int, int, float, float, bool]


class _Glyphs:
    """The text of a page, and pdfium's answers on single characters of it; indices are those of the text."""

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self._page = text_page.raw
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self.text = self._text(text_page.count_chars())

    def _text(self, count: int) -> str:
        buffer = ctypes.create_string_buffer((count + 1) * 2)
        pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        written = raw.FPDFText_GetText(self._page, 0, count, pointer) if count > 0 else 1
        text = buffer.raw[: max(written - 1, 0) * 2].decode("utf-16-le", "replace")
        if len(text) != count:  # pdfium left characters out, or one is written as two
            text = "".join(map(self._letter, range(count)))
        return text

    def _letter(self, index: int) -> str:
        code = raw.FPDFText_GetUnicode(self._page, index)
        is_letter = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
        return chr(code) if is_letter else "\ufffd"

    def is_one_run(self, start: int, end: int) -> bool:
        """Whether the file draws the characters in one go: no column ends between them, all look the
        same."""
        return bool(raw.FPDFText_CountRects(self._page, start, end - start) == 1)

    def is_raised(self, index: int, height: float, size: float) -> bool:
        return self.base(index) > height and self.size(index) < size

    def look(self, index: int) -> tuple[float, float]:
        """The size of the character and the line that it stands on."""
        return self.size(index), self.base(index)

    def usual(self, first: int, middle: int, last: int) -> tuple[float, float]:
        """The look of two of three characters: one of them may be the number of a note."""
        one, other = self.look(middle), self.look(last)
        return one if one == other else sorted((one, other, self.look(first)))[1]

    def sides(self, index: int) -> tuple[float, float]:
        raw.FPDFText_GetLooseCharBox(self._page, index, self._box)
        return self._box.left, self._box.right

    def base(self, index: int) -> float:
        raw.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        return float(self._y.value)

    def size(self, index: int) -> float:
        raw.FPDFText_GetMatrix(self._page, index, self._matrix)
        scale = abs(self._matrix.d) or abs(self._matrix.c) or 1.0
        return float(raw.FPDFText_GetFontSize(self._page, index) * scale)


def _columns(glyphs: _Glyphs) -> Iterator[_Column]:
    for line in _LINE.finditer(glyphs.text):
        start, end = line.span()
        if glyphs.is_one_run(start, end):
            yield start, end, glyphs.sides(start)[0], glyphs.sides(end - 1)[1], True
        else:
            yield from _divided(glyphs, [word.span() for word in _WORD.finditer(glyphs.text, start, end)])


def _divided(glyphs: _Glyphs, words: list[tuple[int, int]]) -> Iterator[_Column]:
    """The words of a line put together between its wide gaps."""
    sides = [(glyphs.sides(start)[0], glyphs.sides(end - 1)[1]) for start, end in words]
    gaps = [after[0] - before[1] for before, after in pairwise(sides)]
    size = glyphs.size(words[0][0])
    widest = min(max(_COLUMN_GAP * size, _TIMES_USUAL * min(gaps, default=0.0)), _SURE_GAP * size)
    first = 0
    for index in range(len(words)):
        if index == len(gaps) or gaps[index] > widest:
            yield words[first][0], words[index][1], sides[first][0], sides[index][1], False
            first = index + 1


def _piece(glyphs: _Glyphs, column: _Column, sheet: tuple[int, float]) -> Piece:
    start, end, left, right, is_one_run = column
    middle = (start + end) // 2
    size, base = glyphs.look(middle) if is_one_run else glyphs.usual(start, middle, end - 1)
    text = glyphs.text[start:end]
    if not is_one_run and _DIGIT.search(text):
        text = _with_raised_digits(glyphs, start, text, (base + _RAISED * size, _SMALL * size))
    return Piece(_printed(text), left, right, base, size, *sheet)


def _printed(text: str) -> str:
    return text.translate(_PRINTED) if _NOT_PRINTED.search(text) else text


def _with_raised_digits(glyphs: _Glyphs, start: int, text: str, raised: tuple[float, float]) -> str:
    """The text with the numbers of footnotes as raised digits: "2016²", not "20162"."""
    letters = list(text)
    for number in _DIGIT.finditer(text):
        first, last = number.start(), number.end() - 1
        # A note's number begins or ends a run of digits: most runs are told by these two.
        if glyphs.is_raised(start + last, *raised) or glyphs.is_raised(start + first, *raised):
            for index in range(first, last + 1):
                if glyphs.is_raised(start + index, *raised):
                    letters[index] = letters[index].translate(_RAISED_DIGITS)
    return "".join(letters)
