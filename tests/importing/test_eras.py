"""What each era's reports, web pages and letters look like, and what is read from them."""

import pytest

from tests.importing.samples import FORCES_AND_BORSETSHIRE
from tracker.importing.reading import read


def report_of(*lines):
    """Return what is read from paragraphs of text."""
    return read("\n\n".join(lines).encode(), "page.txt", FORCES_AND_BORSETSHIRE)


@pytest.mark.parametrize(
    "front",
    [
        ["PEEL: Police effectiveness 2016", "An inspection of Borsetshire Constabulary"],
        ["PEEL 2021/22 – An inspection of Borsetshire Constabulary"],
        ["Borsetshire PEEL 2018", "Effectiveness"],
        ["Borsetshire 2018/19", "This is HMICFRS’s fifth PEEL assessment of the force."],
        ["Borsetshire Constabulary: PEEL causes of concern revisit letter", "Published on: 10 February 2023"],
        ["Force has improved", "The inspectorate said that Borsetshire Constabulary answers calls sooner."],
    ],
)
def test_the_force_is_told_by_every_kind_of_front(front):
    assert report_of(*front).force == "Borsetshire Constabulary"


def test_a_page_that_speaks_of_no_inspection_is_no_report():
    with pytest.raises(Exception, match="does not look like"):
        report_of("Borsetshire Constabulary opens a new museum", "Entry is free on Sundays.")


@pytest.mark.parametrize(
    ("title", "year", "programme"),
    [
        ("Borsetshire 2018/19", 2018, "PEEL 2018/19"),
        ("Borsetshire PEEL 2016", 2016, "PEEL 2016"),
        ("PEEL 2021/22 – An inspection of Borsetshire Constabulary", 2021, "PEEL 2021/22"),
    ],
)
def test_title_gives_the_cycle(title, year, programme):
    report = report_of(title, "This is a PEEL assessment.")
    assert (report.title, report.inspection_year, report.programme) == (title, year, programme)


def test_a_letter_has_a_title_and_no_cycle():
    report = report_of("Borsetshire Constabulary: PEEL causes of concern revisit letter", "21 May 2024")
    assert report.title == "Borsetshire Constabulary: PEEL causes of concern revisit letter"
    assert report.inspection_year is None


@pytest.mark.parametrize(
    ("asked", "pillar"),
    [
        ("How effectively does the force reduce crime and keep people safe?", "effectiveness"),
        ("How efficient is the force at keeping people safe and reducing crime?", "efficiency"),
        ("How legitimately does the force treat the public and its workforce?", "legitimacy"),
    ],
)
def test_a_web_page_without_a_pillar_in_its_title_asks_the_question_of_one(asked, pillar):
    assert report_of("Borsetshire PEEL 2018", asked).pillar == pillar


LETTER = (
    "Borsetshire Constabulary: PEEL cause of concern revisit letter",
    "Letter information",
    "In January 2022, we inspected the force. During the inspection we identified two causes of concern, "
    "which were that the force:",
    "  • was failing to answer calls; and\n  • wasn’t keeping victims informed.",
)


def wordings(*lines):
    return [(item.kind, item.text) for item in report_of("Borsetshire PEEL 2018", *lines).findings]


def test_one_bullet_is_one_area_for_improvement():
    bullets = "- The force should answer calls.\n- The force should train its staff."
    assert wordings("Areas for improvement", bullets, "We set out our findings below.") == [
        ("area_for_improvement", "The force should answer calls."),
        ("area_for_improvement", "The force should train its staff."),
    ]


def test_a_headline_is_the_finding_and_its_paragraphs_explain_it():
    assert wordings(
        "Areas for improvement (2)",
        "Borsetshire Constabulary should improve the way it flags vulnerable people on its logs",
        "The system has a facility to do so. It should be used more often.",
        "The constabulary needs to attend calls in line with its published attendance times.",
        "Officers should not be late. Of 40 calls, nine were attended in time.",
    ) == [
        (
            "area_for_improvement",
            "Borsetshire Constabulary should improve the way it flags vulnerable people on its logs",
        ),
        (
            "area_for_improvement",
            "The constabulary needs to attend calls in line with its published attendance times.",
        ),
    ]


@pytest.mark.parametrize(
    "heading", ["Cause of concern", "Accelerated cause of concern", "Causes of concern 1"]
)
@pytest.mark.parametrize(
    "lead",
    [
        "To address this cause of concern HMIC recommends that the force should:",
        "Within three months, Borsetshire Constabulary should:",
        "By 31 March 2023, the constabulary should:",
    ],
)
def test_what_is_recommended_on_a_cause_of_concern_is_its_child(heading, lead):
    report = report_of("Borsetshire PEEL 2018", heading, "The force fails victims.", lead, "- answer calls.")
    cause, recommendation = report.findings
    assert (cause.kind, cause.text) == ("cause_of_concern", "The force fails victims.")
    assert (recommendation.kind, recommendation.parent) == ("recommendation", 0)
    assert recommendation.text == f"{lead} - answer calls."


def test_recommendations_under_their_own_heading_are_children_too():
    report = report_of(
        "Borsetshire PEEL 2018",
        "Cause of concern",
        "The force fails victims.",
        "Recommendations",
        "- The force should answer calls.",
    )
    assert [item.parent for item in report.findings] == [None, 0]


def test_a_register_entry_is_its_wording_without_its_log():
    assert wordings(
        "PEEL: police effectiveness 2015 - Borsetshire Constabulary (4711)",
        "To address this cause of concern the force should act by ensuring that:",
        "  • calls are answered; and\n  • victims are safe.",
        "[on]15th December 2015 [status]awaiting-review[/status][/on][on]9th September 2016 [comment]",
        "The force should be looked at again.",
    ) == [
        (
            "recommendation",
            "To address this cause of concern the force should act by ensuring that: "
            "- calls are answered; and - victims are safe.",
        )
    ]


def test_a_cause_of_concern_in_the_register_ends_at_its_log():
    assert wordings(
        "PEEL: police efficiency 2016 - Borsetshire Constabulary (4712)",
        "Cause of concern",
        "Calls are not answered.",
        "To address this cause of concern HMIC recommends that the force should answer calls.",
        "[on]2nd March 2017 [status]awaiting-review[/status][/on]",
    ) == [
        ("cause_of_concern", "Calls are not answered."),
        (
            "recommendation",
            "To address this cause of concern HMIC recommends that the force should answer calls.",
        ),
    ]


def test_a_revisit_letter_restates_causes_of_concern():
    assert [(item.kind, item.text) for item in report_of(*LETTER).findings] == [
        ("cause_of_concern", "was failing to answer calls; and"),
        ("cause_of_concern", "wasn’t keeping victims informed."),
    ]


def test_a_letter_that_closes_causes_of_concern_restates_no_finding():
    assert not report_of(*LETTER, "We have closed these causes of concern.").findings


def test_a_finding_that_breaks_off_with_the_text_is_left_out():
    bullets = "- The force should answer calls.\n- The force should train its"
    assert wordings("Areas for improvement", bullets) == [
        ("area_for_improvement", "The force should answer calls.")
    ]


def test_a_narrative_that_speaks_of_causes_of_concern_is_no_finding():
    assert not wordings(
        "To address this cause of concern the force has trained its staff.",
        "We identified three causes of concern.",
    )


def test_a_list_run_together_in_one_line_is_taken_apart():
    assert wordings(
        "Cause of concern",
        "Calls are not answered.",
        "• In order to improve the service, the force should answer calls. "
        "• To improve it the force should act.",
        "[on]2nd March 2017 [status]awaiting-review[/status][/on]",
    ) == [
        ("cause_of_concern", "Calls are not answered."),
        ("recommendation", "In order to improve the service, the force should answer calls."),
        ("recommendation", "To improve it the force should act."),
    ]
