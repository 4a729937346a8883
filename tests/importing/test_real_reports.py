"""The two real reports are read as people read them by hand. Left out where TRACKER_SAMPLES is not set."""

import pytest

from tests.importing.samples import REAL_NAMES, overlaps, read_sample
from tracker.importing.match import Candidate, rank_statement, statement_candidate

METADATA = (
    "schema",
    "title",
    "force",
    "programme",
    "pillar",
    "inspection_year",
    "published",
    "isbn",
    "overall_judgment",
    "assessed",
    "file",
    "sha256",
)
SETTLED = ("about_year", "about_kind", "verdict", "strength")


@pytest.fixture(params=REAL_NAMES)
def real(request, samples):
    return read_sample(samples / "reports", request.param)


@pytest.fixture
def cleveland(samples):
    return read_sample(samples / "reports", REAL_NAMES[0])


def _spans(statement):
    return [(quote.place.start, quote.place.end) for quote in statement.quotes]


def _that_overlap(statements, wanted):
    spans = [(quote["start"], quote["end"]) for quote in wanted]
    return [s for s in statements if any(overlaps(one, other) for one in _spans(s) for other in spans)]


def test_metadata(real):
    report, truth = real
    read = report.as_json()
    assert {key: read[key] for key in METADATA} == {key: truth[key] for key in METADATA}


def test_a_lost_overall_judgment_is_said(real):
    report, truth = real
    is_said = "The overall judgment is missing from the text." in report.warnings
    assert is_said == (truth["overall_judgment"] is None)


def test_all_judgments(real):
    report, truth = real
    read = [
        (j.question, j.grade, j.last_inspected, j.carried_forward, j.place.line) for j in report.judgments
    ]
    assert read == [tuple(row.values()) for row in truth["judgments"]]


def test_all_findings_with_question_and_place(real):
    report, truth = real
    keys = ("kind", "question", "text", "line", "start", "end")
    read = [{key: item[key] for key in keys} for item in report.as_json()["findings"]]
    assert read == [{key: item[key] for key in keys} for item in truth["findings"]]


def test_all_statements_with_year_kind_verdict_and_strength(real):
    report, truth = real
    for wanted in truth["statements"]:
        found = _that_overlap(report.statements, wanted["quotes"])
        read = [{key: getattr(item, key) for key in SETTLED} for item in found]
        assert read == [{key: wanted[key] for key in SETTLED}], wanted["id"]


def test_statements_of_one_matter_share_a_predecessor_and_others_do_not(real):
    report, truth = real
    names: dict[str, set[str | None]] = {}
    for wanted in truth["statements"]:
        found = _that_overlap(report.statements, wanted["quotes"])
        names.setdefault(wanted["predecessor"], set()).update(item.predecessor for item in found)
    unnamed = names.pop(None, {None})
    assert unnamed == {None}
    assert all(len(shared) == 1 and None not in shared for shared in names.values())
    assert len(set.union(*names.values())) == len(names)


def test_nothing_is_taken_for_a_statement_that_is_none(real):
    report, truth = real
    taken = {s.text for other in truth["not_statements"] for s in _that_overlap(report.statements, [other])}
    assert not taken
    assert len(report.statements) == len(truth["statements"])


def test_suggestions_found(real):
    report, truth = real
    places = [(item.place.start, item.place.end) for item in report.suggestions]
    missed = [
        s["id"] for s in truth["suggestions"] if not any(overlaps((s["start"], s["end"]), p) for p in places)
    ]
    assert not missed


def test_lost_figures_stay_lost(real):
    report, truth = real
    lost = [m for m in truth["measures"] if m["value"] is None]
    for wanted in lost:
        near = [m for m in report.measures if abs(m.place.line - wanted["line"]) <= 1]
        assert all(measure.value is None for measure in near), wanted["id"]


def test_printed_figures_found(real):
    report, truth = real
    printed = [m for m in truth["measures"] if isinstance(m["value"], int | float)]
    read = [(measure.value, measure.place.line) for measure in report.measures]
    for wanted in printed:
        lines = [line for value, line in read if value == wanted["value"]]
        assert any(abs(line - wanted["line"]) <= 2 for line in lines), wanted["id"]


@pytest.mark.parametrize(
    ("words", "successor"),
    [("registered sex offenders", "C-AFI-5"), ("high use of this outcome category", "C-AFI-4")],
)
def test_likely_successor_comes_first(cleveland, words, successor):
    report, truth = cleveland
    new = [
        Candidate(wanted["id"], finding.text, 2017, finding.kind, finding.question)
        for wanted, finding in zip(truth["findings"], report.findings, strict=True)
    ]
    told = report.as_json()["statements"]
    statement = next(item for item in told if any(words in quote["text"] for quote in item["quotes"]))
    first, second, *_ = rank_statement(statement_candidate(statement, "statement"), new)
    assert first.earlier == successor
    assert first.proposed
    assert not second.proposed
