"""Withdrawing what was confirmed by mistake: gone from every list, kept, and nothing left hanging."""

from datetime import UTC, datetime

import pytest

from tests import factories
from tests.factories import NOW
from tests.services.report_files import added, confirmed, proposal, read_report
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence, EvidenceUse, Finding, Judgment, Observation, Statement
from tracker.selectors.corrections import corrections_by_proposal
from tracker.selectors.findings import register
from tracker.services import drafts, findings, guards, proposals, restorations, withdrawals
from tracker.services.guards import ReasonMissing
from tracker.services.withdrawals import NothingToWithdraw, StillInUse
from tracker.vocabulary import Decision, ProposalKind

pytestmark = pytest.mark.django_db
LATER = datetime(2020, 1, 1, 12, tzinfo=UTC)
WHY = "It is a quotation from another force’s report."


@pytest.fixture
def report(cast):
    report = read_report(cast.editor)
    confirmed(report, cast.editor, ProposalKind.JUDGMENT, ProposalKind.FINDING, ProposalKind.MEASURE)
    report.refresh_from_db()
    return report


@pytest.fixture
def row(report):
    return proposal(report, ProposalKind.FINDING)


def withdraw(row, by, reason=WHY):
    return withdrawals.withdraw(proposal=row, reason=reason, by=by, now=NOW)


def test_a_withdrawn_finding_is_kept_and_in_no_list(cast, row):
    finding = row.finding
    assert finding in register(cast.editor)
    row = withdraw(row, cast.inspector)
    assert finding not in register(cast.editor)
    assert not finding.inspection.findings.filter(pk=finding.pk).exists()
    assert Finding.kept.get(pk=finding.pk).withdrawn_at == NOW
    assert (row.status, row.withdrawn_at, row.decided_by) == (Decision.CONFIRMED, NOW, cast.editor)
    event = AuditEvent.objects.get(kind=EventKind.ITEM_WITHDRAWN)
    assert (event.finding, event.data["reason"]) == (finding, WHY)


def test_its_number_is_not_given_again(cast, report, row):
    taken = row.finding.number
    withdraw(row, cast.editor)
    made = findings.raise_finding(
        inspection=report.inspection, kind="area_for_improvement", text="New.", by=cast.editor, now=NOW
    )
    assert made.number > taken


def test_the_same_wording_may_be_confirmed_again_as_another_finding(cast, report, row):
    withdraw(row, cast.editor)
    again = row.report.proposals.create(
        kind=ProposalKind.FINDING, position=999, payload=row.payload, reader="text"
    )
    assert proposals.confirm(proposal=again, by=cast.editor, now=NOW).finding != row.finding


@pytest.mark.parametrize(
    ("hang", "words"),
    [
        (lambda f, cast: factories.update(f, by=cast.liaison), "has updates from the force"),
        (
            lambda f, cast: EvidenceUse.objects.create(
                finding=f,
                force=f.force,
                evidence=Evidence.objects.create(
                    force=f.force, kind="link", title="A page", url="https://example.org",
                    added_by=cast.liaison, added_at=NOW,
                ),
            ),
            "has evidence from the force",
        ),
        (lambda f, cast: factories.statement(f), "A report’s statement is about"),
        (lambda f, cast: factories.link(factories.finding(year=2015), f), "Decide that link anew first"),
        (lambda f, cast: factories.link(f, factories.finding(year=2019)), "Decide that link anew first"),
        (
            lambda f, cast: findings.close(finding=f, reason="no_further_action", by=cast.inspector, now=NOW),
            "is closed",
        ),
    ],
)  # fmt: skip
def test_a_finding_on_which_later_work_hangs_stays(cast, row, hang, words):
    hang(row.finding, cast)
    with pytest.raises(StillInUse, match=words):
        withdraw(row, cast.editor)
    assert Finding.objects.filter(pk=row.finding_id).exists()


def test_a_cause_of_concern_stays_as_long_as_its_recommendations(cast, row):
    Finding.objects.filter(pk=row.finding_id).update(kind="cause_of_concern")
    factories.finding(kind="recommendation", parent=row.finding)
    with pytest.raises(StillInUse, match="Withdraw these first"):
        withdraw(row, cast.editor)


def test_a_link_that_nobody_decided_goes_with_its_finding(cast, row):
    link = factories.link(factories.finding(year=2015), row.finding, status=Decision.PROPOSED)
    withdraw(row, cast.editor)
    link.refresh_from_db()
    assert (link.status, link.decided_by) == (Decision.REJECTED, cast.editor)


def test_the_force_sends_no_update_of_a_withdrawn_finding(cast, row):
    finding = row.finding
    withdraw(row, cast.editor)
    with pytest.raises(guards.FindingWithdrawn, match="recorded by mistake"):
        drafts.save_draft(finding=finding, by=cast.liaison, now=NOW, answers={"narrative": "Done."})


def test_a_withdrawn_statement_no_longer_counts(cast, report):
    earlier = factories.finding(year=2016)
    row = proposal(report, ProposalKind.STATEMENT, "registered sex offenders")
    decision = proposals.StatementDecision(predecessor=earlier)
    row = proposals.confirm(proposal=row, by=cast.editor, now=LATER, decision=decision)
    earlier.refresh_from_db()
    assert earlier.verdict == row.statement.verdict
    withdraw(row, cast.editor)
    earlier.refresh_from_db()
    assert (earlier.verdict, earlier.verdict_year) == ("", None)
    assert not Statement.objects.filter(pk=row.statement_id).exists()
    assert Statement.kept.filter(pk=row.statement_id).exists()


def test_a_statement_that_a_link_rests_on_stays(cast, report):
    earlier = factories.finding(year=2016)
    row = proposal(report, ProposalKind.STATEMENT, "registered sex offenders")
    decision = proposals.StatementDecision(predecessor=earlier, successors=[report.findings.first()])
    row = proposals.confirm(proposal=row, by=cast.editor, now=LATER, decision=decision)
    with pytest.raises(StillInUse, match="rests on this statement"):
        withdraw(row, cast.editor)


def test_a_withdrawn_judgment_makes_room_for_another(cast, report):
    row = proposal(report, ProposalKind.JUDGMENT)
    withdraw(row, cast.editor)
    assert not Judgment.objects.filter(pk=row.judgment_id).exists()
    assert Judgment.objects.create(inspection=report.inspection, question=row.judgment.question)


def test_a_measure_and_a_suggestion_are_withdrawn(cast, report):
    measure = report.proposals.create(
        kind=ProposalKind.MEASURE, position=90, payload={"name": "Arrests", "value": 27}
    )
    measure = proposals.confirm(proposal=measure, by=cast.editor, now=NOW)
    withdraw(measure, cast.editor)
    assert not Observation.objects.filter(pk=measure.observation_id).exists()
    said = report.proposals.create(
        kind=ProposalKind.SUGGESTION, position=90, payload={"text": "It could do more.", "question": None}
    )
    said = proposals.confirm(proposal=said, by=cast.editor, now=NOW)
    assert withdraw(said, cast.editor).withdrawn_at == NOW


def test_the_inspection_stays(cast, report):
    with pytest.raises(StillInUse, match="everything else of the report hangs on it"):
        withdraw(proposal(report, ProposalKind.INSPECTION), cast.editor)


def test_only_what_is_confirmed_is_withdrawn_and_once(cast, report, row):
    with pytest.raises(NothingToWithdraw, match="Reject the proposal instead"):
        withdraw(proposal(report, ProposalKind.STATEMENT), cast.editor)
    withdraw(row, cast.editor)
    with pytest.raises(NothingToWithdraw, match="withdrawn already"):
        withdraw(row, cast.inspector)


def test_nothing_is_withdrawn_without_a_reason_or_by_others(cast, row):
    with pytest.raises(ReasonMissing):
        withdraw(row, cast.editor, reason=" ")
    for by in (cast.liaison, cast.stranger, cast.administrator, cast.nobody):
        with pytest.raises(access.NotAllowed):
            withdraw(row, by)


@pytest.mark.parametrize("kind", [ProposalKind.FINDING, ProposalKind.JUDGMENT, ProposalKind.MEASURE])
def test_a_withdrawal_is_undone_by_a_new_decision_and_both_are_told(cast, report, kind):
    if kind == ProposalKind.MEASURE:
        proposals.confirm(proposal=added(report, kind), by=cast.editor, now=NOW)
    row = withdraw(proposal(report, kind), cast.inspector)
    with pytest.raises(ReasonMissing):
        restorations.restore(proposal=row, reason=" ", by=cast.editor, now=LATER)
    with pytest.raises(access.NotAllowed):
        restorations.restore(proposal=row, reason="It was right.", by=cast.liaison, now=LATER)
    row = restorations.restore(proposal=row, reason="It was right.", by=cast.editor, now=LATER)
    assert row.withdrawn_at is None
    made = row.finding or row.judgment or row.observation
    assert type(made).objects.filter(pk=made.pk).exists()
    told = corrections_by_proposal([withdraw(row, cast.editor, "Wrong again.")])[row.pk]
    assert [each.reason for each in told][:3] == ["Wrong again.", "It was right.", WHY]


def test_what_stands_has_no_withdrawal_to_undo(cast, row):
    with pytest.raises(restorations.NothingToRestore):
        restorations.restore(proposal=row, reason="It was right.", by=cast.editor, now=LATER)


def test_a_withdrawal_is_not_undone_where_another_took_the_place(cast, report, row):
    was = row.finding
    withdraw(row, cast.editor)
    again = findings.raise_finding(
        inspection=was.inspection,
        kind=was.kind,
        text=was.text,
        question=was.question,
        by=cast.editor,
        now=NOW,
    )
    with pytest.raises(restorations.PlaceTaken, match=again.reference):
        restorations.restore(proposal=row, reason="It was right.", by=cast.editor, now=LATER)


def test_a_grade_is_not_restored_beside_another(cast, report):
    row = withdraw(proposal(report, ProposalKind.JUDGMENT), cast.editor)
    Judgment.objects.create(inspection=row.judgment.inspection, question=row.judgment.question)
    with pytest.raises(restorations.PlaceTaken):
        restorations.restore(proposal=row, reason="It was right.", by=cast.editor, now=LATER)
