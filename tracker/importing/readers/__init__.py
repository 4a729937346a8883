"""One reader per kind of file: bytes → `Document`.

To add one: write a module with `NAME` and `read(data) -> Document` that raises `UnreadableReport`, and enter
it in `READERS`. Nothing else knows the kinds.
"""

from collections.abc import Callable

from tracker.importing.document import Document
from tracker.importing.problems import UnreadableReport
from tracker.importing.readers import text
from tracker.importing.sniff import FileKind, kind_of

READERS: dict[FileKind, Callable[[bytes], Document]] = {FileKind.TEXT: text.read}

_NOT_YET = {
    FileKind.PDF: (
        "This is a PDF. Only text files can be read so far: save the report as text and upload that."
    ),
    FileKind.HTML: (
        "This is a web page. Only text files can be read so far: save the page as text and upload that."
    ),
    FileKind.OTHER: "This is not a text file. Save the report as text and upload that.",
}


def document_of(data: bytes) -> Document:
    """Return the text of the bytes, read by the reader of their kind. Raises UnreadableReport."""
    if not data.strip():
        raise UnreadableReport("The file is empty.")
    kind = kind_of(data)
    if kind not in READERS:
        raise UnreadableReport(_NOT_YET[kind])
    return READERS[kind](data)
