"""Whatever the web page around it, the report's findings and statements come out whole."""

import re

import pytest

from tests.importing import layouts, pages
from tracker.importing.reading import read

NOTE_NUMBERS = re.compile(r"[⁰¹²³⁴-⁹]+")


@pytest.fixture(scope="module", params=pages.PAGES, ids=lambda page: page.__name__)
def report(request):
    return read(request.param(), "report.html")


def _words(text):
    return " ".join(NOTE_NUMBERS.sub("", text).split())


def test_it_is_read_as_a_web_page(report):
    assert report.reader.startswith("html/")
    assert "<" not in report.text


def test_nothing_of_the_site_is_taken_for_the_report(report):
    assert not re.search("cookies|Related|Latest news|icon|hidden|scripts|Crown|Share|Home", report.text)


def test_findings_are_whole(report):
    assert [_words(finding.text) for finding in report.findings] == list(layouts.FINDINGS)
    assert {finding.question for finding in report.findings} == {layouts.QUESTION}


def test_statements_are_whole(report):
    assert [_words(statement.text) for statement in report.statements] == [layouts.STATEMENT]
    assert report.statements[0].verdict == "not_improved"


def test_force_and_title_are_known(report):
    assert (report.title, report.force) == (layouts.TITLE[0], "Cleveland Police")
