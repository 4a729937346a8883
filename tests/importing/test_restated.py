"""Earlier findings restated in a list, what became of each under it."""

from tests.importing.test_statements import statements_of

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
