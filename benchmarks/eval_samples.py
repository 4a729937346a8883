"""How well the reader reads the two sample reports, whose whole truth was written down by hand."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tracker.importing.document import folded
from tracker.importing.parsed import Measure, ParsedReport, Statement
from tracker.importing.reading import read

Row = dict[str, Any]
NEAR = 2  # lines: a figure may stand apart from its name


def lines(folder: Path) -> Iterator[Row]:
    """One line of figures for each kind of thing, over all samples in the folder."""
    samples = [_sample(path) for path in sorted(folder.glob("*.expected.json"))]
    for name, right, of in _FIGURES:
        counts = [(right(report, truth), len(of(truth))) for report, truth in samples]
        yield {
            "set": "samples",
            "of": name,
            "right": sum(count for count, _ in counts),
            "wanted": sum(whole for _, whole in counts),
        }


def _sample(expected: Path) -> tuple[ParsedReport, Row]:
    text = expected.with_name(expected.name.replace(".expected.json", ".txt"))
    return read(text.read_bytes(), text.name), json.loads(expected.read_text(encoding="utf-8"))


def _findings(report: ParsedReport, truth: Row) -> int:
    taken = {(item.kind, item.question, item.text) for item in report.findings}
    return sum((row["kind"], row["question"], folded(row["text"])) in taken for row in truth["findings"])


def _judgments(report: ParsedReport, truth: Row) -> int:
    taken = {(item.question, item.grade, item.last_inspected) for item in report.judgments}
    return sum((r["question"], r["grade"], r["last_inspected"]) in taken for r in truth["judgments"])


def _statements(report: ParsedReport, rows: Sequence[Row]) -> int:
    return sum(
        {item.verdict for item in _overlapping(report.statements, row["quotes"])} == {row["verdict"]}
        for row in rows
    )


def _explicit(truth: Row) -> list[Row]:
    return [row for row in truth["statements"] if row["strength"] == "explicit"]


def _overlapping(statements: Sequence[Statement], quotes: Sequence[Row]) -> list[Statement]:
    spans = [(quote["start"], quote["end"]) for quote in quotes]
    return [
        item
        for item in statements
        if any(q.place.start < end and start < q.place.end for q in item.quotes for start, end in spans)
    ]


def _measures(report: ParsedReport, truth: Row) -> int:
    return sum(_is_measured(row, report.measures) for row in truth["measures"])


def _is_measured(row: Row, measures: Sequence[Measure]) -> bool:
    near = [item.value for item in measures if abs(item.place.line - row["line"]) <= NEAR]
    if row["value"] is None:
        on_line = [item.value for item in measures if item.place.line == row["line"]]
        return all(value is None for value in on_line)
    if isinstance(row["value"], str):
        return any(isinstance(value, str) and _same_words(value, row["value"]) for value in near)
    return row["value"] in near


def _same_words(value: str, wanted: str) -> bool:
    """Words for a figure, as printed, where the truth may name them more loosely ("below … (no figure)")."""
    first, second = (text.casefold().split("(")[0].split() for text in (value, wanted))
    return bool(first) and bool(second) and (first[0] in second or second[0] in first)


def _nulls_kept(report: ParsedReport, truth: Row) -> int:
    return sum(_is_measured(row, report.measures) for row in _nulls(truth))


def _nulls(truth: Row) -> list[Row]:
    return [row for row in truth["measures"] if row["value"] is None]


def _suggestions(report: ParsedReport, truth: Row) -> int:
    return sum(
        any(item.place.start < row["end"] and row["start"] < item.place.end for item in report.suggestions)
        for row in truth["suggestions"]
    )


def _false_suggestions(report: ParsedReport, truth: Row) -> int:
    return sum(
        not any(i.place.start < r["end"] and r["start"] < i.place.end for r in truth["suggestions"])
        for i in report.suggestions
    )


def _look_alikes(report: ParsedReport, truth: Row) -> int:
    return sum(bool(_overlapping(report.statements, [row])) for row in truth["not_statements"])


_FIGURES = (
    ("findings", _findings, lambda truth: truth["findings"]),
    ("judgments", _judgments, lambda truth: truth["judgments"]),
    ("explicit statements", lambda r, t: _statements(r, _explicit(t)), _explicit),
    ("all statements", lambda r, t: _statements(r, t["statements"]), lambda truth: truth["statements"]),
    ("look-alikes taken", _look_alikes, lambda truth: truth["not_statements"]),
    ("measures", _measures, lambda truth: truth["measures"]),
    ("lost figures kept missing", _nulls_kept, _nulls),
    ("suggestions", _suggestions, lambda truth: truth["suggestions"]),
    ("false suggestions", _false_suggestions, lambda truth: ()),
)
