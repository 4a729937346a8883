"""HMICFRS's ways of speaking of an earlier inspection, and of what became of a finding."""

import pytest

from tracker.importing.extract.references import reference_in
from tracker.importing.extract.verdicts import combined, verdict_of


@pytest.mark.parametrize(
    ("sentence", "year", "has_claim"),
    [
        ("In our 2016 effectiveness report, we stated that the force should answer calls.", 2016, True),
        ("In HMIC's 2015 legitimacy inspection, we found little knowledge of the code.", 2015, True),
        ("Last year, we found that victims were not told.", 2016, True),
        ("When we inspected last year, we identified weaknesses in its vetting last year.", 2016, True),
        ("These shortcomings were brought to the attention of the force in 2015.", 2015, True),
        ("In 2016, the force needed to review its radios.", 2016, True),
        ("It acted on the concerns we raised in 2015.", 2015, True),
        ("Since our last inspection the force has improved its radios.", 2016, False),
        ("This is an improvement since HMICFRS' 2016 effectiveness inspection.", 2016, False),
        ("Call handling has improved since last year.", 2016, False),
        ("Call handling has improved since 2015.", 2015, False),
    ],
)
def test_earlier_inspection_is_named(sentence, year, has_claim):
    reference = reference_in(sentence, 2017)
    assert reference is not None
    assert (reference.year, reference.has_claim) == (year, has_claim)


@pytest.mark.parametrize(
    "sentence",
    [
        "HMICFRS inspected how well forces were prepared for floods in our 2016 effectiveness inspections.",
        "The force put in place a new model in July 2016.",
        "The arrest rate has fallen since 2016.",
        "Crime recording has been watched since HMICFRS' national inspection of crime data in 2014.",
        "It has improved its arrangements for working with partners.",
        "In 2017, we found that the force answers calls.",
        "Source: 2016 and 2017 HMICFRS data return",
    ],
)
def test_other_years_are_no_earlier_inspection(sentence):
    reference = reference_in(sentence, 2017)
    assert reference is None or not reference.has_claim


def test_last_inspection_has_no_year_where_inspections_are_not_annual():
    reference = reference_in("Since our last inspection the force has improved.", 2023)
    assert reference is not None
    assert reference.year is None


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("It is no longer a cause of concern to HMICFRS.", "resolved"),
        ("We are pleased to find that this has been done.", "resolved"),
        ("We verified that the force had addressed this problem.", "resolved"),
        ("It has addressed these concerns, although some problems persist.", "improved"),
        ("The force is making progress with its plan for improvement.", "improved"),
        ("Officers' knowledge has improved since last year.", "improved"),
        ("This year, we found that the situation has not improved.", "not_improved"),
        (
            "However, this has not yet brought about the improvements that the force hopes to achieve.",
            "not_improved",
        ),
        ("The force still needs to improve its radios.", "not_improved"),
        ("Methods that were in place are no longer consistently used.", "worse"),
        ("There has been a significant deterioration.", "worse"),
        ("The force's processes have not been re-inspected.", "not_reinspected"),
        ("The force has a control room.", None),
    ],
)
def test_verdict_of_a_sentence(sentence, verdict):
    assert verdict_of(sentence) == verdict


def test_what_is_left_turns_resolved_into_improved():
    assert combined(["resolved", "not_improved"]) == "improved"
    assert combined(["not_improved", "not_improved"]) == "not_improved"
    assert combined([]) == "unclear"
