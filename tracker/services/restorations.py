"""Undoing a withdrawal by a new decision, while nothing has taken the place of what was withdrawn."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Finding, Judgment, Observation, Proposal, Statement
from tracker.refusals import Conflict
from tracker.roles import Permission
from tracker.services import audit, proposals, themes, verdicts
from tracker.services.guards import ReasonMissing, lock_finding
from tracker.vocabulary import Decision, ProposalKind


class NothingToRestore(Conflict):
    code = "nothing_to_restore"


class PlaceTaken(Conflict):
    """Another stands in its place, or what it belongs to is withdrawn. The sentence says which."""

    code = "place_taken"


@transaction.atomic
def restore(*, proposal: Proposal, reason: str, by: User, now: datetime) -> Proposal:
    """Have what was withdrawn stand again as it stood. The withdrawal and its reason stay to be read.

    Links that were rejected with it stay rejected. Raises NotAllowed, ReasonMissing, NothingToRestore,
    PlaceTaken.
    """
    access.require(by, Permission.DECIDE_REPORT)
    if not reason.strip():
        raise ReasonMissing("Enter why it stands after all.")
    report = proposals.held(proposal.report_id)
    proposal = proposals.of_report(report, proposal.pk)
    refuse_not_withdrawn(proposal)
    finding = RESTORERS[proposal.kind](proposal, now)
    audit.record(
        EventKind.ITEM_RESTORED,
        by=by,
        now=now,
        finding=finding,
        report=report,
        proposal_id=proposal.pk,
        proposed=proposal.kind,
        reason=reason.strip(),
    )
    proposal.refresh_from_db()
    return proposal


def refuse_not_withdrawn(proposal: Proposal) -> None:
    """Raises NothingToRestore."""
    if proposal.withdrawn_at is None:
        raise NothingToRestore("This is not withdrawn, so there is nothing to undo.")


def _finding(proposal: Proposal, now: datetime) -> Finding:
    row = Finding.kept.select_for_update(of=("self",)).select_related("parent").get(proposals=proposal)
    same = Finding.objects.filter(
        inspection=row.inspection_id, kind=row.kind, question=row.question_id, text=row.text
    ).first()
    if same:
        raise PlaceTaken(f"{same} stands in its place with the same words.")
    if row.parent and row.parent.withdrawn_at:
        raise PlaceTaken(f"Its cause of concern {row.parent} is withdrawn. Undo that first.")
    row.withdrawn_at = None
    row.version += 1  # the row is locked, so counting here cannot lose a change
    row.save(update_fields=["withdrawn_at", "version"])
    _stand_again(row)
    themes.propose_for(row, now=now)
    return row


def _statement(proposal: Proposal, now: datetime) -> Finding | None:
    row = Statement.kept.select_for_update(of=("self",)).get(proposals=proposal)
    if row.finding and row.finding.withdrawn_at:
        raise PlaceTaken(f"{row.finding}, of which it tells, is withdrawn. Undo that first.")
    row.withdrawn_at = None
    row.save(update_fields=["withdrawn_at"])
    _stand_again(row)
    if row.finding and row.counted_at:
        verdicts.recount(lock_finding(row.finding))
        return row.finding
    return None  # not told on the finding before the report is published


def _judgment(proposal: Proposal, now: datetime) -> None:
    row = Judgment.kept.select_for_update(of=("self",)).get(proposals=proposal)
    if Judgment.objects.filter(inspection=row.inspection_id, question=row.question_id).exists():
        raise PlaceTaken("Another grade of this question stands in its place. Correct or withdraw that one.")
    _mark(row)


def _measure(proposal: Proposal, now: datetime) -> None:
    row = Observation.kept.select_for_update(of=("self",)).get(proposals=proposal)
    same = Observation.objects.filter(
        report=row.report_id, measure=row.measure_id, period=row.period, comparator=row.comparator
    )
    if same.exists():
        raise PlaceTaken("The same measure of this report stands in its place. Correct or withdraw that one.")
    _mark(row)


def _mark(row: Judgment | Observation) -> None:
    row.withdrawn_at = None
    row.save(update_fields=["withdrawn_at"])
    _stand_again(row)


def _stand_again(row: Model) -> None:
    row.proposals.filter(status=Decision.CONFIRMED).update(withdrawn_at=None)  # type: ignore[attr-defined]


def _suggestion(proposal: Proposal, now: datetime) -> None:
    proposal.withdrawn_at = None
    proposal.save(update_fields=["withdrawn_at"])


RESTORERS: dict[str, Callable[[Proposal, datetime], Finding | None]] = {
    ProposalKind.FINDING: _finding,
    ProposalKind.STATEMENT: _statement,
    ProposalKind.JUDGMENT: _judgment,
    ProposalKind.MEASURE: _measure,
    ProposalKind.SUGGESTION: _suggestion,
}
