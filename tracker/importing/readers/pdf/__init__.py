"""PDF files: text with its character sizes and places by pdfium, put together to paragraphs here.

`glyphs` asks pdfium, `pieces` cuts its lines into pieces, `furniture` takes running headers and page numbers
away, and `paragraphs` joins what is left by what `usual` learns of the file. pdfium is
native code: import this package in the reading child only.
"""

from collections.abc import Iterator
from dataclasses import replace

from tracker.importing.document import Document
from tracker.importing.problems import UnreadableReport
from tracker.importing.readers.pdf.furniture import without_furniture
from tracker.importing.readers.pdf.paragraphs import assembled
from tracker.importing.readers.pdf.pieces import Pages, pages_of
from tracker.importing.steps import Tell, untold

NAME = "pdf/1"
_INSTEAD = "Read the report yourself, or upload a PDF whose text can be selected."
ALL_PICTURES = f"The pages of this PDF are pictures: there is no text to read. {_INSTEAD}"
PICTURES = f"Most pages of this PDF are pictures, without text to read. {_INSTEAD}"


def read(data: bytes, tell: Tell = untold) -> Document:
    """Return the text of the PDF: one paragraph a line, cells of a table row divided by tabs. `tell` hears of
    each page.

    Raises UnreadableReport; with `needs_person` when most pages are pictures, as those of a scan.
    """
    pages = pages_of(data, tell)
    has_text = any(letter.isalpha() for piece in pages.pieces for letter in piece.text)
    if not has_text or len(pages.pictures) * 2 > pages.count:
        raise UnreadableReport(PICTURES if has_text else ALL_PICTURES, needs_person=True)
    document = assembled(without_furniture(pages.pieces), NAME)
    return replace(document, warnings=tuple(_warnings(pages)))


def _warnings(pages: Pages) -> Iterator[str]:
    if len(pages.pictures) == 1:
        yield f"Page {pages.pictures[0]} is a picture: what it says was not read."
    elif pages.pictures:
        *others, last = pages.pictures
        yield f"Pages {', '.join(map(str, others))} and {last} are pictures: what they say was not read."
