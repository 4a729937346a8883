"""What is no report is refused with a sentence that a person can act on."""

import codecs

import pytest

from tests.importing.samples import FORCES_AND_BORSETSHIRE, OWN
from tracker.importing.extract import statements
from tracker.importing.problems import UnreadableReport
from tracker.importing.readers.text import LONGEST
from tracker.importing.reading import read

REPORT = (OWN / "borsetshire-2017.txt").read_text(encoding="utf-8")
NO_REPORT = "This does not look like an HMICFRS inspection report"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b" \n\t \n", "The file is empty."),
        (codecs.BOM_UTF8 + b" \n", "The file holds no text."),
        (bytes(range(256)) * 20, "This is neither a PDF, a web page nor text."),
        (b"PK\x03\x04" + b"x" * 200, "This is neither a PDF, a web page nor text."),
        (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj", "This PDF is damaged"),
        (b"<!DOCTYPE html><html><body>Dear Sir,</body></html>", NO_REPORT),
        (codecs.BOM_UTF16_LE + b"\x00\xd8" * 100, "The file is not text that can be read."),
        ("٪؟".encode() + b"\xff\x81\x8d\x8f" * 300, "The file is not text that can be read."),
        (b"Dear Sir,\n\nThe minutes of the parish council are enclosed.\n", NO_REPORT),
        (b"Recipe\n\nAreas to improve\n\n- The force should be with you.\n", NO_REPORT),
    ],
)
def test_refused_with_a_reason(data, reason):
    with pytest.raises(UnreadableReport) as refused:
        read(data, "upload.txt")
    assert str(refused.value).startswith(reason)


@pytest.mark.parametrize("date", ["31 February 2018", "32/13/2018"])
def test_a_date_of_no_calendar_is_passed_over(date):
    report = read(
        b"PEEL: Police effectiveness 2017\nAn inspection of Cleveland Police\n%s\n" % date.encode(), "a"
    )
    assert report.published is None


def test_longer_than_any_report_is_refused():
    with pytest.raises(UnreadableReport, match="longer than any report"):
        read(b"PEEL 2017 " * (LONGEST // 10 + 1), "long.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_same_report_in_any_encoding(encoding):
    data = REPORT.encode(encoding)
    report = read(data, "report.txt", FORCES_AND_BORSETSHIRE)
    assert report.text == REPORT
    assert len(report.findings) == 3


def test_windows_encoding_reads_the_quotation_marks():
    text = "".join(character for character in REPORT if character.encode("cp1252", "ignore"))
    report = read(text.encode("cp1252"), "report.txt", FORCES_AND_BORSETSHIRE)
    assert "‘missing, presumed wandering’" in report.findings[1].text


def test_windows_line_ends_give_the_same_places():
    report = read(REPORT.replace("\n", "\r\n").encode(), "report.txt", FORCES_AND_BORSETSHIRE)
    assert report.text == REPORT


def test_form_feeds_are_pages():
    report = read(
        REPORT.replace("Areas for improvement\n\n-", "\fAreas for improvement\n\n-").encode(), "report.txt"
    )
    assert {finding.place.page for finding in report.findings} == {2}


def test_unknown_force_is_null_and_named_in_a_warning():
    report = read(REPORT.encode(), "report.txt")
    assert report.force is None
    assert report.warnings == (
        "The force printed on the report, “Borsetshire Constabulary”, is not a force known here.",
    )


def test_text_cut_before_the_findings_is_read_with_a_warning():
    report = read(
        REPORT.split("Areas for improvement\n\n-")[0].encode(), "report.txt", FORCES_AND_BORSETSHIRE
    )
    assert report.judgments
    assert not report.findings
    assert (
        "No areas for improvement, causes of concern or recommendations were found in the text."
        in report.warnings
    )


def test_text_without_judgments_is_read_with_a_warning():
    grades = {"Inadequate", "Ungraded"}
    lines = [line for line in REPORT.splitlines() if "\t" not in line and line not in grades]
    report = read("\n".join(lines).encode(), "report.txt", FORCES_AND_BORSETSHIRE)
    assert len(report.findings) == 3
    assert "No judgments were found in the text." in report.warnings


def test_row_that_lost_its_grade_says_so():
    report = read(
        REPORT.replace("vulnerable people\tInadequate\t2017", "vulnerable people\t\t2017").encode(), "r.txt"
    )
    assert report.judgments[1].grade is None
    assert "The grade for “Protecting vulnerable people” is missing from the text." in report.warnings


@pytest.mark.parametrize(
    "bomb", ["a" * 2_000_000, "In our 2016 report we found " * 60_000, "- " * 500_000, "\t1" * 500_000]
)
def test_a_line_without_end_is_read_past(bomb):
    report = read(f"{REPORT}\n\n{bomb}\n".encode(), "bomb.txt", FORCES_AND_BORSETSHIRE)
    assert len(report.findings) == 3


def test_a_text_made_only_of_statements_is_no_report(monkeypatch):
    monkeypatch.setattr(statements, "MOST", 5)
    told = (
        "In our 2016 report, we said that the force should act on crime number {}. It has not improved.\n\n"
    )
    many = "".join(told.format(number) for number in range(10))
    with pytest.raises(UnreadableReport, match="This does not look like one report"):
        read(f"{REPORT}\n\nProtecting people\n\nGood\n\n{many}".encode(), "told.txt", FORCES_AND_BORSETSHIRE)
