"""Merging a finding as reported into the real one: what moves, what is refused, and taking it back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Finding, FindingLink, FindingMerge, UpdateDraft
from tracker.selectors.after_import import unaccounted_for
from tracker.selectors.chains import chain_of
from tracker.selectors.claims import contradicted_claims, divergences
from tracker.selectors.findings import register
from tracker.selectors.timelines import timeline_of
from tracker.services import merges, repeats
from tracker.services.guards import ReasonMissing
from tracker.vocabulary import Decision, Verdict

pytestmark = pytest.mark.django_db

TOLD = "the force should ensure that it manages effectively the risk posed by registered sex offenders"
WORDED = "The force should ensure that it manages the risk posed by registered sex offenders effectively."
VEHICLES = "The force should replace the vehicles of its roads policing unit when they reach the age limit."
LATER = NOW + timedelta(days=1)


@pytest.fixture
def told():
    """Known by the 2017 report alone, which says that it has not improved and takes it up again."""
    report = factories.report(year=2017, status="decided", decided_at=NOW)
    finding = factories.finding(year=2016, text=TOLD, wording="as_reported", report=report)
    said = factories.statement(finding, in_report=report, counted_at=NOW)
    factories.link(finding, factories.finding(year=2017, report=report), statement=said)
    Finding.objects.filter(pk=finding.pk).update(verdict=Verdict.NOT_IMPROVED, verdict_year=2017)
    finding.refresh_from_db()
    return finding


@pytest.fixture
def own_report():
    return factories.report(year=2016, status="decided", decided_at=NOW)


@pytest.fixture
def real(own_report):
    return factories.finding(year=2016, text=WORDED, report=own_report)


def merge(told, real, cast, **more):
    return merges.merge_findings(reported=told, original=real, by=cast.editor, now=NOW, **more)


def undo(row, cast, reason="Another matter."):
    return merges.undo(merge=row, reason=reason, by=cast.inspector, now=LATER)


def facts(*findings):
    """Everything that hangs on the findings, as it is kept."""
    for finding in findings:
        finding.refresh_from_db()
    return [
        (
            finding.verdict,
            finding.force_status,
            finding.last_update_at,
            finding.lead_id,
            finding.merged_into_id,
            finding.inspectorate_status,
            list(finding.statements.values_list("pk", flat=True)),
            list(finding.successor_links.order_by("pk").values_list("pk", "status", "relation", "statement")),
            list(finding.predecessor_links.order_by("pk").values_list("pk", "status", "relation")),
        )
        for finding in findings
    ]


# --- Proposed by a machine ------------------------------------------------------------------------------


def test_the_earlier_report_s_own_wording_is_proposed_with_reasons(told, own_report, real):
    factories.finding(year=2016, text=VEHICLES, report=own_report)
    repeats.propose(report_id=own_report.pk, now=NOW)
    row = FindingMerge.objects.get()
    assert (row.reported, row.original, row.status) == (told, real, Decision.PROPOSED)
    assert 0 < row.score <= 1
    assert row.reasons
    assert AuditEvent.objects.get(kind=EventKind.REPORT_COMPARED).data["merges"] == 1


def test_so_it_is_when_the_later_report_comes_in_last(told, real):
    repeats.propose(report_id=told.report_id, now=NOW)
    assert FindingMerge.objects.get().original == real


def test_proposing_again_adds_nothing_and_leaves_what_is_decided(cast, told, own_report, real):
    repeats.propose(report_id=own_report.pk, now=NOW)
    merges.decide(merge=FindingMerge.objects.get(), decision="rejected", by=cast.editor, now=NOW)
    type(own_report).objects.filter(pk=own_report.pk).update(compared_at=None)
    repeats.propose(report_id=own_report.pk, now=NOW)
    assert FindingMerge.objects.get().status == Decision.REJECTED


def test_a_report_that_is_not_decided_or_another_force_s_proposes_nothing(told):
    undecided = factories.report(year=2016)
    factories.finding(year=2016, text=WORDED, report=undecided)
    factories.finding("hertfordshire", year=2016, text=WORDED)
    repeats.propose(report_id=told.report_id, now=NOW)
    assert not FindingMerge.objects.exists()


# --- Merging --------------------------------------------------------------------------------------------


def test_what_hangs_on_the_one_hangs_on_the_other(cast, told, real):
    said, link = told.statements.get(), told.successor_links.get()
    row = merge(told, real, cast, note="The same words.")
    told.refresh_from_db()
    real.refresh_from_db()
    assert (row.status, row.decided_by, told.merged_into) == (Decision.CONFIRMED, cast.editor, real)
    assert (real.statements.get(), real.successor_links.get()) == (said, link)
    assert (real.verdict, real.verdict_year, real.is_closed) == (Verdict.NOT_IMPROVED, 2017, False)
    event = AuditEvent.objects.get(kind=EventKind.FINDING_MERGED)
    assert (event.finding, event.data["reported"], event.data["note"]) == (
        real,
        told.reference,
        "The same words.",
    )


def test_it_is_counted_once(cast, told, real):
    successor = told.successor_links.get().successor
    merge(told, real, cast)
    assert told not in register(cast.liaison)
    assert set(chain_of(real, cast.liaison).findings) == {real, successor}
    assert not unaccounted_for(successor.inspection).exists()


def test_its_reference_leads_to_the_real_one(cast, told, real):
    merge(told, real, cast)
    assert access.get_finding_for(cast.stranger, told.reference) == real
    assert access.get_held_finding_for(cast.stranger, told.reference) == told
    with pytest.raises(access.NotVisible):
        access.get_finding_for(cast.nobody, told.reference)


def test_what_the_force_sent_before_stays_readable_and_counts(cast, told, real):
    factories.update(told, by=cast.liaison, force_status="complete")
    Finding.objects.filter(pk=told.pk).update(force_status="complete", last_update_at=NOW, lead=cast.viewer)
    told.statements.update(public_from=date(2019, 4, 1))
    before = [row.verdict for row in divergences(contradicted_claims(cast.inspector))]
    draft = UpdateDraft.objects.create(finding=told, user=cast.liaison, finding_version=1, saved_at=NOW)
    merge(told, real, cast)
    real.refresh_from_db()
    assert (real.force_status, real.last_update_at, real.lead) == ("complete", NOW, cast.viewer)
    [claim] = divergences(contradicted_claims(cast.inspector))
    assert (claim.finding, [claim.verdict]) == (real, before)
    draft.refresh_from_db()
    assert draft.finding == real
    assert told.updates.count() == 1


def test_the_history_of_both_is_told_on_the_real_one(cast, told, real):
    AuditEvent.objects.create(
        kind=EventKind.FINDING_RAISED, at=NOW, actor=cast.editor, finding=told, force=told.force,
        report=told.report, data={"wording": "as_reported"},
    )  # fmt: skip
    merge(told, real, cast)
    sentences = [row.sentence for row in timeline_of(real)]
    assert f"{told.reference}, told of by a later report, merged into this" in sentences
    title = told.report.title
    assert f"{told.reference}: Recorded from {title}, as a later report tells of it" in sentences


def test_a_link_that_both_have_is_kept_once_and_given_back(cast, told, real):
    mine = told.successor_links.get()
    twin = factories.link(real, mine.successor, status="proposed", score=0.4, relation="related")
    before = facts(told, real)
    row = merge(told, real, cast)
    twin.refresh_from_db()
    assert (twin.status, twin.relation, twin.statement) == (Decision.CONFIRMED, mine.relation, mine.statement)
    assert [link.pk for link in FindingLink.objects.confirmed()] == [twin.pk]
    undo(row, cast)
    assert facts(told, real) == before
    twin.refresh_from_db()
    assert (twin.decided_at, twin.decided_by) == (None, None)


# --- Taking it back -------------------------------------------------------------------------------------


def test_a_merge_is_undone_by_a_new_decision(cast, told, real):
    factories.update(told, by=cast.liaison)
    Finding.objects.filter(pk=told.pk).update(force_status="at_risk", last_update_at=NOW, lead=cast.viewer)
    factories.link(factories.finding(year=2015), told)
    before = facts(told, real)
    row = undo(merge(told, real, cast), cast)
    assert facts(told, real) == before
    assert (row.status, row.decided_by, row.note) == (Decision.REJECTED, cast.inspector, "Another matter.")
    assert AuditEvent.objects.get(kind=EventKind.MERGE_UNDONE).finding == real
    merge(told, real, cast)  # and so is that
    told.refresh_from_db()
    assert told.merged_into == real


def test_what_came_since_stays_and_one_undone_twice_is_refused(cast, told, real):
    row = merge(told, real, cast)
    since = factories.statement(real, counted_at=NOW, verdict=Verdict.RESOLVED)
    undo(row, cast)
    real.refresh_from_db()
    assert (list(real.statements.all()), real.verdict) == ([since], Verdict.RESOLVED)
    with pytest.raises(merges.NotMerged):
        undo(row, cast)
    with pytest.raises(ReasonMissing):
        undo(row, cast, reason=" ")


def test_one_merged_step_by_step_comes_back_step_by_step(cast, told, real):
    other = factories.finding(year=2016, wording="as_reported", report=told.report)
    before = facts(told, other, real)
    first, second = merge(told, other, cast), merge(other, real, cast)
    told.refresh_from_db()
    assert told.merged_into == real
    undo(first, cast)
    told.refresh_from_db()
    assert (told.merged_into, told.statements.count(), real.statements.count()) == (None, 1, 0)
    undo(second, cast)
    assert facts(told, other, real) == before


# --- Refused --------------------------------------------------------------------------------------------


def test_a_second_person_is_told_who_was_first(cast, told, real):
    row = FindingMerge.objects.create(reported=told, original=real, score=0.5)
    deed = {"merge": row, "now": NOW}
    merges.decide(**deed, decision="rejected", by=cast.editor)
    assert merges.decide(**deed, decision="rejected", by=cast.inspector).decided_by == cast.editor
    with pytest.raises(merges.AlreadyDecided, match=f"by {cast.editor}"):
        merges.decide(**deed, decision="confirmed", by=cast.inspector)


def test_what_cannot_be_the_same_is_refused(cast, told, real):
    other_force = factories.finding("hertfordshire", year=2016)
    of_the_report = factories.finding(year=2017)
    embargoed = factories.finding(year=2016, public_from=None)
    refusals = [
        (told, other_force, merges.OtherForce),
        (told, of_the_report, merges.NotBeforeItsReport),
        (told, embargoed, merges.StillEmbargoed),
        (told, told, merges.MergeInACircle),
        (real, factories.finding(year=2016), merges.BothPublished),
        (real, told, merges.BothPublished),
    ]
    for reported, original, refusal in refusals:
        with pytest.raises(refusal):
            merge(reported, original, cast)
    assert not FindingMerge.objects.exists()


def test_what_is_merged_already_is_refused(cast, told, real):
    other = factories.finding(year=2016, wording="as_reported", report=told.report)
    merge(told, other, cast)
    with pytest.raises(merges.MergeInACircle):
        merge(other, told, cast)
    with pytest.raises(merges.AlreadyMerged, match=other.reference):
        merge(told, real, cast)


@pytest.mark.parametrize("status", ["under_review", "more_evidence_needed"])
def test_work_under_way_comes_first(cast, told, real, status):
    Finding.objects.filter(pk=told.pk).update(inspectorate_status=status)
    with pytest.raises(merges.WorkUnderWay):
        merge(told, real, cast)


def test_only_readers_of_reports_merge(cast, told, real):
    row = FindingMerge.objects.create(reported=told, original=real)
    for person in (cast.liaison, cast.administrator, cast.nobody):
        with pytest.raises(access.NotAllowed):
            merges.merge_findings(reported=told, original=real, by=person, now=NOW)
        with pytest.raises(access.NotAllowed):
            merges.decide(merge=row, decision="confirmed", by=person, now=NOW)


@pytest.mark.parametrize("target", ["another force's", "itself", "one that is merged"])
def test_the_database_keeps_the_rules(told, real, target):
    merged = factories.finding(year=2016, wording="as_reported", merged_into=real)
    into = {"another force's": factories.finding("hertfordshire", year=2016), "itself": told}.get(
        target, merged
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=told.pk).update(merged_into=into)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=factories.finding(year=2016).pk).update(merged_into=real)
