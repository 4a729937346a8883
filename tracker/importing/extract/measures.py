"""Printed figures of the "Force in numbers" pages; those in running text are in `figures.py`.

The text of these pages is what is left of a graphic: names, the labels "<force>" and "England and Wales",
and figures, often out of order and often without the figures. A pair of figures is given to the next name
that it can belong to by its form (a change is signed, a share has a percent sign, a rate has none); what
cannot be told stays missing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from tracker.importing.document import Document, folded, plain
from tracker.importing.extract.periods import PERIOD, periods_in, unequal
from tracker.importing.layout import Block, Kind
from tracker.importing.parsed import Measure
from tracker.importing.sections import Located, Part

COUNTRY = "England and Wales"
_VALUE = re.compile(r"(?P<sign>[+-]?)\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<percent>%?)$")
_RATE = re.compile(r"\bper [\d,]+(?: million)? [a-z]+", re.IGNORECASE)
_CHANGE = re.compile(r"change in\b", re.IGNORECASE)
_DASH = re.compile(r"[-\s]*-\s*$")
_NOT_SUPPLIED = "A dash is printed: the figure was not supplied, or is not comparable."
_LOST = "The figure is missing from the text."
_LOST_BOTH = "Both figures are missing from the text."


@dataclass(frozen=True, slots=True)
class _Figure:
    """A printed number. `form`: change (signed), share (with a percent sign) or rate (bare).

    A dash in its place is a figure without value and form.
    """

    value: float | None
    form: str | None
    block: Block


@dataclass(frozen=True, slots=True)
class _Pair:
    """The force's figure and the country's; None where only a label is left. `block` is where the pair
    stands."""

    force: _Figure | None
    country: _Figure | None
    block: Block

    @property
    def form(self) -> str | None:
        forms = (figure.form for figure in (self.force, self.country) if figure)
        return next((form for form in forms if form), None)


@dataclass(slots=True)
class _Topic:
    """What stands under one heading of the page: names of measures, and the pairs of figures."""

    names: list[Block] = field(default_factory=list)
    pairs: list[_Pair] = field(default_factory=list)


def measures_in(document: Document, blocks: Sequence[Located], force: str | None) -> tuple[Measure, ...]:
    """Return the measures of the number pages, in the order of the text; a lost figure is None, with a note.

    `force` is the name of the force as printed: it labels its figures.
    """
    numbers = [item.block for item in blocks if item.part is Part.NUMBERS]
    found: list[Measure] = []
    for topic in _topics(numbers, force):
        found.extend(_measures(document, topic))
    return tuple(sorted(found, key=lambda measure: measure.place.start))


def _topics(blocks: Sequence[Block], force: str | None) -> Iterator[_Topic]:
    topic, tokens = _Topic(), _Tokens(force)
    for block, below in zip_longest(blocks, blocks[1:]):
        opens = below is not None and _names_measure(below) and not _names_measure(block)
        if block.kind is Kind.HEADING and opens and not tokens.is_label(block):
            topic.pairs.extend(tokens.taken())
            yield topic
            topic = _Topic()
        elif block.kind is Kind.HEADING and not tokens.is_label(block):
            topic.pairs.extend(tokens.taken())
            topic.names.append(block)
            tokens.add_label_at_end(block)
        else:
            tokens.add(block)
    topic.pairs.extend(tokens.taken())
    yield topic


def _names_measure(block: Block) -> bool:
    return block.kind is Kind.HEADING and PERIOD.search(plain(block.text)) is not None


class _Tokens:
    """Labels and figures as they come, until a name ends the run."""

    def __init__(self, force: str | None) -> None:
        self.labels = tuple(folded(plain(label)).casefold() for label in (force, COUNTRY) if label)
        self.waiting: list[tuple[str, Block]] = []  # "force" or "country"
        self.figures: list[_Figure] = []
        self.pairs: list[_Pair] = []

    def is_label(self, block: Block) -> bool:
        return folded(plain(block.text)).casefold() in self.labels

    def add(self, block: Block) -> None:
        cells = [folded(cell) for cell in re.split(r"\t", block.text) if cell.strip()]
        if block.kind is Kind.ROW and all(cell.casefold() in self.labels for cell in cells):
            self._close()
        for cell in cells:
            figure = _figure(cell, block)
            if figure:
                self.figures.append(figure)
            elif cell.casefold() in self.labels:
                self._label(cell, block)

    def add_label_at_end(self, block: Block) -> None:
        """A label run together with the name above it ("… June 2017 <force>") still labels what follows."""
        for label in self.labels:
            if folded(plain(block.text)).casefold().endswith(f" {label}"):
                self._label(label, block)

    def taken(self) -> list[_Pair]:
        self._close()
        pairs, self.pairs = self.pairs, []
        return pairs

    def _label(self, label: str, block: Block) -> None:
        side = "country" if label.casefold() == COUNTRY.casefold() else "force"
        if side == "force" and self.figures:
            self._close()
        self.waiting.append((side, block))

    def _close(self) -> None:
        """Pair up what has come: figures two by two, or one figure for the label right before it."""
        figures, waiting = self.figures, self.waiting
        self.figures, self.waiting = [], []
        if len(figures) == 1 and waiting:
            self.pairs.append(_single(figures[0], waiting))
        elif figures and len(figures) % 2 == 0:
            both = zip(figures[::2], figures[1::2], strict=True)
            self.pairs.extend(_Pair(force, country, force.block) for force, country in both)
        elif not figures and {side for side, _ in waiting} == {"force", "country"}:
            self.pairs.append(_Pair(None, None, waiting[0][1]))


def _single(figure: _Figure, labels: Sequence[tuple[str, Block]]) -> _Pair:
    """One figure for two labels belongs to the label right before it."""
    nearest = [side for side, block in labels if block.start <= figure.block.start][-1:]
    if nearest == ["force"]:
        return _Pair(figure, None, figure.block)
    return _Pair(None, figure, figure.block)


def _figure(cell: str, block: Block) -> _Figure | None:
    printed = plain(cell).strip()
    if _DASH.match(printed):
        return _Figure(None, None, block)
    match = _VALUE.match(printed)
    if match is None:
        return None
    value = number(match["number"]) * (-1 if match["sign"] == "-" else 1)
    form = "change" if match["sign"] else "share" if match["percent"] else "rate"
    return _Figure(value, form, block)


def number(printed: str) -> float:
    """Return a printed number; a whole one as int, so that it is written as it was printed."""
    value = float(printed.replace(",", ""))
    return int(value) if value.is_integer() else value


def _measures(document: Document, topic: _Topic) -> Iterator[Measure]:
    """Each name takes the first pair left whose form it can have; a name without a period needs a pair to
    count."""
    left = list(topic.pairs)
    for name in topic.names:
        forms = (_form(name),) if _names_measure(name) else (_form(name), None)
        pair = next((pair for form in forms for pair in left if pair.form == form), None)
        if pair:
            left.remove(pair)
        if pair or _names_measure(name):
            yield _measure(document, name, pair)


def _form(name: Block) -> str:
    if _CHANGE.match(plain(name.text)):
        return "change"
    return "rate" if _RATE.search(plain(name.text)) else "share"


def _measure(document: Document, name: Block, pair: _Pair | None) -> Measure:
    label, form = folded(name.text), _form(name)
    period, rate = PERIOD.search(plain(label)), _RATE.search(plain(label))
    force, country = (pair.force, pair.country) if pair else (None, None)
    block = next((figure.block for figure in (force, country) if figure), name)
    return Measure(
        name=(label[: period.start()] if period else label).strip(),
        value=force.value if force else None,
        unit=rate[0] if rate and form == "rate" else "%",
        period=period[0] if period else None,
        comparator=COUNTRY,
        comparator_value=country.value if country else None,
        comparator_period=None,
        note=" ".join(_notes(label, force, country)),
        place=document.place(block.start, block.end),
    )


def _notes(label: str, force: _Figure | None, country: _Figure | None) -> Iterator[str]:
    """What a person should know before using the figures."""
    if force is None:
        yield _LOST if country else _LOST_BOTH
    if any(figure is not None and figure.value is None for figure in (force, country)):
        yield _NOT_SUPPLIED
    if note := unequal(*(*periods_in(plain(label)), None, None)[:2]):
        yield note
