"""What stands where on the pages of a PDF, as pdfium tells it: pieces of lines with place and size.

Lines that are turned against the rest of their page, or stand aslant, are labels and watermarks: left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tracker.importing.problems import UnreadableReport
from tracker.importing.readers.pdf.glyphs import Glyphs
from tracker.importing.steps import Stage, Step, Tell, untold

MOST_PAGES = 1_000
MOST_CHARACTERS = 5_000_000
MOST_DRAWN = 2_000_000  # runs of text, lines and pictures; reports draw some 500 on a page
FARTHEST = 100_000.0  # points
ENCRYPTED = "This PDF is locked with a password. Save it without one and upload it again."
DAMAGED = "This PDF is damaged and cannot be opened. Save the report anew and upload that."
COLUMN_GAP = 0.9  # of the character size: from here on a gap may divide two cells
_SURE_GAP = 2.0  # of the character size: from here on it does
_TIMES_USUAL = 2.0  # times the narrowest gap of the line: justified lines have wide ones throughout
_RAISED = 0.15  # of the character size above the line: a footnote's number
_SMALL = 0.85  # of the line's character size: the same
# pdfium writes no line end after a hyphen that ends a line, but a hyphen of its own kind.
_LINE = re.compile(r"[^\s\x02\ufffe](?:[^\r\n\x02\ufffe]*[^\s\x02\ufffe])?[\x02\ufffe]?")
_WORD = re.compile(r"[^\s\u00a0]+")
SOFT_HYPHEN = "‐"  # printed only because the line ends there, as a hyphen of its own kind
_DIGIT = re.compile(r"[0-9]+")
_NOT_PRINTED = re.compile(r"[\x00-\x1f\xad\uf000-\uffff]")
_SYMBOL_MARK = re.compile(r"^[\uf020-\uf0ff](?=\s|$)")
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# A hyphen at a line's end, the bullets of Symbol and Wingdings, letters drawn as one.
_PRINTED = str.maketrans(
    {"\x02": "-", "\ufffe": "-", "\uf0b7": "•", "\uf0a7": "▪", "\x00": "\ufffd", "\xad": ""}
    | {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb06": "st"}
)


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


@dataclass(frozen=True, slots=True)
class Pages:
    """The pieces of all pages, in the order in which the file draws them; `pictures` are the numbers, from 1,
    of the pages that hold a picture and no text."""

    count: int
    pieces: list[Piece]
    pictures: list[int]


def pages_of(data: bytes, tell: Tell = untold) -> Pages:
    """Return what stands on the pages. `tell` hears of each page before it is read.

    Raises UnreadableReport when pdfium cannot open the file, or it is longer than any report.
    """
    document = _opened(data)
    try:
        return _all_pieces(document, tell)
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


def _all_pieces(document: pdfium.PdfDocument, tell: Tell) -> Pages:
    count = len(document)
    if count > MOST_PAGES:
        raise UnreadableReport(f"The PDF has {count:,} pages; a report has {MOST_PAGES:,} at most.")
    pages = Pages(count, [], [])
    characters = drawn = 0
    for number in range(count):
        tell(Step(Stage.PAGES, number + 1, count))
        found, length, things = _page_pieces(document, number)
        characters, drawn = characters + length, drawn + things
        _refuse_too_much(characters, drawn)
        pages.pieces.extend(found)
        if not found and _shows_a_picture(document, number):
            pages.pictures.append(number + 1)
    return pages


def _refuse_too_much(characters: int, drawn: int) -> None:
    if characters > MOST_CHARACTERS:
        raise UnreadableReport(f"The PDF holds more than {MOST_CHARACTERS:,} characters.")
    if drawn > MOST_DRAWN:
        raise UnreadableReport(
            f"The PDF draws more than {MOST_DRAWN:,} pieces of text, lines and pictures, more than any "
            "report. Save the report anew and upload that."
        )


def _shows_a_picture(document: pdfium.PdfDocument, number: int) -> bool:
    page = document[number]
    try:
        return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
    finally:
        page.close()


def _page_pieces(document: pdfium.PdfDocument, number: int) -> tuple[list[Piece], int, int]:
    """The pieces of the page, and how many characters and how many things are drawn on it."""
    page = document[number]
    text_page = page.get_textpage()
    try:
        glyphs = Glyphs(page, text_page)
        lines = _upright_lines(glyphs)
        sheet = (number, glyphs.sheet_height)
        pieces = (_piece(glyphs, column, sheet) for column in _columns(glyphs, lines))
        kept = [piece for piece in pieces if piece.is_somewhere]
        return kept, len(glyphs.text), raw.FPDFPage_CountObjects(page.raw)
    finally:
        text_page.close()
        page.close()


def _upright_lines(glyphs: Glyphs) -> list[tuple[int, int]]:
    """Where the lines are that stand as most of the page does, held that way from now on."""
    lines = [(*line.span(), glyphs.turn_of(line.start())) for line in _LINE.finditer(glyphs.text)]
    letters: Counter[int] = Counter()
    for start, end, turn in lines:
        if turn is not None:
            letters[turn] += end - start
    glyphs.turn = max(letters, key=letters.__getitem__, default=0)
    return [(start, end) for start, end, turn in lines if turn == glyphs.turn]


# First and last index in the text, left and right side, and whether the file draws all of it in one go.
_Column = tuple[int, int, float, float, bool]


def _columns(glyphs: Glyphs, lines: Iterable[tuple[int, int]]) -> Iterator[_Column]:
    for start, end in lines:
        if glyphs.is_one_run(start, end):
            yield start, end, glyphs.sides(start)[0], glyphs.sides(end - 1)[1], True
        else:
            yield from _divided(glyphs, [word.span() for word in _WORD.finditer(glyphs.text, start, end)])


def _divided(glyphs: Glyphs, words: list[tuple[int, int]]) -> Iterator[_Column]:
    """The words of a line put together between its wide gaps."""
    sides = [(glyphs.sides(start)[0], glyphs.sides(end - 1)[1]) for start, end in words]
    gaps = [after[0] - before[1] for before, after in pairwise(sides)]
    size = glyphs.size(words[0][0])
    widest = min(max(COLUMN_GAP * size, _TIMES_USUAL * min(gaps, default=0.0)), _SURE_GAP * size)
    first = 0
    for index in range(len(words)):
        if index == len(gaps) or gaps[index] > widest:
            yield words[first][0], words[index][1], sides[first][0], sides[index][1], False
            first = index + 1


def _piece(glyphs: Glyphs, column: _Column, sheet: tuple[int, float]) -> Piece:
    start, end, left, right, is_one_run = column
    size, base = glyphs.look(start) if is_one_run else glyphs.usual(start, end)
    text = glyphs.text[start:end]
    if not is_one_run and _DIGIT.search(text):
        text = _with_raised_digits(glyphs, start, text, (base + _RAISED * size, _SMALL * size))
    return Piece(_printed(text), left, right, base, size, *sheet)


def _printed(text: str) -> str:
    if not _NOT_PRINTED.search(text):
        return text
    if text[-1] == "\xad":
        text = f"{text[:-1]}{SOFT_HYPHEN}"
    # Whatever picture a symbol font has there, at the head of a line it is a bullet.
    return _SYMBOL_MARK.sub("•", text.translate(_PRINTED), count=1)


def _with_raised_digits(glyphs: Glyphs, start: int, text: str, raised: tuple[float, float]) -> str:
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
