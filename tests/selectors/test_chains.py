"""The chain: all generations of one matter, as far as the reader may see them."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tracker.models import Finding, Judgment
from tracker.selectors.chains import Chain, chain_of
from tracker.vocabulary import Decision, LinkRelation, Verdict, Wording

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


def test_an_inspected_year_without_a_word_of_it_is_not_a_year_of_the_chain(cast):
    found = factories.finding(year=2016)
    grade(factories.finding(year=2017), "Good")
    assert [year.year for year in chain_of(found, cast.liaison).years] == [2016]


def test_first_raised_is_the_publication_of_the_first_report(cast, generations):
    report = factories.report(year=2016, published_on=date(2017, 3, 2), published_precision="day")
    Finding.objects.filter(pk=generations[0].pk).update(report=report)
    chain = chain_of(generations[2], cast.liaison)
    assert (chain.first, chain.first_raised_on, chain.times_found) == (generations[0], date(2017, 3, 2), 3)


def test_first_raised_has_no_day_when_only_a_later_report_tells_of_it(cast, generations):
    telling = factories.report(year=2017, published_on=date(2018, 3, 1), published_precision="month")
    Finding.objects.filter(pk=generations[0].pk).update(report=telling, wording=Wording.AS_REPORTED)
    assert chain_of(generations[2], cast.liaison).first_raised_on is None


def test_who_decided_a_link_is_named_with_their_capacity(cast, generations):
    chain = chain_of(generations[2], cast.stranger)
    assert {chain.capacities[link.decided_by_id] for link in chain.links} == {"Inspector, HMICFRS"}


def test_a_long_chain_costs_as_many_queries_as_a_short_one(cast):
    short, long = (made_chain(range(2016, 2018), "hertfordshire"), made_chain(range(2000, 2018), "cleveland"))
    assert len(chain_of(long, cast.liaison).findings) == 18
    assert count_queries(long, cast.liaison) == count_queries(short, cast.liaison) == 5


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
