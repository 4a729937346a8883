"""The chain: all generations of one matter, as far as the reader may see them."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tracker.models import Finding, Judgment, QuestionCrosswalk
from tracker.selectors.ages import Age
from tracker.selectors.chains import Chain, chain_of
from tracker.vocabulary import Confidence, Decision, KindStep, LinkRelation, Verdict, Wording

TOMORROW = date(2999, 1, 1)


@pytest.fixture
def generations(cast) -> list[Finding]:
    """The same matter found in 2016, 2017 and 2018, each linked to the one before."""
    found = [factories.finding(year=year) for year in (2016, 2017, 2018)]
    for earlier, later in pairwise(found):
        factories.link(earlier, later, decided_by=cast.inspector)
    return found


def references(chain: Chain) -> set[str]:
    return {finding.reference for finding in chain.findings}


def grade(of: Finding, label: str, **fields: object) -> Judgment:
    scale = factories.scale()
    return Judgment.objects.create(
        inspection=of.inspection, question=of.question, grade=scale.grades.get(label=label), **fields
    )


@pytest.mark.parametrize("start", [0, 1, 2])
def test_every_generation_is_reached_from_each_of_them(cast, generations, start):
    chain = chain_of(generations[start], cast.stranger)
    assert references(chain) == {finding.reference for finding in generations}
    assert [year.year for year in chain.years] == [2018, 2017, 2016]
    assert [raised.finding for year in chain.years for raised in year.findings if raised.is_this] == [
        generations[start]
    ]


def test_a_finding_alone_is_a_chain_of_one(cast):
    alone = factories.finding()
    chain = chain_of(alone, cast.liaison)
    assert chain.findings == [alone]
    assert chain.times_found == 1


@pytest.mark.parametrize("status", [Decision.PROPOSED, Decision.REJECTED])
def test_an_unconfirmed_link_joins_nothing_even_for_hmicfrs(cast, status):
    earlier, later = factories.finding(year=2016), factories.finding(year=2017)
    factories.link(earlier, later, status=status)
    assert references(chain_of(later, cast.inspector)) == {later.reference}


def test_a_related_finding_stands_beside_the_chain(cast):
    earlier, later = factories.finding(year=2016), factories.finding(year=2017)
    link = factories.link(earlier, later, relation=LinkRelation.RELATED)
    chain = chain_of(later, cast.liaison)
    assert references(chain) == {later.reference}
    assert chain.related == [link]
    assert chain.times_found == 1


def test_the_other_part_of_a_split_is_a_branch(cast):
    earlier = factories.finding(year=2016)
    one, other = factories.finding(year=2017), factories.finding(year=2017)
    factories.link(earlier, one, relation=LinkRelation.CONTINUES_IN_PART)
    branch = factories.link(earlier, other, relation=LinkRelation.CONTINUES_IN_PART)
    chain = chain_of(one, cast.liaison)
    assert references(chain) == {earlier.reference, one.reference}
    [_, year_2016] = chain.years
    assert year_2016.findings[0].branches == [branch]


def test_an_embargoed_generation_is_invisible_to_the_force(cast, generations):
    Finding.objects.filter(pk=generations[2].pk).update(public_from=TOMORROW)
    assert generations[2].reference not in references(chain_of(generations[1], cast.liaison))


def test_an_embargoed_generation_is_there_for_hmicfrs(cast, generations):
    Finding.objects.filter(pk=generations[2].pk).update(public_from=TOMORROW)
    assert generations[2].reference in references(chain_of(generations[1], cast.inspector))


def test_nothing_behind_an_embargoed_generation_is_told(cast, generations):
    Finding.objects.filter(pk=generations[1].pk).update(public_from=None)
    assert references(chain_of(generations[2], cast.liaison)) == {generations[2].reference}


def test_a_link_that_an_embargoed_statement_proves_is_not_told(cast):
    earlier, later = factories.finding(year=2016), factories.finding(year=2017)
    said = factories.statement(earlier, public_from=TOMORROW)
    factories.link(earlier, later, statement=said)
    assert references(chain_of(later, cast.liaison)) == {later.reference}
    assert chain_of(earlier, cast.liaison).statements == []
    assert chain_of(earlier, cast.editor).statements == [said]


def test_a_statement_stands_in_the_year_of_its_report(cast):
    settled = factories.finding(year=2016, wording=Wording.AS_REPORTED)
    said = factories.statement(settled, verdict=Verdict.RESOLVED)
    [year_2017, year_2016] = chain_of(settled, cast.stranger).years
    assert (year_2017.year, year_2017.findings, year_2017.statements) == (2017, [], [said])
    assert [raised.finding for raised in year_2016.findings] == [settled]


def test_each_finding_has_the_grade_of_its_question_then(cast):
    earlier, later = factories.finding(year=2016), factories.finding(year=2017)
    factories.link(earlier, later)
    then = grade(later, "Requires improvement", last_inspected=2017)
    [year_2017, year_2016] = chain_of(later, cast.liaison).years
    assert year_2017.findings[0].judgment == then
    assert year_2016.findings[0].judgment is None


def test_a_year_that_did_not_inspect_the_question_is_said(cast):
    found = factories.finding(year=2016)
    left_out = factories.finding(year=2017, question=factories.question("Investigating crime", year=2017))
    same_question = factories.question(year=2017)
    carried = Judgment.objects.create(
        inspection=left_out.inspection, question=same_question, last_inspected=2016, carried_forward=True
    )
    [year_2017, _] = chain_of(found, cast.liaison).years
    assert (year_2017.findings, year_2017.carried_forward) == ([], [carried])


@pytest.mark.parametrize(
    ("confidence", "is_told"), [(Confidence.HIGH, True), (Confidence.MEDIUM, True), (Confidence.LOW, False)]
)
def test_a_question_of_another_name_is_carried_forward_by_the_crosswalk(cast, confidence, is_told):
    found = factories.finding(year=2016)
    left_out = factories.finding(year=2017, question=factories.question("Investigating crime", year=2017))
    renamed = factories.question("Keeping the vulnerable safe", year=2017)
    QuestionCrosswalk.objects.create(earlier=found.question, later=renamed, confidence=confidence)
    carried = Judgment.objects.create(
        inspection=left_out.inspection, question=renamed, last_inspected=2016, carried_forward=True
    )
    years = chain_of(found, cast.liaison).years
    assert [each.carried_forward for each in years if each.carried_forward] == [[carried]] * is_told


def test_an_inspected_year_without_a_word_of_it_is_not_a_year_of_the_chain(cast):
    found = factories.finding(year=2016)
    grade(factories.finding(year=2017), "Good")
    assert [year.year for year in chain_of(found, cast.liaison).years] == [2016]


def test_first_raised_is_the_publication_of_the_first_report(cast, generations):
    report = factories.report(year=2016, published_on=date(2017, 3, 2), published_precision="day")
    Finding.objects.filter(pk=generations[0].pk).update(report=report)
    chain = chain_of(generations[2], cast.liaison)
    assert (chain.first, chain.times_found, chain.times_repeated) == (generations[0], 3, 2)
    assert chain.age(on=date(2022, 5, 1)) == Age(months=61)
    assert chain.age(on=date(2022, 5, 2)) == Age(months=62)


def test_of_a_printed_year_the_age_is_rough(cast, generations):
    report = factories.report(year=2016, published_on=date(2017, 1, 1), published_precision="year")
    Finding.objects.filter(pk=generations[0].pk).update(report=report)
    assert chain_of(generations[2], cast.liaison).age(on=date(2022, 5, 1)) == Age(months=64, is_rough=True)


def test_first_raised_has_no_day_when_only_a_later_report_tells_of_it(cast, generations):
    telling = factories.report(year=2017, published_on=date(2018, 3, 1), published_precision="month")
    Finding.objects.filter(pk=generations[0].pk).update(report=telling, wording=Wording.AS_REPORTED)
    assert chain_of(generations[2], cast.liaison).age(on=date(2022, 5, 1)) is None


@pytest.mark.parametrize(
    ("before", "now", "step"),
    [
        ("area_for_improvement", "cause_of_concern", KindStep.RAISED),
        ("recommendation", "area_for_improvement", KindStep.LOWERED),
        ("cause_of_concern", "recommendation", KindStep.SAME),
    ],
)
def test_a_matter_is_raised_or_lowered_in_kind(cast, before, now, step):
    earlier, later = factories.finding(year=2016, kind=before), factories.finding(year=2017, kind=now)
    factories.link(earlier, later)
    [link] = chain_of(later, cast.stranger).links
    assert link.kind_step is step


def asked(year: int, text: str = "Tackling serious and organised crime"):
    """An inspection known to have asked that question and no other."""
    made = factories.inspection(year=year)
    made.assessed.add(factories.question(text, year=year))
    return made


def test_a_year_that_asked_none_of_its_questions_is_shown_as_not_re_inspected(cast):
    found = factories.finding(year=2016)
    left_out = asked(2017)
    asked(2018, found.question.text)
    [year_2017, _] = chain_of(found, cast.stranger).years
    assert (year_2017.year, year_2017.not_inspected) == (2017, [left_out])


def test_a_year_that_says_something_all_the_same_is_no_silent_one(cast):
    found = factories.finding(year=2016)
    factories.statement(found, in_report=factories.report(inspection=asked(2017)))
    assert not any(year.not_inspected for year in chain_of(found, cast.stranger).years)


def test_after_its_closure_no_year_is_missed(cast):
    found = factories.finding(year=2016)
    asked(2018)
    Finding.objects.filter(pk=found.pk).update(
        inspectorate_status="closed", closure_reason="verified", closed_by=cast.inspector,
        closed_at=factories.NOW, status_before_closure="open",
    )  # fmt: skip
    found.refresh_from_db()
    assert [year.year for year in chain_of(found, cast.stranger).years] == [2016]


def test_who_decided_a_link_is_named_with_their_capacity(cast, generations):
    chain = chain_of(generations[2], cast.stranger)
    assert {chain.capacities[link.decided_by_id] for link in chain.links} == {"Inspector, HMICFRS"}


def test_a_long_chain_costs_as_many_queries_as_a_short_one(cast):
    short, long = (made_chain(range(2016, 2018), "hertfordshire"), made_chain(range(2000, 2018), "cleveland"))
    assert len(chain_of(long, cast.liaison).findings) == 18
    assert count_queries(long, cast.liaison) == count_queries(short, cast.liaison) == 7


def made_chain(years: range, force: str) -> Finding:
    """Its last finding."""
    found = [factories.finding(force, year=year) for year in years]
    for earlier, later in pairwise(found):
        factories.link(earlier, later, statement=factories.statement(earlier))
    return found[-1]


def count_queries(finding: Finding, user: object) -> int:
    with CaptureQueriesContext(connection) as queries:
        chain_of(finding, user)
    return len(queries)
