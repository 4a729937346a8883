"""PDF files: text with its character sizes and places by pdfium, put together to paragraphs here.

`glyphs` asks pdfium for pieces of lines, `furniture` takes running headers and page numbers away, and
`paragraphs` joins what is left. pdfium is native code: import this package in the reading child only.
"""

from tracker.importing.document import Document
from tracker.importing.problems import UnreadableReport
from tracker.importing.readers.pdf.furniture import without_furniture
from tracker.importing.readers.pdf.glyphs import pieces_of
from tracker.importing.readers.pdf.paragraphs import assembled

NAME = "pdf/1"


def read(data: bytes) -> Document:
    """Return the text of the PDF: one paragraph a line, cells of a table row divided by tabs.

    Raises UnreadableReport; with `needs_person` when the pages hold no letters, as those of a scan.
    """
    pieces = pieces_of(data)
    if not any(letter.isalpha() for piece in pieces for letter in piece.text):
        raise UnreadableReport(
            "The pages of this PDF are pictures: there is no text to read. Read the report yourself, "
            "or upload a PDF whose text can be selected.",
            needs_person=True,
        )
    return assembled(without_furniture(pieces), NAME)
