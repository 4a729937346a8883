"""Web pages, saved: the text of the page's own part, without navigation, banners and scripts.

The page is read tag by tag and never held as a tree, so it can be nested as deep as it likes. Nothing of its
markup is kept: text only.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from tracker.importing.document import Document
from tracker.importing.problems import UnreadableReport
from tracker.importing.readers.text import SITE_WORDS, two_byte_encodings

NAME = "html/1"
LONGEST = 10_000_000  # bytes; pages of reports have some 300,000
DEEPEST = 1_000  # tags within tags; pages of reports have some 40
MOST_BLOCKS = 50_000
TOO_DEEP = f"The page is nested deeper than {DEEPEST:,} tags, deeper than any report."
TOO_MANY = f"The page has more than {MOST_BLOCKS:,} paragraphs, more than any report."


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_HEADINGS = _set("h1 h2 h3 h4 h5 h6")
_BLOCKS = _HEADINGS | _set(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure "
    "footer form header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead "
    "title tr ul"
)
_VOID = _set("area base br col embed hr img input link meta param source track wbr path circle rect line use")
_ENDED_BY_THE_NEXT = _set("p li dt dd td th tr option thead tbody tfoot")
_NOT_TEXT = _set(
    "script style template noscript svg math iframe object audio video canvas select datalist button"
)
_OWN = frozenset({"html", "body", "main", "article", *_HEADINGS})  # never the site's, however named
_ROLES = _set("navigation banner contentinfo search complementary dialog alertdialog")
_SITE_CLASS = re.compile(
    r"(?:^|\s)(?:(?:[\w-]+-)?cookies?(?:-[\w-]+)?|skip-?(?:to-?)?(?:links?|content)|(?:[\w-]+-)?breadcrumbs?"
    r"|nav|navigation|navbar|(?:main|site|side|page)-(?:menu|nav|navigation|header|footer)|sidebar|footer"
    r"|(?:social|share|sharing)-(?:links|share|buttons|icons))(?:\s|$)",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:[\w-]+-)?(?:visually-hidden|screen-reader-text|sr-only)(?:\s|$)", re.IGNORECASE
)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read(data: bytes) -> Document:
    """Return the text of the page, a blank line between paragraphs and tabs between the cells of a row.

    Raises UnreadableReport when the page holds no text, or is longer or deeper than any report.
    """
    if len(data) > LONGEST:
        raise UnreadableReport(f"The page is longer than any report: more than {LONGEST // 10**6} MB.")
    reader = _Reader()
    reader.feed(_decoded(data))
    reader.close()
    reader.end_block()
    blocks = _of_the_report(reader.blocks)
    if not blocks:
        raise UnreadableReport("The page holds no text.")
    return _document(blocks)


def _decoded(data: bytes) -> str:
    """UTF-8 where the bytes are that; else as the page declares, or as older programs save it."""
    declared = _CHARSET.search(data[:4096])
    names = ("utf-8-sig", declared[1].decode("ascii", "replace") if declared else "cp1252")
    for name in two_byte_encodings(data) or names:
        try:
            return data.decode(name).removeprefix("\ufeff").replace("\x00", "\ufffd")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace").replace("\x00", "\ufffd")


@dataclass(frozen=True, slots=True)
class _Block:
    """`is_main`: inside the page's main part. `is_site`: inside its navigation, banners or footer."""

    text: str
    is_heading: bool
    is_main: bool
    is_site: bool
    is_title: bool = False


def _of_the_report(blocks: list[_Block]) -> list[_Block]:
    """The main part where the page has one; where all is marked as the site's own, all.

    The name of the window is left out where the page has headings.
    """
    own = [block for block in blocks if not block.is_site and not SITE_WORDS.match(block.text)]
    kept = [block for block in own if block.is_main] or own or blocks
    if any(block.is_heading for block in kept):
        return [block for block in kept if not block.is_title]
    return kept


def _document(blocks: Iterable[_Block]) -> Document:
    lines: list[str] = []
    headings = set()
    for block in blocks:
        if block.is_heading:
            headings.add(len(lines) + 1)
        lines.extend([*block.text.split("\n"), ""])
    return Document("\n".join(lines[:-1]), NAME, headings=frozenset(headings))


@dataclass(slots=True)
class _Row:
    """Where a table row begins among the blocks, and where each of its cells does."""

    start: int
    cells: list[int]


class _Reader(HTMLParser):
    """Collects blocks of text. `_open` are the tags around, with what each of them means for the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = []
        self._open: list[tuple[str, bool, bool]] = []  # tag, hides its text, is the site's
        self._around: Counter[str] = Counter()
        self._hidden = self._site = 0
        self._text: list[str] = []
        self._rows: list[_Row] = []
        self._is_item = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._text.append("\n")
        if tag in _BLOCKS:
            self.end_block()
        if tag in _VOID:
            return
        self._end_same(tag)
        if len(self._open) >= DEEPEST:
            raise UnreadableReport(TOO_DEEP)
        self._enter(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<div/>` opens a division all the same, as in browsers, but not in drawings."""
        if not self._hidden:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._around[tag]:
            while self._leave() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._around["sup"] and data.strip().isdigit():
            data = data.translate(_RAISED_DIGITS)
        self._text.append(data if self._around["pre"] else _SPACE.sub(_one_space, data))

    def end_block(self) -> None:
        """What was collected is a block of its own, or one for each part between blank lines."""
        parts = _BLANK_LINE.split("".join(self._text))
        self._text = []
        for text in filter(None, map(_folded, parts)):
            self._add(text)

    def _add(self, text: str) -> None:
        if len(self.blocks) >= MOST_BLOCKS:
            raise UnreadableReport(TOO_MANY)
        mark, self._is_item = "- " if self._is_item else "", False
        is_heading = self._is_in_heading()
        is_main, is_title = self._around["main"] > 0, self._around["title"] > 0
        self.blocks.append(_Block(mark + text, is_heading, is_main, self._site > 0, is_title))

    def _is_in_heading(self) -> bool:
        return any(self._around[tag] for tag in _HEADINGS)

    def _end_same(self, tag: str) -> None:
        """`<li>` after an open `<li>` ends it, though not over the list that it stands in."""
        if tag in _ENDED_BY_THE_NEXT and self._open and self._open[-1][0] == tag:
            self._leave()

    def _enter(self, tag: str, attributes: dict[str, str | None]) -> None:
        # A heading that opens and closes its chapter holds its words in a button.
        is_words = tag == "button" and self._is_in_heading()
        is_hidden = not is_words and _is_hidden(tag, attributes)
        is_site = self._is_site(tag, attributes)
        self._open.append((tag, is_hidden, is_site))
        self._count(tag, is_hidden, is_site, 1)
        if tag == "li":
            self._is_item = True
        elif tag == "tr":
            self._rows.append(_Row(len(self.blocks), []))
        elif tag in {"td", "th"} and self._rows:
            self._rows[-1].cells.append(len(self.blocks))

    def _leave(self) -> str:
        tag, is_hidden, is_site = self._open[-1]
        if tag in _BLOCKS:
            self.end_block()
        self._open.pop()
        self._count(tag, is_hidden, is_site, -1)
        if tag == "li":
            self._is_item = False
        elif tag == "tr" and self._rows:
            self._end_row(self._rows.pop())
        return tag

    def _count(self, tag: str, is_hidden: bool, is_site: bool, step: int) -> None:
        self._hidden += step * is_hidden
        self._site += step * is_site
        self._around[tag] += step

    def _is_site(self, tag: str, attributes: dict[str, str | None]) -> bool:
        if tag in _OWN:
            return False
        is_footer = tag == "footer" and not (self._around["main"] or self._around["article"])
        role = (attributes.get("role") or "").casefold()
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        is_named = _SITE_CLASS.search(names) is not None
        return tag in {"nav", "dialog"} or is_footer or role in _ROLES or is_named

    def _end_row(self, row: _Row) -> None:
        """Cells of one short text each become one line; rows that only lay out the page are left as they
        are."""
        ends = [*row.cells[1:], len(self.blocks)]
        cells = [self.blocks[start:end] for start, end in zip(row.cells, ends, strict=False)]
        if len(cells) > 1 and all(len(cell) < 2 and not _is_laid_out(cell) for cell in cells):
            found = [block for cell in cells for block in cell]
            text = "\t".join("".join(block.text for block in cell) for cell in cells)
            if found:
                del self.blocks[row.start :]
                self.blocks.append(_Block(text, False, found[0].is_main, found[0].is_site))


def _is_laid_out(cell: list[_Block]) -> bool:
    return any(block.is_heading or "\n" in block.text or block.text.startswith("- ") for block in cell)


def _is_hidden(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag in _OWN:
        return False
    is_named = _HIDDEN_CLASS.search(attributes.get("class") or "") is not None
    return tag in _NOT_TEXT or "hidden" in attributes or attributes.get("aria-hidden") == "true" or is_named


def _folded(text: str) -> str:
    """One line of it between two `<br>`."""
    lines = (_SPACE.sub(_one_space, part).strip() for part in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _one_space(run: re.Match[str]) -> str:
    """A tab typed inside a line divides cells and is kept; the ends of the source's lines are spaces."""
    return "\t" if "\t" in run[0] and "\n" not in run[0] else " "
