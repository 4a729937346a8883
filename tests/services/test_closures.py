"""Offered closures: what offers one, who takes it, who leaves the finding open."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, DeclinedClosure, Finding
from tracker.selectors.closures import offered, offers_on
from tracker.selectors.timelines import timeline_of
from tracker.services import closures, findings, links
from tracker.services.guards import ReasonMissing
from tracker.vocabulary import ClosureReason, Decision, LinkRelation, Verdict

LATER = NOW + timedelta(days=1)
TOMORROW = date(2999, 1, 1)
SUPERSEDED, VERIFIED = ClosureReason.SUPERSEDED, ClosureReason.VERIFIED


@pytest.fixture
def earlier(cast):
    return factories.finding(year=2016)


@pytest.fixture
def link(earlier):
    return factories.link(earlier, factories.finding(year=2017))


def resolved(finding, **fields):
    """The report of the year after says so, and it counts."""
    said = factories.statement(finding, verdict=Verdict.RESOLVED, counted_at=NOW, **fields)
    Finding.objects.filter(pk=finding.pk).update(verdict=Verdict.RESOLVED, verdict_year=said.year)
    return said


def reasons(finding):
    return [offer.reason for offer in offers_on(finding)]


def take(finding, reason, by, **fields):
    return closures.take(finding=finding, reason=reason, by=by, now=LATER, **fields)


def decline(finding, by, note="The visits are not carried on.", now=LATER):
    return closures.decline(finding=finding, note=note, by=by, now=now)


# --- what is offered ----------------------------------------------------------------------------------------


def test_what_continues_an_open_finding_offers_to_supersede_it(cast, earlier, link):
    [offer] = offers_on(earlier)
    assert (offer.reason, offer.link) == (SUPERSEDED, link)
    assert list(offered(cast.inspector)) == [earlier]
    assert not offered(cast.editor).exists()
    assert not offered(cast.liaison).exists()


@pytest.mark.parametrize("relation", [LinkRelation.CONTINUES_IN_PART, LinkRelation.RELATED])
def test_a_part_or_a_relation_offers_nothing(cast, earlier, relation):
    factories.link(earlier, factories.finding(year=2017), relation=relation)
    assert reasons(earlier) == []


@pytest.mark.parametrize("status", [Decision.PROPOSED, Decision.REJECTED])
def test_a_link_that_is_not_confirmed_offers_nothing(cast, earlier, status):
    factories.link(earlier, factories.finding(year=2017), status=status)
    assert reasons(earlier) == []


def test_what_is_not_published_yet_offers_nothing(cast, earlier):
    embargoed = factories.inspection(year=2017, public_from=TOMORROW)
    factories.link(earlier, factories.finding(inspection=embargoed))
    assert reasons(earlier) == []


def test_resolved_offers_to_close_as_verified_by_that_statement(cast, earlier):
    said = resolved(earlier)
    [offer] = offers_on(earlier)
    assert (offer.reason, offer.statement) == (VERIFIED, said)


def test_a_verdict_that_does_not_stand_offers_nothing(cast, earlier):
    resolved(earlier)
    Finding.objects.filter(pk=earlier.pk).update(verdict=Verdict.NOT_IMPROVED)
    assert reasons(earlier) == []


def test_an_undone_link_offers_nothing_any_more(cast, earlier, link):
    links.decide(link=link, decision=Decision.REJECTED, note="No.", replaces=1, by=cast.editor, now=NOW)
    assert reasons(earlier) == []
    with pytest.raises(closures.NothingOffered, match="as superseded is not offered"):
        take(earlier, SUPERSEDED, cast.inspector)


# --- taken --------------------------------------------------------------------------------------------------


def test_taken_it_closes_and_names_who_and_what_carries_on(cast, earlier, link):
    take(earlier, SUPERSEDED, cast.inspector, note="Carried on.")
    earlier.refresh_from_db()
    assert (earlier.closure_reason, earlier.closed_by) == (SUPERSEDED, cast.inspector)
    link.successor.refresh_from_db()
    assert not link.successor.is_closed
    event = AuditEvent.objects.get(kind=EventKind.FINDING_CLOSED)
    assert (event.data["link_id"], event.data["statement_id"]) == (link.pk, None)
    told = timeline_of(earlier)[0]
    assert told.sentence == f"Closed: superseded, carried on by {link.successor}"
    assert reasons(earlier) == []


def test_a_statement_verifies(cast, earlier):
    said = resolved(earlier)
    take(earlier, VERIFIED, cast.inspector)
    assert AuditEvent.objects.get(kind=EventKind.FINDING_CLOSED).data["statement_id"] == said.pk


@pytest.mark.parametrize("who", ["liaison", "editor", "administrator"])
def test_only_who_reviews_takes_or_declines(cast, earlier, link, who):
    for deed in (lambda by: take(earlier, SUPERSEDED, by), lambda by: decline(earlier, by)):
        with pytest.raises(access.NotAllowed):
            deed(getattr(cast, who))
    earlier.refresh_from_db()
    assert not earlier.is_closed


def test_an_update_that_nobody_has_decided_on_comes_first(cast, earlier, link):
    Finding.objects.filter(pk=earlier.pk).update(inspectorate_status="under_review")
    with pytest.raises(closures.UpdateUndecided, match="Decide on it first"):
        take(earlier, SUPERSEDED, cast.inspector)


def test_another_reason_than_the_offered_is_refused(cast, earlier, link):
    for reason in (VERIFIED, ClosureReason.NO_FURTHER_ACTION, "nonsense"):
        with pytest.raises(closures.NothingOffered):
            take(earlier, reason, cast.inspector)


def test_who_comes_second_is_told_who_was_first(cast, earlier, link):
    take(earlier, SUPERSEDED, cast.inspector)
    for deed in (take, lambda finding, reason, by: decline(finding, by)):
        with pytest.raises(findings.AlreadyClosed, match=f"by {cast.inspector}"):
            deed(earlier, SUPERSEDED, cast.second_inspector)


def test_a_voided_closure_is_offered_again(cast, earlier, link):
    take(earlier, SUPERSEDED, cast.inspector)
    findings.void_closure(finding=earlier, reason="By mistake.", by=cast.administrator, now=LATER)
    assert reasons(earlier) == [SUPERSEDED]


# --- declined -----------------------------------------------------------------------------------------------


def test_declined_it_is_gone_and_who_and_why_are_kept(cast, earlier, link):
    resolved(earlier)
    decline(earlier, cast.inspector)
    assert reasons(earlier) == []
    rows = DeclinedClosure.objects.filter(finding=earlier, declined_by=cast.inspector)
    assert {row.reason for row in rows} == {SUPERSEDED, VERIFIED}
    told = timeline_of(earlier)[0]
    assert told.sentence.startswith("Left open, though closure as")
    assert told.detail == "The visits are not carried on."


def test_a_decline_says_why(cast, earlier, link):
    with pytest.raises(ReasonMissing):
        decline(earlier, cast.inspector, note=" ")
    assert reasons(earlier) == [SUPERSEDED]


def test_nothing_offered_is_nothing_to_decline(cast, earlier):
    with pytest.raises(closures.NothingOffered):
        decline(earlier, cast.inspector)


def test_a_later_link_offers_it_anew(cast, earlier, link):
    decline(earlier, cast.inspector)
    newer = factories.link(earlier, factories.finding(year=2018), decided_at=LATER + timedelta(hours=1))
    [offer] = offers_on(earlier)
    assert offer.link == newer
