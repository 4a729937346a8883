"""Grades over the years: which question goes on from which, where the line breaks, and what gaps say."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tracker.models import ForceSuccession, Grade, Judgment, Programme, QuestionCrosswalk, Scale
from tracker.selectors.grades import grade_history
from tracker.vocabulary import Confidence, LineBreak, NoGrade

pytestmark = pytest.mark.django_db
PROTECTING, INVESTIGATING = "Protecting vulnerable people", "Investigating crime"


def judge(year, text=PROTECTING, grade="Good", force="cleveland", **fields):
    inspection = factories.inspection(force, year=year)
    question = factories.question(text, year=year) if text else None
    given = inspection.programme.scale.grades.get(label=grade) if grade else None
    return Judgment.objects.create(inspection=inspection, question=question, grade=given, **fields)


def maps(old, new, confidence):
    QuestionCrosswalk.objects.create(earlier=old.question, later=new.question, confidence=confidence)


def lines(user, force="cleveland"):
    return {line.title: line for line in grade_history(factories.force(force), user).lines}


def told(line):
    """Each cell in short: its grades or why there is none, and what breaks the line before it."""
    return [
        ([str(judgment.grade) for judgment in cell.judgments] or cell.gap, cell.broken) for cell in line.cells
    ]


def test_a_question_of_one_name_is_one_line(cast):
    judge(2016, grade="Inadequate")
    judge(2017)
    [line] = lines(cast.stranger).values()
    assert told(line) == [(["Inadequate"], None), (["Good"], None)]


@pytest.mark.parametrize(
    ("confidence", "broken"), [(Confidence.HIGH, None), (Confidence.MEDIUM, LineBreak.QUESTION)]
)
def test_a_question_with_another_name_goes_on_by_the_crosswalk(cast, confidence, broken):
    old, new = judge(2016, "Keeping people safe"), judge(2017)
    maps(old, new, confidence)
    line = lines(cast.liaison)[PROTECTING]
    assert told(line) == [(["Good"], None), (["Good"], broken)]
    assert line.cells[0].asked_as == ["Keeping people safe"]
    assert line.cells[1].asked_as == []


def test_one_that_overlaps_in_part_is_another_line(cast):
    maps(judge(2016, "Keeping people safe"), judge(2017), Confidence.LOW)
    assert lines(cast.liaison).keys() == {PROTECTING, "Keeping people safe"}


def test_a_question_that_was_split_stands_in_the_line_of_each_part(cast):
    whole, one, other = judge(2016, "Crime and offenders"), judge(2017, INVESTIGATING), judge(2017)
    maps(whole, one, Confidence.HIGH)
    maps(whole, other, Confidence.MEDIUM)
    found = lines(cast.liaison)
    assert found.keys() == {INVESTIGATING, PROTECTING}
    assert [found[name].cells[1].broken for name in (INVESTIGATING, PROTECTING)] == [None, LineBreak.QUESTION]


def test_two_questions_that_became_one_are_not_compared_with_it(cast):
    one, other, both = judge(2016, INVESTIGATING), judge(2016, "Offenders"), judge(2017)
    for old in (one, other):
        maps(old, both, Confidence.HIGH)
    assert told(lines(cast.liaison)[PROTECTING]) == [
        (["Good", "Good"], None),
        (["Good"], LineBreak.SEVERAL),
    ]


def test_another_scale_breaks_the_line(cast):
    five = Scale.objects.create(name="Five grades")
    Grade.objects.create(scale=five, label="Good", letter="G", rank=2)
    judge(2016)
    factories.programme(2017)
    Programme.objects.filter(slug="peel-2017").update(scale=five)
    judge(2017)
    assert told(lines(cast.liaison)[PROTECTING])[1] == (["Good"], LineBreak.SCALE)


@pytest.mark.parametrize("apart", [2017, 2018])
def test_a_cycle_that_stands_apart_breaks_it_even_where_the_force_was_not_inspected_in_it(cast, apart):
    judge(2016)
    judge(2018)
    factories.question(year=2017)
    Programme.objects.filter(slug=f"peel-{apart}").update(is_comparable=False)
    assert told(lines(cast.liaison)[PROTECTING]) == [
        (["Good"], None),
        (NoGrade.NO_REPORT, None),
        (["Good"], LineBreak.CYCLE),
    ]


def test_gaps_say_why_there_is_no_grade(cast):
    judge(2014)
    judge(2020)
    for year in (2016, 2017, 2018, 2019):
        inspection = factories.inspection(year=year)
        if year != 2016:
            factories.question(year=year, is_graded=year != 2018)
        if year == 2017:
            inspection.assessed.add(factories.question(INVESTIGATING, year=year))
    gaps = {cell.programme.first_year: cell.gap for cell in lines(cast.liaison)[PROTECTING].cells}
    assert gaps == {
        2014: None,
        2016: NoGrade.NOT_ASKED,
        2017: NoGrade.NOT_INSPECTED,
        2018: NoGrade.NOT_GRADED,
        2019: NoGrade.NOT_KNOWN,
        2020: None,
    }


def test_a_grade_lost_in_the_text_or_carried_forward_stays_one(cast):
    judge(2016, grade=None)
    judge(2017, carried_forward=True, last_inspected=2016)
    cells = lines(cast.liaison)[PROTECTING].cells
    assert cells[0].judgments[0].grade is None
    assert cells[0].gap is None
    assert cells[1].judgments[0].carried_forward


def test_overall_grades_come_first_by_pillar(cast):
    judge(2016)
    judge(2016, None)
    judge(2017, None, "Requires improvement")
    history = grade_history(factories.force(), cast.body)
    assert [line.title for line in history.lines] == ["Effectiveness, overall", PROTECTING]
    assert told(history.lines[0]) == [(["Good"], None), (["Requires improvement"], None)]


def test_another_body_s_grades_are_there_and_not_compared(cast):
    judge(2016, force="teesside")
    judge(2017)
    ForceSuccession.objects.create(
        predecessor=factories.force("teesside"), successor=factories.force(), on=date(2017, 4, 1)
    )
    assert told(lines(cast.liaison)[PROTECTING]) == [(["Good"], None), (["Good"], LineBreak.BODY)]
    assert told(lines(cast.liaison, "teesside")[PROTECTING]) == [(["Good"], None)]


def test_an_embargoed_grade_is_hmicfrs_s_alone(cast):
    judge(2016)
    factories.inspection(year=2017, public_from=date(2999, 1, 1))
    judge(2017)
    assert len(lines(cast.stranger)[PROTECTING].cells) == 1
    assert len(lines(cast.inspector)[PROTECTING].cells) == 2


def test_many_grades_cost_as_many_queries_as_few(cast):
    def queries():
        with CaptureQueriesContext(connection) as made:
            grade_history(factories.force(), cast.liaison)
        return len(made)

    judge(2016)
    queries()
    few = queries()
    for year in range(2010, 2016):
        for text in (PROTECTING, INVESTIGATING, None):
            judge(year, text)
    assert queries() == few
