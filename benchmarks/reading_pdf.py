"""Reading a PDF of 30 pages whole against bare text extraction of it by pdfium, and growth with the pages.

The child process of the sandbox is left out: it costs the same for every file.
"""

import io
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from tracker.importing.reading import read

LIMIT = 5.0  # times bare extraction
GROWTH_LIMIT = 1.5  # times the seconds a page of the next smaller file
ROUNDS = 7
PAGES = (1, 10, 100, 1_000)  # the reader refuses more
OWN = Path(__file__).parents[1] / "tests" / "reports"
FONT, SIZE, LEADING, GAP = "Helvetica", 11, 14, 8


def measure() -> dict[str, Any]:
    """Return seconds for a PDF of 30 pages, read (`ours`) and only extracted (`base`)."""
    data = pdf_of(30)
    ours, base = _best(lambda: read(data, "report.pdf"), lambda: _extract(data))
    return {
        "name": "read-pdf-of-30-pages",
        "n": 30,
        "ours": round(ours, 6),
        "base": round(base, 6),
        "ratio": round(ours / base, 2),
        "limit": LIMIT,
    }


def growth() -> dict[str, Any]:
    """Return milliseconds a page at each size; `ratio` is the worst step up between neighbours from ten."""
    a_page = {count: _a_page(count) for count in PAGES}
    told = [a_page[count] for count in PAGES if count >= 10]
    worst = max(after / before for before, after in pairwise(told))
    return {
        "name": "read-pdf-growth",
        "n": PAGES[-1],
        "ms_a_page": {count: round(seconds * 1000, 3) for count, seconds in a_page.items()},
        "ratio": round(worst, 2),
        "limit": GROWTH_LIMIT,
    }


def _a_page(pages: int) -> float:
    data = pdf_of(pages)
    return _best(lambda: read(data, "report.pdf"))[0] / pages


def pdf_of(pages: int) -> bytes:
    """A report of so many pages: the text of our own samples over and over, on numbered pages."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    lines = _lines()
    for number in range(1, pages + 1):
        height = A4[1] - 72
        while height > 72:
            gap, size, line = next(lines)
            height -= gap
            canvas.setFont(FONT, size)
            canvas.drawString(72, height, line)
        canvas.drawString(290, 30, str(number))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _lines() -> Iterator[tuple[int, int, str]]:
    """The lines of all samples, again and again: distance from the line above, size and text."""
    while True:
        for path in sorted(OWN.glob("*.txt")):
            text, _, _ = path.read_text(encoding="utf-8").partition("\nAnnex")  # it would last to the end
            for paragraph in text.split("\n\n"):
                size = 15 if len(paragraph) < 60 else SIZE
                for number, line in enumerate(simpleSplit(paragraph, FONT, size, A4[0] - 144)):
                    yield LEADING + (0 if number else GAP), size, line


def _extract(data: bytes) -> None:
    document = pdfium.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def _best(*works: Callable[[], object]) -> list[float]:
    """Seconds of processor time of the quickest round of each: other work on the machine does not count.

    They take turns, so that a slow spell of the machine does not fall on one of them alone.
    """
    rounds = [[_seconds(work) for work in works] for _ in range(ROUNDS)]
    return [min(taken) for taken in zip(*rounds, strict=True)]


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
