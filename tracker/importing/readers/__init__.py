"""One reader per kind of file: bytes → `Document`.

To add one: write a module with `NAME` and `read(data) -> Document` that raises `UnreadableReport`, and enter
it in `READERS`. Nothing else knows the kinds.
"""

from collections.abc import Callable

from tracker.importing.document import Document
from tracker.importing.problems import UnreadableReport
from tracker.importing.readers import html, pdf, text
from tracker.importing.sniff import FileKind, kind_of

MOST_LINES = 100_000  # the longest reports have some 10,000

READERS: dict[FileKind, Callable[[bytes], Document]] = {
    FileKind.TEXT: text.read,
    FileKind.HTML: html.read,
    FileKind.PDF: pdf.read,
}


def document_of(data: bytes) -> Document:
    """Return the text of the bytes, read by the reader of their kind. Raises UnreadableReport."""
    if not data.strip():
        raise UnreadableReport("The file is empty.")
    kind = kind_of(data)
    if kind not in READERS:
        raise UnreadableReport(
            "This is neither a PDF, a web page nor text. Save the report as one of these and upload that."
        )
    document = READERS[kind](data)
    if len(document.line_starts) > MOST_LINES:
        raise UnreadableReport(f"The file has more than {MOST_LINES:,} lines, more than any report.")
    return document
