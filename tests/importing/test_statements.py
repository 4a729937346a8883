"""Statements on earlier findings: how they are told, by whom, and what is none."""

import pytest

from tests.importing.samples import FORCES_AND_BORSETSHIRE
from tracker.importing.reading import read

QUESTION = "How effective is the force at protecting those who are vulnerable from harm?"


def statements_of(*paragraphs, title="Borsetshire PEEL 2017"):
    text = "\n\n".join((title, QUESTION, *paragraphs))
    return read(text.encode(), "page.txt", FORCES_AND_BORSETSHIRE).statements


def verdicts_of(*paragraphs, **title):
    return [item.verdict for item in statements_of(*paragraphs, **title)]


@pytest.mark.parametrize(
    ("paragraph", "verdict"),
    [
        ("In 2016, we found that calls were not answered. This has been addressed.", "resolved"),
        ("In 2016, we found that calls were not answered. They are now answered promptly.", "resolved"),
        ("In 2016, the force needed to answer calls. It now consistently answers them.", "resolved"),
        ("We are satisfied that these recommendations, made in our 2016 report, have been met.", "resolved"),
        ("In 2016, we found that calls were not answered. The force now has a plan for this.", "improved"),
        ("The force has improved how it answers calls since our last inspection.", "improved"),
        ("It has made some progress since our 2016 inspection, but more needs to be done.", "improved"),
        ("In 2016, we identified poor supervision. We were disappointed to find no change.", "not_improved"),
        ("Since our 2016 inspection the force has made limited progress on supervision.", "not_improved"),
        (
            "The force has yet to address concerns we raised in 2016 about calls.",
            "not_improved",
        ),
        ("This area for improvement from our 2016 inspection remains.", "not_improved"),
        ("We found too few of the recommendations we made in 2016 had been implemented.", "not_improved"),
        ("In 2016, we found positive efforts in training. This year, we found it is still lacking.", "worse"),
        ("There has been a deterioration in how calls are answered since our last inspection.", "worse"),
        ("In 2016, we identified calls that were not answered as an area for improvement.", "unclear"),
    ],
)
def test_what_became_of_a_finding(paragraph, verdict):
    assert verdicts_of(paragraph) == [verdict]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("The force has made good progress in improving its vetting.", "improved"),
        ("Borsetshire Constabulary has improved how it manages offenders.", "improved"),
        ("Its approach to neighbourhood policing has improved – but there is more to do.", "improved"),
        ("However, the force still needs to get better at investigating crime.", "not_improved"),
        (
            "For three years, we have been concerned that this limits its work.",
            "not_improved",
        ),
        ("The force’s performance in relation to victims has declined.", "worse"),
        ("The force acted swiftly to rectify the issues we identified in our inspections.", "resolved"),
        ("We have closed the causes of concern.", "resolved"),
        ("We reviewed progress against this cause of concern in July 2017.", "unclear"),
    ],
)
def test_a_change_is_told_though_no_inspection_is_named(sentence, verdict):
    assert verdicts_of(sentence) == [verdict]


@pytest.mark.parametrize(
    "paragraph",
    [
        "It has improved its arrangements for working with partner organisations.",
        "In 2016, we judged the force to be good at treating the public fairly.",
        "Our overall judgment is the same as last year, when we judged the force to be good.",
        "Following our 2016 inspection of child protection, I said that children matter.",
        "The areas for improvement that we have identified in this report should be addressed.",
        "The number of arrests has declined since last year.",
        "We are impressed by the commitment of officers to working closely with communities.",
        "The force has a control room and good officers.",
        "The force’s own review found that its call handling has improved since our 2016 inspection.",
        "The chief constable said: “The force has improved how it answers calls since 2016.”",
        "The force told us that it has improved its call handling since our last inspection.",
    ],
)
def test_what_is_no_statement(paragraph):
    assert verdicts_of(paragraph) == []


def test_a_quotation_lasts_over_its_paragraphs():
    said = "The Police and Crime Commissioner said:"
    more = ("“I am glad.", "“The force has improved how it answers calls since 2016.")
    assert verdicts_of(said, *more) == []
    assert verdicts_of(said, *more, "The force has improved its vetting since 2016.") == ["improved"]


def test_an_inspectors_quoted_words_are_the_inspectorates():
    said = "His Majesty’s Inspector of Constabulary Jo Bloggs said:"
    assert verdicts_of(said, "“The force has improved how it answers calls since 2016.") == ["improved"]


def test_a_caveat_on_a_matter_of_its_own_is_a_statement_of_its_own():
    assert verdicts_of(
        "I commend the force on the progress it has made since last year on how it answers calls. "
        "However, there is still room for improvement in how it records missing people."
    ) == ["improved", "not_improved"]


def test_a_review_takes_in_what_it_found():
    (statement,) = statements_of(
        "We reviewed the force’s progress on this area for improvement. "
        "Since our last inspection the force has made good progress in the way it answers calls."
    )
    assert statement.verdict == "improved"
    assert statement.text.startswith("We reviewed")


def test_every_change_told_in_a_letter_on_a_revisit_is_of_an_earlier_finding():
    title = "Borsetshire Constabulary: PEEL causes of concern revisit letter"
    told = "Despite improvements, officers aren’t yet routinely using a plan."
    assert verdicts_of(told, title=title) == ["improved"]
    assert verdicts_of(told) == []


def test_the_register_has_remarks_of_the_inspectorate_and_of_the_force():
    entry = (
        "The force should answer calls.",
        "[on]2nd March 2017 [status]awaiting-review[/status][/on][on]7th June 2018 [comment]",
        "The constabulary has introduced a new process. I therefore request this be finalised.",
        "[/comment][/on][on]11th June 2018 [status]complete[/status][/on][on]11th June 2018 [comment]",
        "I am satisfied that the terms have been addressed. This recommendation is therefore complete.",
    )
    (statement,) = statements_of(*entry)
    assert statement.verdict == "resolved"
    assert statement.text == entry[-1]


@pytest.mark.parametrize(
    "paragraph",
    [
        "This question was not inspected in 2017. "
        "The grade and findings from last year’s inspection still stand.",
        "In 2016, we judged as good the force’s effectiveness at investigating crime. "
        "These judgments from previous years remain valid.",
    ],
)
def test_a_question_left_out_is_a_rule_that_settles_nothing(paragraph):
    (statement,) = statements_of(paragraph)
    assert (statement.strength, statement.verdict) == ("rule", "unclear")


def test_the_address_of_a_page_is_no_part_of_what_it_says():
    told = "2023-10-31 Borsetshire Constabulary has improved its vetting since 2021, HMICFRS found."
    page = f"https://www.example.org/news/1\n {told}"
    (statement,) = read(page.encode(), "page.txt", FORCES_AND_BORSETSHIRE).statements
    assert statement.text == told
