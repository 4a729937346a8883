"""The history of a finding: each deed with its sentence, who did it and when."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.factories import NOW
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent
from tracker.selectors.timelines import SENTENCES, Row, timeline_of
from tracker.selectors.untold import NOT_ON_A_TIMELINE
from tracker.services import audit, evidence, findings, links, reviews, updates, verdicts
from tracker.vocabulary import ClosureReason, Decision, LinkRelation, Verdict

DAY = timedelta(days=1)


@pytest.fixture
def finding(cast):
    return factories.finding()


def newest(finding) -> Row:
    return timeline_of(finding)[0]


def sent(finding, by, **fields):
    fields = {"force_status": "on_track", "narrative": "Visits are made on time."} | fields
    return updates.submit(finding=finding, by=by, now=NOW, **fields)


def test_every_kind_of_event_has_a_sentence_or_is_left_out_on_purpose():
    assert set(SENTENCES) | NOT_ON_A_TIMELINE == set(EventKind)
    assert not set(SENTENCES) & NOT_ON_A_TIMELINE


def test_an_update_tells_what_the_force_says_and_who_sent_it(cast, finding):
    sent(finding, cast.liaison, force_status="waiting", waiting_on="Tees Valley probation service")
    row = newest(finding)
    assert row.sentence == "Update 1 sent: waiting on another organisation, Tees Valley probation service"
    assert row.detail == "Visits are made on time."
    assert row.by == "Liaison, Force liaison officer, Cleveland Police"
    assert row.when == NOW


def test_more_evidence_is_asked_for_by_a_day(cast, finding):
    update = sent(finding, cast.liaison)
    reviews.return_to_force(
        update=update, by=cast.inspector, now=NOW, reason="Show the visits.", more_by=date(2018, 8, 1)
    )
    row = newest(finding)
    assert row.sentence == "More evidence asked for by 1 August 2018, on update 1"
    assert (row.detail, row.by) == ("Show the visits.", "Inspector, Inspector, HMICFRS")


def test_acceptance_and_closure_are_two_rows_newest_first(cast, finding):
    update = sent(finding, cast.liaison)
    reviews.accept(update=update, by=cast.inspector, now=NOW, reason="Seen.", close_as=ClosureReason.VERIFIED)
    closed, accepted, _ = timeline_of(finding)
    assert (closed.sentence, accepted.sentence) == ("Closed: verified", "Update 1 accepted")


def test_a_voided_closure_says_why(cast, finding):
    findings.close(finding=finding, reason=ClosureReason.VERIFIED, by=cast.inspector, now=NOW)
    findings.void_closure(finding=finding, reason="Wrong finding.", by=cast.administrator, now=NOW)
    row = newest(finding)
    assert row.sentence.startswith("Closure voided")
    assert row.detail == "Wrong finding."


def test_evidence_added_and_withdrawn(cast, finding):
    item = evidence.add_link(
        finding=finding,
        url="https://www.cleveland.police.uk/plan",
        by=cast.liaison,
        now=NOW,
        title="The plan",
    )
    assert newest(finding).sentence == "Evidence added: The plan"
    evidence.withdraw(evidence=item, by=cast.liaison, now=NOW, reason="Out of date.")
    assert newest(finding).sentence == "Evidence withdrawn: The plan"
    assert newest(finding).detail == "Out of date."


def test_a_verdict_brings_the_report_s_sentence(cast, finding):
    said = factories.statement(finding, quote="It is done.", verdict=Verdict.RESOLVED)
    verdicts.record(statement=said, by=cast.editor, now=timezone.now())
    row = newest(finding)
    assert (row.sentence, row.quote) == ("Verdict of the 2018 report: resolved", "It is done.")


def test_a_link_names_the_earlier_finding(cast, finding):
    later = factories.finding(year=2018)
    by = {"by": cast.editor, "now": NOW}
    link = links.link(
        predecessor=finding, successor=later, relation=LinkRelation.CONTINUES, note="One unit.", **by
    )
    told = f"Linked to the earlier finding {finding.reference}: continues"
    assert (newest(later).sentence, newest(later).detail) == (told, "One unit.")
    links.decide(link=link, decision=Decision.REJECTED, note="Two units.", replaces=1, **by)
    told = f"Link to {finding.reference} rejected"
    assert (newest(later).sentence, newest(later).detail) == (told, "Two units.")


def test_a_finding_raised_names_its_report(cast):
    report = factories.report(title="PEEL: Police effectiveness 2017")
    raised = findings.raise_finding(
        inspection=report.inspection, kind="area_for_improvement", text="Do better.", by=cast.editor, now=NOW,
        report=report,
    )  # fmt: skip
    assert newest(raised).sentence == "Recorded from PEEL: Police effectiveness 2017"


def test_who_read_the_evidence_is_not_on_the_timeline(cast, finding):
    audit.record(EventKind.EVIDENCE_DOWNLOADED, by=cast.inspector, now=NOW, finding=finding)
    assert timeline_of(finding) == []


def test_another_finding_s_events_are_not_told(cast, finding):
    sent(factories.finding(), cast.liaison)
    assert timeline_of(finding) == []


def test_a_long_history_costs_as_many_queries_as_a_short_one(cast):
    short, long = factories.finding(), factories.finding()
    sent(short, cast.liaison)
    for day in range(30):
        updates.submit(
            finding=long,
            by=cast.liaison,
            now=NOW + day * DAY,
            force_status="on_track",
            narrative=f"Day {day}.",
        )
    assert AuditEvent.objects.filter(finding=long).count() == 30
    assert count_queries(long) == count_queries(short) == 5


def count_queries(finding) -> int:
    with CaptureQueriesContext(connection) as queries:
        timeline_of(finding)
    return len(queries)
