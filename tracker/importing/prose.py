"""The sentences of a report, each with its exact places in the text.

Footnotes, figures and page breaks cut sentences in two; the halves are joined for reading while each keeps
its own place, so a sentence has one span or several.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from tracker.importing.document import Document, folded, plain
from tracker.importing.layout import Kind
from tracker.importing.parsed import Quote
from tracker.importing.sections import Located, Part

Span = tuple[int, int]
LONGEST_SENTENCE = 2_000

_CAPTION = re.compile(
    r"(?:figure|table|chart|source)\s*\d*\s*:|for further information about this data|\$?\[?\\|www\.", re.I
)
_END = re.compile(r"[.!?]['\")\]]*(?=\s+['\"(\[*]*[A-Z0-9])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|cf|no|para|dr|mr|mrs|ms|st|vs)|\b[a-z])\.$", re.IGNORECASE)
_GAP = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `text` is folded; `plain` is for matching.

    `number` is its place among the sentences, `paragraph` that of its joined paragraph.
    """

    number: int
    text: str
    plain: str
    spans: tuple[Span, ...]
    paragraph: int
    part: Part
    question: str | None
    heading: str | None

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]


def sentences_of(blocks: Sequence[Located]) -> tuple[Sentence, ...]:
    """Return the sentences of all running text, in order.

    Contents, number pages, footnotes and annex are left out.
    """
    found: list[Sentence] = []
    for number, paragraph in enumerate(_paragraphs(blocks)):
        found.extend(_split(paragraph, number, len(found)))
    return tuple(found)


def quotes_of(document: Document, sentences: Iterable[Sentence]) -> tuple[Quote, ...]:
    """Return the sentences as quotes; neighbours in one run of the text become one quote."""
    spans: list[Span] = []
    for start, end in (span for sentence in sentences for span in sentence.spans):
        if (
            spans
            and not document.text[spans[-1][1] : start].strip(" \n\t¹²³⁰⁴⁵⁶⁷⁸⁹")
            and start >= spans[-1][1]
        ):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(Quote(document.text[start:end], document.place(start, end)) for start, end in spans)


def _paragraphs(blocks: Sequence[Located]) -> Iterator[list[Located]]:
    """Paragraphs and bullets of the running text, cut ones joined with the block in which they go on."""
    waiting: list[Located] = []
    for item in blocks:
        if item.block.kind in {Kind.HEADING, Kind.GRADE, Kind.BULLET} and waiting:
            yield waiting
            waiting = []
        if not _is_prose(item):
            continue
        if waiting and item.block.goes_on:
            waiting.append(item)
        else:
            if waiting:
                yield waiting
            waiting = [item]
        if not waiting[-1].block.is_open:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _is_prose(item: Located) -> bool:
    if item.part in {Part.ANNEX, Part.NUMBERS} or item.block.kind not in {Kind.PARAGRAPH, Kind.BULLET}:
        return False
    return not _CAPTION.match(item.block.text)


def _split(paragraph: list[Located], number: int, first_number: int) -> Iterator[Sentence]:
    first, numbers = paragraph[0], count(first_number)
    text = " ".join(item.block.text for item in paragraph)
    for start, end in _sentence_spans(plain(text)):
        spans = tuple(_places(paragraph, start, end))
        if spans and end - start <= LONGEST_SENTENCE:
            words = folded(text[start:end])
            where = (first.part, first.question, first.heading)
            yield Sentence(next(numbers), words, folded(plain(words)), spans, number, *where)


def _sentence_spans(text: str) -> Iterator[Span]:
    start = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[max(start, match.end() - 8) : match.end()]):
            continue
        yield start, match.end()
        start = _skip_space(text, match.end())
    if text[start:].strip():
        yield start, len(text.rstrip())


def _skip_space(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _places(paragraph: list[Located], start: int, end: int) -> Iterator[Span]:
    """Turn offsets into the joined paragraph into offsets into the whole text, one span per block touched."""
    offset = 0
    for item in paragraph:
        length = len(item.block.text)
        first, last = max(start - offset, 0), min(end - offset, length)
        if first < last:
            yield item.block.start + first, item.block.start + last
        offset += length + 1
