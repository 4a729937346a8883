"""However a PDF is set, its findings and statements come out whole."""

import re

import pytest

from tests.importing import layouts
from tracker.importing.reading import read

NOTE_NUMBERS = re.compile(r"[⁰¹²³⁴-⁹]+")


@pytest.fixture(scope="module", params=layouts.LAYOUTS, ids=lambda layout: layout.__name__)
def report(request):
    return read(request.param(), "report.pdf")


def _words(text):
    return " ".join(NOTE_NUMBERS.sub("", text).split())


def test_findings_are_whole(report):
    assert [_words(finding.text) for finding in report.findings] == list(layouts.FINDINGS)
    assert {finding.question for finding in report.findings} == {layouts.QUESTION}


def test_statements_are_whole(report):
    told = [_words(statement.text) for statement in report.statements]
    assert told[0] == layouts.STATEMENT
    assert {statement.verdict for statement in report.statements} == {"not_improved"}


def test_force_and_title_are_known(report):
    assert (report.title, report.force) == (layouts.TITLE[0], "Cleveland Police")


def test_no_paragraph_is_cut(report):
    text = _words(report.text)
    assert _words(layouts.NARRATIVE) in text
    assert not any("PEEL" not in line and len(line) < 4 for line in report.text.split("\n") if line)


def test_places_are_of_the_words(report):
    for item in (*report.findings, *report.suggestions):
        assert _words(report.text[item.place.start : item.place.end]) == _words(item.text)
