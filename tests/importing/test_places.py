"""Every item keeps its exact place: offsets, line and page are those of the very words in the stored text."""

from bisect import bisect_right

import pytest
from hypothesis import HealthCheck, given, settings

from tests.importing.samples import FORCES_AND_BORSETSHIRE
from tests.importing.test_mutated import KINDS, MUTATIONS, _mutated, _whole
from tracker.importing.problems import UnreadableReport
from tracker.importing.readers import document_of
from tracker.importing.reading import read


def _assert_in_place(document, item):
    place = item.place
    assert 0 <= place.start < place.end <= len(document.text)
    assert place.line == document.text.count("\n", 0, place.start) + 1
    assert place.page == (bisect_right(document.pages, place.start) if document.pages else None)
    words = document.text[place.start : place.end]
    assert words == words.strip()


def _assert_all_in_place(data):
    document = document_of(data)
    report = read(data, "report", FORCES_AND_BORSETSHIRE)
    assert report.text == document.text
    items = (*report.judgments, *report.findings, *report.measures, *report.suggestions)
    for item in items:
        _assert_in_place(document, item)
    for quote in (quote for statement in report.statements for quote in statement.quotes):
        _assert_in_place(document, quote)
        assert quote.text == document.text[quote.place.start : quote.place.end]
    for suggestion in report.suggestions:
        words = document.text[suggestion.place.start : suggestion.place.end]
        assert words.split()[0] == suggestion.text.split()[0]
    return len(items)


@pytest.mark.parametrize("kind", KINDS)
def test_whole_reports(kind):
    assert _assert_all_in_place(_whole(kind)) > 5


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(mutations=MUTATIONS)
def test_damaged_reports(kind, mutations):
    try:
        _assert_all_in_place(_mutated(_whole(kind), mutations))
    except UnreadableReport:
        return
