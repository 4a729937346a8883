"""pdfium's answers on the characters of one page, as the page is held to read it.

pdfium is asked once for the text of a page, and then only for a few characters of each line: asking for every
character costs more than reading the text.
"""

import ctypes
import math

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_LEVEL = 0.27  # how far a line may climb or fall on its way: up to 15 degrees, as on a page laid askew
Look = tuple[float, float]  # size of a character, and height of the line that it stands on


class Glyphs:
    """The text of a page, and where its characters are; indices are those of the text.

    `turn` says how to hold the page: by how many quarters its lines are turned to the left. Places are in
    points from the bottom left of the page held so.
    """

    def __init__(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> None:
        self._page = text_page.raw
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._width, self._height = page.get_width(), page.get_height()
        if page.get_rotation() in {90, 270}:  # then these are what a reader sees, not what the file says
            self._width, self._height = self._height, self._width
        self.turn = 0
        self.text = self._text(text_page.count_chars())

    @property
    def sheet_height(self) -> float:
        return float(self._width if self.turn % 2 else self._height)

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

    def turn_of(self, index: int) -> int | None:
        """By how many quarters to the left the character is turned; None when it stands aslant."""
        raw.FPDFText_GetMatrix(self._page, index, self._matrix)
        along, up = self._matrix.a, self._matrix.b
        if abs(up) <= _LEVEL * abs(along):
            return 0 if along >= 0 else 2
        if abs(along) <= _LEVEL * abs(up):
            return 1 if up > 0 else 3
        return None

    def is_one_run(self, start: int, end: int) -> bool:
        """Whether the file draws the characters in one go: no column ends between them, all look the
        same."""
        return bool(raw.FPDFText_CountRects(self._page, start, end - start) == 1)

    def is_raised(self, index: int, height: float, size: float) -> bool:
        return self.base(index) > height and self.size(index) < size

    def look(self, index: int) -> Look:
        return self.size(index), self.base(index)

    def usual(self, start: int, end: int) -> Look:
        """The look of two of three characters within: one may be the number of a note. At the ends stand
        bullets and other numbers."""
        one, other = (self._look_about(start + (end - start) * third // 3) for third in (1, 2))
        return one if one == other else sorted((one, other, self._look_about((start + end) // 2)))[1]

    def _look_about(self, index: int) -> Look:
        """pdfium's own spaces have no look, and no two stand together."""
        return self.look(index + self.text[index].isspace())

    def sides(self, index: int) -> tuple[float, float]:
        box = self._box
        raw.FPDFText_GetLooseCharBox(self._page, index, box)
        if self.turn == 0:
            return box.left, box.right
        if self.turn == 1:
            return box.bottom, box.top
        if self.turn == 2:
            return self._width - box.right, self._width - box.left
        return self._height - box.top, self._height - box.bottom

    def base(self, index: int) -> float:
        raw.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        x, y = self._x.value, self._y.value
        return float((y, self._width - x, self._height - y, x)[self.turn])

    def size(self, index: int) -> float:
        raw.FPDFText_GetMatrix(self._page, index, self._matrix)
        scale = math.hypot(self._matrix.c, self._matrix.d) or 1.0
        return float(raw.FPDFText_GetFontSize(self._page, index) * scale)
