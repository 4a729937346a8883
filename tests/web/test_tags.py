"""How pages word facts."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tracker.models import Report
from tracker.vocabulary import ForceStatus, InspectorateStatus, Verdict
from tracker.web.tags import COLOURS, days_since, items_apart, published_text, span_text


def test_every_status_and_verdict_has_its_colour():
    assert set(COLOURS) == {*ForceStatus.values, *InspectorateStatus.values, *Verdict.values}


@pytest.mark.parametrize(
    ("later", "text"),
    [
        (date(2018, 3, 22), "less than a month"),
        (date(2018, 4, 21), "less than a month"),
        (date(2018, 4, 22), "1 month"),
        (date(2019, 3, 21), "11 months"),
        (date(2019, 3, 22), "1 year"),
        (date(2023, 5, 22), "5 years 2 months"),
        (date(2018, 1, 1), "less than a month"),
    ],
)
def test_a_span_is_told_in_whole_months(later, text):
    assert span_text(date(2018, 3, 22), later) == text


@pytest.mark.parametrize(
    ("precision", "text"), [("day", "1 March 2018"), ("month", "March 2018"), ("year", "2018")]
)
def test_a_publication_date_says_no_more_than_the_report(precision, text):
    assert published_text(Report(published_on=date(2018, 3, 1), published_precision=precision)) == text


def test_a_publication_date_that_is_not_known_stays_empty():
    assert published_text(Report()) == published_text(None) == ""


@pytest.mark.parametrize(("days", "text"), [(0, "less than a day"), (1, "1 day"), (12, "12 days")])
def test_how_long_something_has_waited(days, text):
    assert days_since(timezone.localdate() - timedelta(days=days)) == text


def test_each_item_of_a_list_in_the_wording_stands_on_a_line_of_its_own():
    wording = "The force should: - plan; - tell victims - all of them; and - learn."
    assert items_apart(wording).split("\n") == [
        "The force should:",
        "- plan;",
        "- tell victims - all of them; and",
        "- learn.",
    ]


def test_a_dash_in_a_sentence_is_no_item():
    assert items_apart("It is clear: the force - all of it - improved.").count("\n") == 0
