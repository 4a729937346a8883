"""Figures: what is lost, not supplied, in words, or of periods that can't be compared."""

import pytest

from tests.importing.samples import FORCES_AND_BORSETSHIRE
from tracker.importing.extract.periods import periods_in, unequal
from tracker.importing.reading import read

DASH = "A dash is printed: the figure was not supplied, or is not comparable."
LOST = "The figure is missing from the text."
NAME = "Calls per 1,000 population 12 months to 30 June 2017"


def measures_of(*lines):
    front = ("PEEL: Police effectiveness 2017", "An inspection of Borsetshire Constabulary")
    text = "\n\n".join((*front, *lines))
    return read(text.encode(), "report.txt", FORCES_AND_BORSETSHIRE).measures


def number_page(force, country):
    labels = ("Borsetshire Constabulary", force, "England and Wales", country)
    (measure,) = measures_of("Force in numbers", "Calls", NAME, *labels, "Overview", "It is quiet.")
    return measure


def in_body(sentence):
    return measures_of(
        "How effective is the force at protecting those who are vulnerable from harm?", sentence
    )


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_a_dash_is_a_figure_not_supplied_or_not_comparable(dash):
    measure = number_page(dash, "282")
    assert (measure.value, measure.comparator_value, measure.note) == (None, 282, DASH)


def test_a_dash_for_the_country_leaves_the_forces_figure():
    measure = number_page("335", "–")
    assert (measure.value, measure.comparator_value, measure.note) == (335, None, DASH)


def test_a_figure_that_is_there_has_no_note():
    assert number_page("335", "282").note == ""


@pytest.mark.parametrize(
    ("earlier", "note"),
    [
        ("31 March 2016", ""),
        (
            "30 June 2016",
            "The periods are not equal: 12 months to 31 March 2017, against 12 months to 30 June 2016.",
        ),
    ],
)
def test_periods_that_are_not_equal_are_flagged(earlier, note):
    (measure,) = in_body(
        "The rate of calls decreased by 8 percent in the 12 months to 31 March 2017 "
        f"compared with the 12 months to {earlier}."
    )
    assert measure.value == -8
    assert (measure.period, measure.comparator_period) == (
        "12 months to 31 March 2017",
        f"12 months to {earlier}",
    )
    assert measure.note == note


def test_the_later_of_two_periods_is_the_values():
    text = "from the 12 months to 30 June 2016 to the 12 months to 31 March 2017"
    assert periods_in(text) == ("12 months to 31 March 2017", "12 months to 30 June 2016")


def test_a_day_that_no_calendar_has_is_still_a_period():
    assert periods_in("12 months to 31 June 2017") == ("12 months to 31 June 2017",)


def test_one_period_is_equal_to_what_is_not_printed():
    assert unequal("12 months to 30 June 2017", None) == ""


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Just over half of the files had a plan.", "Just over half"),
        ("Almost two-thirds of victims were told.", "Almost two-thirds"),
        ("Officers wrote a plan in nine out of ten cases.", "nine out of ten"),
        ("Well under a quarter of the calls were answered.", "Well under a quarter"),
        ("The vast majority of staff are trained.", "The vast majority"),
    ],
)
def test_words_instead_of_a_figure_stay_words(sentence, words):
    assert words in [measure.value for measure in in_body(sentence)]
