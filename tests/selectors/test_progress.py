"""How far the reading of a report has come."""

from datetime import timedelta

import pytest

from tests import factories
from tests.factories import NOW
from tracker.jobs import READING_LEASE
from tracker.selectors.progress import progress_of
from tracker.vocabulary import ReportStatus

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def waiting():
    return factories.report(status=ReportStatus.UPLOADED)


def reading(**fields):
    fields.setdefault("lease_until", NOW + READING_LEASE)
    return factories.report(status=ReportStatus.READING, attempts=fields.pop("attempts", 1), **fields)


def test_a_report_knows_how_many_are_before_it():
    first, second, third = waiting(), waiting(), waiting()
    said = [progress_of(report, now=NOW).words for report in (first, second, third)]
    assert said == [
        "This report is the next to be read.",
        "1 report is to be read before this one.",
        "2 reports are to be read before this one.",
    ]


def test_what_a_worker_holds_or_has_read_is_not_before_it():
    reading()
    factories.report()
    assert progress_of(waiting(), now=NOW).words == "This report is the next to be read."


def test_it_says_since_when_a_worker_has_been_reading():
    assert progress_of(reading(), now=NOW).words == (
        "A worker has been reading this report since 10:30am."  # in London
    )


def test_it_says_that_it_is_read_a_second_time():
    assert progress_of(reading(attempts=2), now=NOW).words.endswith("since 10:30am, try 2.")


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ({"stage": "pages", "page": 12, "pages": 31}, "Reading page 12 of 31. "),
        ({"stage": "pages", "page": 1, "pages": 1000}, "Reading page 1 of 1,000. "),
        ({"stage": "items"}, "Looking for judgments, findings and statements. "),
        ({"stage": "comparing"}, "Comparing with the force's earlier findings. "),
    ],
)
def test_it_says_how_far_the_reading_is(stage, words):
    said = progress_of(reading(**stage), now=NOW).words
    assert said == f"{words}A worker has been reading this report since 10:30am."


def test_it_says_that_a_worker_was_lost():
    progress = progress_of(reading(lease_until=NOW - MINUTE), now=NOW)
    assert "was lost" in progress.words
    assert not progress.is_over


@pytest.mark.parametrize(
    ("status", "is_over"),
    [
        (ReportStatus.UPLOADED, False),
        (ReportStatus.READ, True),
        (ReportStatus.FAILED, True),
        (ReportStatus.NEEDS_PERSON, True),
    ],
)
def test_it_is_over_when_no_worker_will_change_it(status, is_over):
    report = factories.report(status=status, problem="A scan.")
    assert progress_of(report, now=NOW).is_over is is_over
