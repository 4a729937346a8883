"""One reader per kind of file: bytes → `Document`.

To add one: write a module with `NAME` and `read(data) -> Document` that raises `UnreadableReport`, and enter
it in `READERS`. A file of pages takes long enough to say after each how far it is. Nothing else knows the
kinds.
"""

from collections.abc import Callable
from importlib import import_module

from tracker.importing.document import Document
from tracker.importing.problems import UnreadableReport
from tracker.importing.readers import html, text
from tracker.importing.sniff import FileKind, kind_of
from tracker.importing.steps import Tell, untold

MOST_LINES = 100_000  # the longest reports have some 10,000


def _read_pdf(data: bytes, tell: Tell) -> Document:
    # Loaded for PDFs only: pdfium takes as long to load as a short report to read.
    document: Document = import_module("tracker.importing.readers.pdf").read(data, tell)
    return document


READERS: dict[FileKind, Callable[[bytes, Tell], Document]] = {
    FileKind.TEXT: lambda data, _: text.read(data),
    FileKind.HTML: lambda data, _: html.read(data),
    FileKind.PDF: _read_pdf,
}


def document_of(data: bytes, tell: Tell = untold) -> Document:
    """Return the text of the bytes, read by the reader of their kind. Raises UnreadableReport."""
    if not data.strip():
        raise UnreadableReport("The file is empty.")
    kind = kind_of(data)
    if kind not in READERS:
        raise UnreadableReport(
            "This is neither a PDF, a web page nor text. Save the report as one of these and upload that."
        )
    document = READERS[kind](data, tell)
    if len(document.line_starts) > MOST_LINES:
        raise UnreadableReport(f"The file has more than {MOST_LINES:,} lines, more than any report.")
    return document
