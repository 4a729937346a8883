"""What a reader takes out of a report: the shape `parsed-report/1`, frozen.

Every item carries its place in the text, so that a person can look at what was read before believing it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

SCHEMA = "parsed-report/1"
JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: offsets in Unicode code points into the text read, `line` from 1, `page` or
    None."""

    start: int
    end: int
    line: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Judgment:
    """One row of the judgments table. `grade` is None when the text has lost it."""

    question: str
    grade: str | None
    last_inspected: int | None
    carried_forward: bool
    place: Place


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A dated line of the old register's log. `on` is the ISO date, None where no calendar has the day."""

    on: str | None
    status: str | None
    comment: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind`: area_for_improvement, cause_of_concern, recommendation. `parent`: index of its cause of
    concern. `log`: what the old register notes under it, in the order printed; empty elsewhere."""

    kind: str
    question: str | None
    text: str
    parent: int | None
    place: Place
    log: tuple[LogEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A run of the text exactly as it stands there: `text == document[place.start:place.end]`."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage about an earlier finding, in one or more quotes.

    `predecessor` is a short wording of the earlier matter; two statements with the same value speak of the
    same matter, None means that the matter cannot be told. `reasons` say in words why it was read so.
    """

    quotes: tuple[Quote, ...]
    about_year: int | None
    about_kind: str
    verdict: str
    strength: str
    question: str | None
    predecessor: str | None
    reasons: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        return self.quotes[0].place

    @property
    def text(self) -> str:
        """All quotes, white space folded, an ellipsis where words were left out between two."""
        return " … ".join(" ".join(quote.text.split()) for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class Measure:
    """A printed figure. `value` is a number, words ("just over half") or None when the text has lost it."""

    name: str
    value: float | str | None
    unit: str | None
    period: str | None
    comparator: str | None
    comparator_value: float | str | None
    comparator_period: str | None
    note: str
    place: Place


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the force should or could do that the report does not list as a finding."""

    text: str
    question: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """All that was read from one file. `text` is what the places point into; it is not part of the JSON."""

    file: str
    sha256: str
    reader: str
    title: str | None
    force: str | None
    programme: str | None
    pillar: str | None
    inspection_year: int | None
    published: str | None
    isbn: str | None
    overall_judgment: str | None
    assessed: tuple[str, ...]
    judgments: tuple[Judgment, ...]
    findings: tuple[Finding, ...]
    statements: tuple[Statement, ...]
    measures: tuple[Measure, ...]
    suggestions: tuple[Suggestion, ...]
    warnings: tuple[str, ...]
    text: str

    def as_json(self) -> JsonObject:
        """Return the report as `parsed-report/1`: plain lists, dicts, strings, numbers and None."""
        whole = asdict(self)
        del whole["text"]
        for name in ("judgments", "findings", "measures", "suggestions"):
            whole[name] = [_with_flat_place(item) for item in whole[name]]
        for name in ("assessed", "warnings"):
            whole[name] = list(whole[name])
        for item in whole["findings"]:
            item["log"] = list(item["log"])
        whole["statements"] = [_statement_as_json(item) for item in whole["statements"]]
        return {"schema": SCHEMA, **whole}

    @classmethod
    def from_json(cls, whole: Mapping[str, Any], text: str) -> ParsedReport:
        """Return the report that `as_json` wrote. Raises KeyError or TypeError when the JSON is another's."""
        plain = {name: value for name, value in whole.items() if name != "schema"}
        for name in ("assessed", "warnings"):
            plain[name] = tuple(whole[name])
        for name, make in _ITEMS.items():
            plain[name] = tuple(make(dict(item)) for item in whole[name])
        return cls(**plain, text=text)


def _with_flat_place(item: JsonObject) -> JsonObject:
    place = item.pop("place")
    return {**item, **place}


def _statement_as_json(item: JsonObject) -> JsonObject:
    quotes = [_with_flat_place(quote) for quote in item.pop("quotes")]
    first = quotes[0]
    place = {key: first[key] for key in ("start", "end", "line", "page")}
    item["reasons"] = list(item["reasons"])
    return {"quote": first["text"], "quotes": quotes, **item, **place}


def _place(item: JsonObject) -> Place:
    return Place(*(item.pop(key) for key in ("start", "end", "line", "page")))


def _quote(item: JsonObject) -> Quote:
    return Quote(place=_place(item), **item)


def _statement(item: JsonObject) -> Statement:
    _place(item)
    del item["quote"]
    item["quotes"] = tuple(_quote(dict(quote)) for quote in item["quotes"])
    item["reasons"] = tuple(item["reasons"])
    return Statement(**item)


def _finding(item: JsonObject) -> Finding:
    item["log"] = tuple(LogEntry(**entry) for entry in item.get("log", ()))
    return Finding(place=_place(item), **item)


_ITEMS: dict[str, Callable[[JsonObject], object]] = {
    "judgments": lambda item: Judgment(place=_place(item), **item),
    "findings": _finding,
    "statements": _statement,
    "measures": lambda item: Measure(place=_place(item), **item),
    "suggestions": lambda item: Suggestion(place=_place(item), **item),
}
