"""What became of an earlier finding, told in the items of a list under "The force has:"."""

import pytest

from tests.importing.test_statements import statements_of, verdicts_of

ITEMS = (
    "• fully implemented the recommendations set out in our 2014 report;",
    "• implemented most of the actions that we recommended in 2016;",
    "• yet to act on the area for improvement from our 2015 report; and",
    "• improved the supervision of its investigations since our last inspection.",
)
VERDICTS = ["resolved", "improved", "not_improved", "improved"]


@pytest.mark.parametrize(
    "lead",
    ["We found the force has:", "The inspection found that the force had:", "Borsetshire Police has also:"],
)
def test_an_item_is_read_with_the_subject_and_the_tense_of_its_list(lead):
    assert verdicts_of(lead, *ITEMS) == VERDICTS


def test_the_tense_may_stand_in_the_item():
    items = (f"• has {item.removeprefix('• ')}" for item in ITEMS)
    assert verdicts_of("We found that the force:", *items) == VERDICTS


def test_a_quote_is_as_it_is_printed():
    first, *_ = statements_of("We found the force has:", *ITEMS)
    assert first.quotes[0].text == "fully implemented the recommendations set out in our 2014 report;"


@pytest.mark.parametrize(
    ("lead", "item"),
    [
        ("The force:", "• was failing to identify vulnerable people; and"),
        ("The force:", "• is failing to identify vulnerable people; and"),
        ("The force has:", "The quality of its files varies."),
        ("The force should:", "• improve its supervision; and"),
        ("Forces have:", "• improved their supervision; and"),
    ],
)
def test_what_is_no_item_that_tells_of_a_change(lead, item):
    assert verdicts_of(lead, item) == []


def test_the_list_ends_with_its_last_item():
    after = "improved files are easy to find."
    assert verdicts_of("The force has:", "• a good plan.", after) == []
