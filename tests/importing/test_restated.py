"""Earlier findings restated in a list, what became of each under it."""

from tests.importing.samples import FORCES_AND_BORSETSHIRE
from tests.importing.test_statements import statements_of
from tracker.importing.reading import read

OPENING = "In 2016, we identified two areas for improvement:"
CALLS = "• The constabulary should answer its calls within ten seconds."
RADIOS = "• The constabulary should maintain its older radios. This should include those in vehicles."
NOT_DISCHARGED = "This area of improvement has not been discharged. We have given specific feedback."
DISCHARGED = "The constabulary has replaced its radios so this area for improvement has been discharged."
ELSEWHERE = "Despite this question not being subject to inspection, we read 90 records of searches."


def told_of(*paragraphs):
    return [(item.verdict, item.about_year, item.about_kind) for item in statements_of(*paragraphs)]


def test_each_finding_has_what_became_of_it():
    first, second = statements_of(OPENING, CALLS, NOT_DISCHARGED, RADIOS, DISCHARGED, ELSEWHERE)
    assert (first.verdict, second.verdict) == ("not_improved", "resolved")
    assert {item.about_year for item in (first, second)} == {2016}
    assert {item.about_kind for item in (first, second)} == {"area_for_improvement"}
    assert first.text.startswith("The constabulary should answer its calls")
    assert first.text.endswith("This area of improvement has not been discharged.")
    assert second.text.endswith(DISCHARGED)
    assert (first.predecessor, second.predecessor) == (
        "answer its calls within ten seconds",
        "maintain its older radios",
    )


def test_last_finding_without_a_remark_is_unclear():
    told = told_of(OPENING, CALLS, DISCHARGED, RADIOS)
    assert told == [("resolved", 2016, "area_for_improvement"), ("unclear", 2016, "area_for_improvement")]


def test_one_remark_after_the_list_is_on_all_of_it():
    told = told_of(OPENING, CALLS, RADIOS, "We are satisfied that both of these areas have been addressed.")
    assert [verdict for verdict, *_ in told] == ["resolved"]


def test_another_inspection_ends_the_list():
    told = told_of(OPENING, CALLS, NOT_DISCHARGED, RADIOS, "In 2015, we found that cells were cold.")
    assert ("resolved", 2016, "area_for_improvement") not in told


def test_this_years_findings_are_no_restated_ones():
    now = "During this inspection we identified two areas for improvement:"
    assert told_of(now, CALLS, "It takes too long to answer them.", RADIOS) == []


HEADED = (
    "Borsetshire PEEL 2018",
    "How well does the force use its resources to meet the demand it faces?",
    "However, the force had an area for improvement in the 2017 efficiency inspection.",
    "Areas for improvement",
    CALLS,
)
NEXT = ("How well does the force plan for the future?", "Areas for improvement", RADIOS)


def report_of(*paragraphs):
    return read("\n\n".join(paragraphs).encode(), "page.txt", FORCES_AND_BORSETSHIRE)


def test_under_a_heading_like_one_of_this_year_it_is_the_earlier_one_dealt_with():
    report = report_of(*HEADED, "We are satisfied that this area for improvement has been met.", *NEXT)
    assert [(item.verdict, item.about_year) for item in report.statements] == [("resolved", 2017)]
    assert report.statements[0].text.startswith("The constabulary should answer its calls")
    assert [item.text for item in report.findings] == [RADIOS.removeprefix("• ")]


def test_under_a_heading_one_that_is_open_still_stays_a_finding():
    report = report_of(*HEADED, "This area for improvement has not been met.", *NEXT)
    assert [(item.verdict, item.about_year) for item in report.statements] == [("not_improved", 2017)]
    assert len(report.findings) == 2


def test_a_list_of_this_year_after_an_earlier_finding_is_not_taken_for_it():
    report = report_of(*HEADED, "The force answers calls well.", *NEXT)
    assert len(report.findings) == 2
    assert [item.verdict for item in report.statements] == ["unclear"]


def test_children_keep_their_cause_of_concern_where_a_finding_before_it_is_left_out():
    report = report_of(
        *HEADED,
        "We are satisfied that this area for improvement has been met.",
        "How well does the force plan for the future?",
        "Cause of concern",
        "The force does not plan.",
        "Recommendations",
        "• The force should plan.",
    )
    cause, recommendation = report.findings
    assert (cause.kind, recommendation.kind, recommendation.parent) == (
        "cause_of_concern",
        "recommendation",
        0,
    )
