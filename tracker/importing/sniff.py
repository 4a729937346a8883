"""What kind of file some bytes are, by their content; a file's name is never believed."""

import codecs
import re
from enum import StrEnum

LOOKED_AT = 2048
_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|main|article)\b", re.IGNORECASE)
_OTHER = (
    b"PK\x03\x04",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"<?xml",
)


class FileKind(StrEnum):
    TEXT = "text"
    PDF = "pdf"
    HTML = "html"
    OTHER = "other"


def kind_of(data: bytes) -> FileKind:
    """Return the kind of the bytes. `TEXT` says "no binary content seen", not that the text decodes."""
    head = data[:LOOKED_AT]
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith(_BYTE_ORDER_MARKS[1:]) or _looks_like_utf16(head):
        return FileKind.HTML if _HTML.search(head.replace(b"\x00", b"")) else FileKind.TEXT
    if head.startswith(_OTHER) and not _HTML.search(head):
        return FileKind.OTHER
    if _HTML.search(head):
        return FileKind.HTML
    return FileKind.OTHER if _is_binary(head) else FileKind.TEXT


def _looks_like_utf16(head: bytes) -> bool:
    """Plain Latin text in UTF-16 has a zero in nearly every second byte, and only there."""
    even, odd = head[0::2], head[1::2]
    zeros = (even.count(0), odd.count(0))
    return max(zeros) > 0.6 * max(len(odd), 1) and min(zeros) == 0


def _is_binary(head: bytes) -> bool:
    control = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in head)
    return b"\x00" in head or control * 50 > len(head)
