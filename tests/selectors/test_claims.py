"""Claim against verdict: who said "complete", and what the next report said of it."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.factories import NOW
from tracker.selectors.claims import contradicted_claims, counts_by_force, divergences
from tracker.vocabulary import StatementStrength, Verdict

pytestmark = pytest.mark.django_db

AFTER_NOW, BEFORE_NOW = date(2019, 4, 1), date(2018, 5, 1)


def claimed(cast, force="cleveland", **fields):
    finding = factories.finding(force)
    factories.update(finding, by=cast.liaison, force_status="complete", **fields)
    return finding


def answered(finding, verdict=Verdict.NOT_IMPROVED, **fields):
    fields.setdefault("public_from", AFTER_NOW)
    fields.setdefault("counted_at", NOW)
    return factories.statement(finding, verdict=verdict, **fields)


def found(user):
    return [row.finding.reference for row in contradicted_claims(user)]


@pytest.mark.parametrize("verdict", [Verdict.IMPROVED, Verdict.NOT_IMPROVED, Verdict.WORSE, Verdict.UNCLEAR])
def test_a_claim_that_the_next_verdict_contradicts_is_found(cast, verdict):
    finding = claimed(cast)
    said = answered(finding, verdict)
    [row] = divergences(contradicted_claims(cast.inspector))
    assert (row.finding, row.verdict, row.claim.force_status) == (finding, said, "complete")


def test_a_claim_that_is_borne_out_or_not_answered_is_not(cast):
    answered(claimed(cast), Verdict.RESOLVED)
    answered(claimed(cast), Verdict.NOT_REINSPECTED)
    answered(claimed(cast), counted_at=None)
    answered(claimed(cast), public_from=BEFORE_NOW)
    answered(claimed(cast), strength=StatementStrength.CROSS_REPORT)
    claimed(cast)
    assert found(cast.inspector) == []


def test_who_never_said_complete_is_not_held_to_it(cast):
    finding = factories.finding()
    factories.update(finding, by=cast.liaison, force_status="on_track")
    answered(finding)
    assert found(cast.inspector) == []


def test_the_next_verdict_counts_and_in_one_report_the_plainest(cast):
    resolved_later, plainly = claimed(cast), claimed(cast)
    answered(resolved_later)
    answered(resolved_later, Verdict.RESOLVED, in_report=factories.report(year=2020))
    answered(plainly, Verdict.NOT_IMPROVED, strength=StatementStrength.SUMMARY)
    answered(plainly, Verdict.RESOLVED, strength=StatementStrength.EXPLICIT)
    assert found(cast.inspector) == [resolved_later.reference]


def test_the_latest_answered_claim_stands_for_the_finding(cast):
    finding = claimed(cast)
    answered(finding)
    again = datetime(2019, 6, 1, tzinfo=UTC)
    factories.update(finding, by=cast.liaison, force_status="complete", submitted_at=again)
    assert found(cast.inspector) == [finding.reference]
    later = factories.report(year=2020)
    answered(finding, Verdict.RESOLVED, in_report=later, public_from=date(2021, 4, 1))
    assert found(cast.inspector) == []


def test_it_is_told_to_those_who_see_the_workspace_alone(cast):
    finding, other = claimed(cast), claimed(cast, "hertfordshire")
    answered(finding)
    answered(other)
    both = {finding.reference, other.reference}
    assert set(found(cast.inspector)) == set(found(cast.editor)) == both
    assert found(cast.liaison) == found(cast.viewer) == [finding.reference]
    assert found(cast.stranger) == [other.reference]
    assert found(cast.body) == found(cast.nobody) == []


def test_they_are_counted_by_force(cast):
    for force in ("hertfordshire", "hertfordshire", "cleveland"):
        answered(claimed(cast, force))
    claimed(cast, "kent")
    counts = [(force.slug, force.contradicted) for force in counts_by_force(cast.inspector)]
    assert counts == [("hertfordshire", 2), ("cleveland", 1)]
    assert [force.slug for force in counts_by_force(cast.liaison)] == ["cleveland"]


def test_it_costs_the_same_however_many(cast):
    def queries():
        with CaptureQueriesContext(connection) as made:
            assert divergences(contradicted_claims(cast.inspector))
        return len(made)

    answered(claimed(cast))
    queries()
    before = queries()
    for _ in range(4):
        answered(claimed(cast))
    assert queries() == before == 2
