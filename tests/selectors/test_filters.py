"""What a list of findings can be narrowed by, and what a filter must not tell."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.http import QueryDict

from tests import factories
from tracker.models import Finding
from tracker.selectors.filters import FindingFilter
from tracker.selectors.findings import register
from tracker.vocabulary import Decision, FindingKind, LinkRelation, Verdict


@pytest.fixture(autouse=True)
def everyone(cast) -> None:
    """Findings are made after the people."""


@pytest.fixture
def narrow():
    """`narrow("year=2017", user)` gives the references that match."""

    def narrow(query: str, user) -> set[str]:
        found = filter_of(query, user)
        assert found.is_valid(), found.errors
        return {finding.reference for finding in found.qs}

    return narrow


def filter_of(query: str, user) -> FindingFilter:
    return FindingFilter(QueryDict(query), queryset=register(user), request=SimpleNamespace(user=user))


def test_facts_of_the_register(cast, narrow):
    old = factories.finding(year=2016, kind=FindingKind.CAUSE_OF_CONCERN)
    new = factories.finding(text="The force should manage registered sex offenders.")
    other = factories.finding("hertfordshire", verdict=Verdict.IMPROVED, verdict_year=2018)
    everything = {finding.reference for finding in (old, new, other)}
    for query, expected in {
        "": everything,
        "force=hertfordshire": {other.reference},
        "year=2016": {old.reference},
        "programme=peel-2016": {old.reference},
        "kind=cause_of_concern": {old.reference},
        "kind=cause_of_concern&kind=area_for_improvement": everything,
        "question=protecting-vulnerable-people": everything,
        "inspectorate_status=open": everything,
        "inspectorate_status=closed": set(),
        "verdict=improved": {other.reference},
        "q=OFFENDERS sex": {new.reference},
        f"q={new.reference}": {new.reference},
        "q=nothing of the kind": set(),
        "year=2017&force=cleveland": {new.reference},
    }.items():
        assert narrow(query, cast.stranger) == expected, query


@pytest.mark.parametrize("query", ["force_status=on_track", "overdue=true", "overdue=false", "lead=none"])
def test_facts_of_the_workspace_match_where_the_workspace_is_seen(cast, narrow, query):
    facts = {
        "force_status": "on_track",
        "force_due_on": date(2020, 1, 1) if query == "overdue=true" else None,
    }
    ours = factories.finding(**facts)
    theirs = factories.finding("hertfordshire", **facts)
    assert narrow(query, cast.liaison) == {ours.reference}
    assert narrow(query, cast.stranger) == {theirs.reference}
    assert narrow(query, cast.inspector) == {ours.reference, theirs.reference}
    assert narrow(query, cast.body) == set()


@pytest.mark.parametrize("status", ["under_review", "more_evidence_needed"])
def test_what_hmicfrs_says_matches_as_far_as_it_is_told(cast, narrow, status):
    ours = factories.finding(inspectorate_status=status)
    theirs = factories.finding("hertfordshire", inspectorate_status=status)
    both = {ours.reference, theirs.reference}
    for person, told in [(cast.liaison, {ours.reference}), (cast.inspector, both), (cast.body, set())]:
        assert narrow(f"inspectorate_status={status}", person) == told
        assert narrow("inspectorate_status=open", person) == both - told
        assert narrow(f"inspectorate_status=open&inspectorate_status={status}", person) == both
        assert narrow("inspectorate_status=closed", person) == set()


def test_lead(cast, narrow):
    mine = factories.finding(lead=cast.liaison)
    nobodys = factories.finding()
    assert narrow("lead=me", cast.liaison) == {mine.reference}
    assert narrow("lead=none", cast.liaison) == {nobodys.reference}
    assert narrow(f"lead={cast.liaison.email}", cast.viewer) == {mine.reference}


def test_chain_counts_inspections(cast, narrow):
    first, second, third = (factories.finding(year=year) for year in (2015, 2016, 2017))
    pair, later = factories.finding(year=2016), factories.finding()
    factories.finding()
    factories.link(first, second)
    factories.link(second, third)
    factories.link(pair, later, relation=LinkRelation.CONTINUES_IN_PART)
    trio = {first.reference, second.reference, third.reference}
    assert narrow("chain=3", cast.liaison) == trio
    assert narrow("chain=2", cast.liaison) == trio | {pair.reference, later.reference}


@pytest.mark.parametrize(
    "facts",
    [{"status": Decision.PROPOSED}, {"status": Decision.REJECTED}, {"relation": LinkRelation.RELATED}],
)
def test_chain_is_made_of_confirmed_links_of_one_matter(cast, narrow, facts):
    factories.link(factories.finding(year=2016), factories.finding(), **facts)
    assert narrow("chain=2", cast.inspector) == set()


def test_chain_does_not_tell_of_an_embargoed_finding(cast, narrow):
    old = factories.finding(year=2016)
    secret = factories.finding(public_from=None)
    factories.link(old, secret)
    assert narrow("chain=2", cast.liaison) == set()
    assert narrow("chain=2", cast.inspector) == {old.reference, secret.reference}


@pytest.mark.parametrize(
    "query",
    [
        "force=nowhere",
        "force=%00",
        "year=banana",
        "year=99999999999999999999",
        "kind=banana",
        "kind=%00",
        "question=banana",
        "question=%00",
        "programme=%00",
        "chain=1",
        "overdue=perhaps",
        "lead=%00",
        "q=%00",
        "q=" + "long" * 100,
    ],
)
def test_what_cannot_be_asked_is_refused(cast, query):
    refused = filter_of(query, cast.liaison)
    assert not refused.is_valid()
    assert list(refused.errors) == [query.partition("=")[0]]


def test_the_order_is_total(cast):
    for year in (2016, 2017, 2016):
        factories.finding(year=year)
        factories.finding("hertfordshire", year=year)
    rows = list(register(cast.inspector))
    assert rows == sorted(rows, key=lambda finding: (-finding.year, finding.reference))
    assert len(rows) == Finding.objects.count()
