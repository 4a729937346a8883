"""A text that was read, and where things stand in it."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from tracker.importing.parsed import Place

# One character for one character, so that offsets found in the plain form hold in the text itself.
_SPELT = {
    **dict.fromkeys("‘’‛′`´", "'"),
    **dict.fromkeys("“”„″", '"'),
    **dict.fromkeys("‐‑‒–—―", "-"),
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\t\n\r\f\v", " "),
    **dict.fromkeys("¹²³⁰⁴⁵⁶⁷⁸⁹", " "),
}
_PLAIN = str.maketrans(_SPELT)
_NOT_PLAIN = re.compile(f"[{''.join(_SPELT)}]")


def plain(text: str) -> str:
    """Return the text with straight quotation marks, plain hyphens and spaces, and no raised footnote
    numbers.

    The result has the same length, so offsets are good for both.
    """
    # Most texts are plain already, and to look for what is not costs a tenth of translating.
    return text.translate(_PLAIN) if _NOT_PLAIN.search(text) else text


def folded(text: str) -> str:
    """Return the text with every run of white space folded to one space."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Document:
    """The text of a report as a reader decoded it, lines ended by newline alone.

    `pages` holds the offset at which each page starts; empty where the file has no pages. `headings` are the
    lines, from 1, that the file itself marks as headings, by tag or by size; `furniture` those that belong to
    the website and not to the report. `warnings` say in sentences what the reader could not read.
    """

    text: str
    reader: str
    pages: tuple[int, ...] = field(default=())
    headings: frozenset[int] = field(default=frozenset())
    furniture: frozenset[int] = field(default=frozenset())
    warnings: tuple[str, ...] = field(default=())

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        starts, at = [0], self.text.find("\n")
        while at != -1:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return tuple(starts)

    def line_at(self, offset: int) -> int:
        """Return the number of the line, from 1, in which the offset stands."""
        return bisect_right(self.line_starts, offset)

    def page_at(self, offset: int) -> int | None:
        return bisect_right(self.pages, offset) if self.pages else None

    def place(self, start: int, end: int) -> Place:
        return Place(start, end, self.line_at(start), self.page_at(start))
