"""What each era's reports, web pages and letters look like, and what is read from them."""

import pytest

from tests.importing.samples import FORCES_AND_BORSETSHIRE
from tracker.importing.parsed import LogEntry
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


def test_a_letter_that_closes_causes_of_concern_restates_no_finding():
    assert not report_of(*LETTER, "We have closed these causes of concern.").findings


def test_a_letter_that_names_topics_alone_words_no_finding():
    topics = (
        "In 2022 we identified two causes of concern in respect of:",
        "- call handling; and\n- crime recording.",
    )
    assert not report_of(LETTER[0], "Letter information", *topics).findings


def test_of_several_causes_in_one_run_none_is_the_parent():
    report = report_of(*LETTER, "We made the following recommendations:", "• The force should answer calls.")
    assert [(item.kind, item.parent) for item in report.findings] == [
        ("cause_of_concern", None),
        ("cause_of_concern", None),
        ("recommendation", None),
    ]


def test_what_stands_under_the_heading_of_a_cause_is_on_it_also_in_a_run_of_causes():
    report = report_of(
        "Borsetshire PEEL 2016",
        "Cause of concern",
        "Victims are not kept informed.",
        "Cause of concern",
        "Calls are not answered.",
        "To address this cause of concern, the force should immediately train its call handlers.",
        "Recommendations",
        "• The force should answer calls.",
    )
    assert [(item.kind, item.parent) for item in report.findings] == [
        ("cause_of_concern", None),
        ("cause_of_concern", None),
        ("recommendation", 1),
        ("recommendation", 1),
    ]


def test_the_log_of_the_register_belongs_to_the_entry_above_it():
    entries = (
        "The force should answer calls.",
        "[on]2nd March 2017 [status]complete[/status][/on]",
        "Another entry",
        "The force should train its staff.",
        "[on]3rd March 2017 [comment]It has.[/comment][/on]",
    )
    report = report_of("PEEL: police efficiency 2016 - Borsetshire Constabulary (4712)", *entries)
    assert [item.log for item in report.findings] == [
        (LogEntry("2017-03-02", "complete", None),),
        (LogEntry("2017-03-03", None, "It has."),),
    ]


def test_a_grade_run_together_with_its_area_is_a_row_of_the_table():
    report = report_of(
        "Borsetshire PEEL 2018", "Area\tGrade", "Calls\tGood", "Answering the public Inadequate"
    )
    assert [(item.question, item.grade) for item in report.judgments] == [
        ("Calls", "Good"),
        ("Answering the public", "Inadequate"),
    ]


def test_a_finding_that_breaks_off_with_the_text_is_left_out():
    bullets = "- The force should answer calls.\n- The force should train its"
    assert wordings("Areas for improvement", bullets) == [
        ("area_for_improvement", "The force should answer calls.")
    ]


def test_what_breaks_off_with_the_text_is_no_suggestion_either():
    asked = "How effective is the force at investigating crime?"
    report = report_of(
        "Borsetshire PEEL 2018", asked, f"The force should train its staff. {'It should ' * 20}"
    )
    assert [item.text for item in report.suggestions] == ["The force should train its staff."]


def test_the_day_a_page_was_changed_is_no_question_though_the_grade_stands_under_it():
    asked = "How effectively does the force reduce crime and keep people safe?"
    report = report_of(
        "Borsetshire PEEL 2018", asked, "Last updated 27/09/2019\nGood", "The force should train its staff."
    )
    assert [item.question for item in report.suggestions] == [asked]
    assert report.judgments == ()


def test_a_page_that_mentions_a_revisit_is_not_on_one():
    told = "We made our first judgments in May 2021 and our revisit judgments in May 2022."
    rest = "We tell of what the force does well and where it should improve in this report."
    assert report_of("Borsetshire PEEL 2021/22", told, rest).statements == ()


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
