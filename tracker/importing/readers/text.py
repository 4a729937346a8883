"""Text files: UTF-8, UTF-16, and Windows-1252 for files saved by older programs."""

import codecs
import re

from tracker.importing.document import Document
from tracker.importing.problems import UnreadableReport

NAME = "text/1"
LONGEST = 5_000_000  # characters; the longest PEEL reports have some 400,000
SAMPLE = 5_000  # characters looked at to tell words from noise
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WORDLIKE = re.compile(r"[\w\s]")
BANNER_LINES = 30  # within so many lines a saved page shows what belongs to the site
SITE_WORDS = re.compile(
    r"(?:skip to (?:main )?content|skip navigation|print this (?:document|page)|share this page"
    r"|back to top|planned website downtime|accept (?:all )?cookies.*)$",
    re.IGNORECASE,
)
_NEWLINE = re.compile(r"\r\n?")


def read(data: bytes) -> Document:
    """Return the decoded text, its line ends folded to newline. A form feed starts a page.

    Raises UnreadableReport when the bytes are no text, hold none, or are longer than any report.
    """
    # A stray zero character reads as "unknown": no database keeps it in a text.
    text = _NEWLINE.sub("\n", _decoded(data).removeprefix("\ufeff")).replace("\x00", "\ufffd")
    if not text.strip():
        raise UnreadableReport("The file holds no text.")
    if len(text) > LONGEST:
        raise UnreadableReport(f"The text is longer than any report: more than {LONGEST:,} characters.")
    return Document(text=text, reader=NAME, pages=_pages(text), furniture=_banners(text))


def _decoded(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _reads_as_text(text):
            return text
    raise UnreadableReport(
        "The file is not text that can be read. Save it as text in UTF-8 and upload it again."
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    return two_byte_encodings(data) or ("utf-8", "cp1252")


def two_byte_encodings(data: bytes) -> tuple[str, ...]:
    """Return the encodings of two bytes a letter in which the bytes may be; none when they are in no such."""
    marked = _UTF16.get(data[:2])
    if marked:
        return (marked,)
    if b"\x00" in data[:2048]:
        return ("utf-16-le", "utf-16-be") if data[1:2] == b"\x00" else ("utf-16-be", "utf-16-le")
    return ()


def _reads_as_text(text: str) -> bool:
    """Mostly letters and spaces: bytes of another kind decode as Windows-1252 too, but not to words."""
    strange, words = len(_CONTROL.findall(text)), len(_WORDLIKE.findall(text[:SAMPLE]))
    return strange * 200 <= len(text) and words * 2 > len(text[:SAMPLE])


def _pages(text: str) -> tuple[int, ...]:
    breaks = [match.end() for match in re.finditer("\f", text)]
    return (0, *breaks) if breaks else ()


def _banners(text: str) -> frozenset[int]:
    """The lines at the top of a saved page that are the site's."""
    lines = enumerate(text.split("\n", BANNER_LINES)[:BANNER_LINES], start=1)
    return frozenset(number for number, line in lines if SITE_WORDS.match(line.strip()))
