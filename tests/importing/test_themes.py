"""Themes that wording names, and the phrases by which it does."""

import tomllib
from importlib import resources

import pytest

from tracker.importing.phrases import Phrases, unusable_in
from tracker.importing.themes import themes_named

PHRASES = {"vets": "vet, animal doctor*", "alarms": "alarm*, farm-shop bell", "visits": "visit* * farms"}


def test_a_theme_is_named_with_the_words_that_name_it():
    named = themes_named("The force’s Animal-Doctors look at alarms, and each alarm again.", PHRASES)
    assert named == {
        "vets": ["The wording speaks of “animal doctors”."],
        "alarms": ["The wording speaks of “alarms”, “alarm”."],
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It vetted nobody.", set()),  # the whole word, unless it ends with *
        ("It visits many farms.", {"visits"}),
        ("It visits farms.", set()),  # * alone stands for one word
        ("", set()),
    ],
)
def test_a_star_stands_for_an_ending_or_a_word(text, names):
    assert set(themes_named(text, PHRASES)) == names


def test_abbreviations_meet_what_they_stand_for():
    assert set(themes_named("RSOs are not visited.", {"rso": "registered sex offender*"})) == {"rso"}


def test_phrases_that_cannot_be_searched_for_are_told():
    assert unusable_in("stop and search*, a*, ** x, ab, £5, vet, ,") == ["a*", "** x", "ab", "£5"]


def test_the_phrases_that_come_with_the_service_can_be_searched_for():
    given = resources.files("tracker.reference").joinpath("themes.toml").read_text("utf-8")
    themes = tomllib.loads(given)["themes"]
    assert len({theme["slug"] for theme in themes}) == len({theme["name"] for theme in themes}) == len(themes)
    assert [unusable_in(theme["phrases"].replace("\n", " ")) for theme in themes] == [[]] * len(themes)


def test_phrases_of_one_text_are_found_in_its_order():
    assert Phrases({"a": "red, blue"}).named_in("blue and red and blue") == {"a": ["blue", "red", "blue"]}
