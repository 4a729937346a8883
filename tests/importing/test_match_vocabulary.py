"""The vocabulary by which texts are compared is of use, and names no force."""

import csv
from pathlib import Path

import pytest

from tracker.importing import match
from tracker.importing.match.topics import parts_of_question, spelt_out, topics_of, weights
from tracker.importing.match.wording import matter_of

VOCABULARY = Path(match.__file__).parent
FORCES = Path(__file__).parents[2] / "tracker" / "reference" / "forces.csv"


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (
            "stop-and-search records lack reasonable grounds",
            {"stop and search", "reasonable grounds", "recording"},
        ),
        ("The force does not evaluate what works.", {"evaluation"}),
        ("Problem solving is not structured.", {"problem-solving", "consistency"}),
        (
            "arms assessments and home visits to those on visor are late",
            {"registered sex offenders"},
        ),
        (
            "victims withdrew, and clare's law is unknown",
            {"victims not supporting action", "domestic violence orders"},
        ),
        ("it does not screen out crimes by resolution centre", {"telephone and desk investigation"}),
        ("The weather was fine.", set()),
    ],
)
def test_topics(text, topics):
    assert topics_of(text.casefold()) == topics


def test_abbreviations_count_in_capitals_only():
    assert spelt_out("RSOs and SOC") == "registered sex offenders and serious and organised crime"
    assert spelt_out("a soc, da, ict") == "a soc, da, ict"


def test_standing_phrases_are_left_out():
    assert matter_of("The force should ensure that it trains ‘call handlers’.") == "trains 'call handlers'."


def test_crime_at_large_is_no_anti_social_behaviour():
    assert "anti-social behaviour" not in topics_of(matter_of("It prevents crime and anti-social behaviour."))
    assert "anti-social behaviour" in topics_of(matter_of("Reports of ASB are not graded."))


@pytest.mark.parametrize(
    ("question", "part"),
    [
        (
            "How effective is the force at protecting those who are vulnerable?",
            "protecting vulnerable people",
        ),
        ("Protecting vulnerable people", "protecting vulnerable people"),
        ("Treating people with fairness and respect", "treatment of the public"),
        ("Fair treatment of the public", "treatment of the public"),
        ("Good use of resources", "resources and plans"),
    ],
)
def test_questions_of_several_programmes_ask_about_one_part(question, part):
    assert part in parts_of_question(question)


def test_every_topic_has_a_weight():
    assert set(weights().values()) == {0.2, 0.5, 1.0}


def test_no_force_is_named():
    with FORCES.open(encoding="utf-8") as file:
        names = {row["short_name"].casefold() for row in csv.DictReader(file)}
    written = " ".join(
        path.read_text(encoding="utf-8").casefold() for path in VOCABULARY.iterdir() if path.is_file()
    )
    assert [name for name in names if name in written] == []
