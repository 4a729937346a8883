"""Withdrawing what was confirmed by mistake. It is never deleted, and nothing that others rest on goes."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import (
    AuditEvent,
    Finding,
    FindingLink,
    Judgment,
    Observation,
    Proposal,
    Statement,
)
from tracker.models.links import FindingLinkQuerySet
from tracker.refusals import Conflict
from tracker.roles import Permission
from tracker.services import audit, links, verdicts
from tracker.services.guards import ReasonMissing, lock_finding
from tracker.vocabulary import Decision, ProposalKind


class StillInUse(Conflict):
    """Something later hangs on it. The sentence says what, and what to do first."""

    code = "still_in_use"


class NothingToWithdraw(Conflict):
    code = "nothing_to_withdraw"


@transaction.atomic
def withdraw(*, proposal: Proposal, reason: str, by: User, now: datetime) -> Proposal:
    """Withdraw what confirming the proposal made: a finding, statement, judgment, measure or suggestion.

    The proposal keeps its quote and who confirmed it. Of a finding that several reports propose, all are
    marked. Raises NotAllowed, ReasonMissing, NothingToWithdraw, StillInUse.
    """
    access.require(by, Permission.DECIDE_REPORT)
    reason = _reason(reason)
    proposal = _held(proposal)
    finding = WITHDRAWALS[proposal.kind](proposal, by, now)
    audit.record(
        EventKind.ITEM_WITHDRAWN,
        by=by,
        now=now,
        finding=finding,
        report=proposal.report,
        proposal_id=proposal.pk,
        proposed=proposal.kind,
        reason=reason,
    )
    proposal.refresh_from_db()
    return proposal


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing("Enter why it was a mistake.")
    return reason.strip()


def _held(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("report__inspection")
    proposal = rows.get(pk=proposal.pk)
    if proposal.status != Decision.CONFIRMED:
        raise NothingToWithdraw("Only what was confirmed can be withdrawn. Reject the proposal instead.")
    if proposal.withdrawn_at:
        raise NothingToWithdraw("This was withdrawn already.")
    return proposal


def _inspection(proposal: Proposal, by: User, now: datetime) -> None:
    raise StillInUse("The inspection cannot be withdrawn: everything else of the report hangs on it.")


def _finding(proposal: Proposal, by: User, now: datetime) -> Finding:
    assert proposal.finding is not None  # noqa: S101  a constraint says so
    finding = lock_finding(proposal.finding)
    _refuse_finding_in_use(finding)
    # What a machine proposed of it and nobody has decided goes with it.
    for link in _links_of(finding).filter(status=Decision.PROPOSED):
        links.decide(link=link, decision=Decision.REJECTED, by=by, now=now, note=f"{finding} was withdrawn.")
    finding.withdrawn_at = now
    finding.version += 1  # the row is locked, so counting here cannot lose a change
    finding.save(update_fields=["withdrawn_at", "version"])
    finding.proposals.filter(status=Decision.CONFIRMED).update(withdrawn_at=now)
    return finding


def _refuse_finding_in_use(finding: Finding) -> None:
    called = finding.reference
    if finding.is_closed:
        raise StillInUse(f"{called} is closed. Have an administrator void the closure first.")
    if finding.updates.exists():
        raise StillInUse(f"{called} has updates from the force, so it stays. Close it with a reason instead.")
    if finding.evidence_uses.exists():
        raise StillInUse(
            f"{called} has evidence from the force, so it stays. Close it with a reason instead."
        )
    if finding.merged_into_id or finding.merged.exists():
        raise StillInUse(f"{called} is merged with another finding. Undo the merge first.")
    if finding.recommendations.exists():
        raise StillInUse(f"{called} has recommendations. Withdraw these first.")
    if finding.statements.exists():
        raise StillInUse(f"A report’s statement is about {called}. Correct or withdraw the statement first.")
    linked = _links_of(finding).confirmed().first()
    if linked:
        raise StillInUse(
            f"{linked.successor} is linked to {linked.predecessor}. Decide that link anew first."
        )


def _links_of(finding: Finding) -> FindingLinkQuerySet:
    rows = FindingLink.objects.select_related("predecessor", "successor")
    return rows.filter(Q(predecessor=finding) | Q(successor=finding)).order_by("pk")


def _statement(proposal: Proposal, by: User, now: datetime) -> Finding | None:
    assert proposal.statement is not None  # noqa: S101  a constraint says so
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=proposal.statement.pk)
    refuse_statement_in_use(statement)
    statement.withdrawn_at = now
    statement.save(update_fields=["withdrawn_at"])
    statement.proposals.filter(status=Decision.CONFIRMED).update(withdrawn_at=now)
    if statement.finding and statement.counted_at:
        verdicts.recount(lock_finding(statement.finding))
        return statement.finding
    return None  # not told on the finding before the report is published


def refuse_statement_in_use(statement: Statement) -> None:
    """Raises StillInUse where a link or a closure rests on what the statement says of its finding."""
    link = statement.links.confirmed().select_related("predecessor", "successor").first()
    if link:
        raise StillInUse(
            f"The link of {link.successor} to {link.predecessor} rests on this statement. "
            "Decide that link anew first."
        )
    refuse_if_it_closed(statement)


def refuse_if_it_closed(statement: Statement) -> None:
    """Raises StillInUse where its finding is closed by it."""
    finding = statement.finding
    if finding is None or not finding.is_closed:
        return
    closure = (
        AuditEvent.objects.filter(finding=finding, kind=EventKind.FINDING_CLOSED).order_by("-pk").first()
    )
    if closure and closure.data["statement_id"] == statement.pk:
        raise StillInUse(
            f"{finding.reference} was closed on this statement. Have an administrator void the closure first."
        )


def _judgment(proposal: Proposal, by: User, now: datetime) -> None:
    if proposal.judgment is None:
        raise NothingToWithdraw("Confirming this made no judgment.")
    _mark(proposal.judgment, now)


def _measure(proposal: Proposal, by: User, now: datetime) -> None:
    assert proposal.observation is not None  # noqa: S101  made with the confirmation
    _mark(proposal.observation, now)


def _mark(row: Judgment | Observation, now: datetime) -> None:
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    confirmed = row.proposals.filter(status=Decision.CONFIRMED)
    confirmed.exclude(kind=ProposalKind.INSPECTION).update(withdrawn_at=now)


def _suggestion(proposal: Proposal, by: User, now: datetime) -> None:
    proposal.withdrawn_at = now
    proposal.save(update_fields=["withdrawn_at"])


WITHDRAWALS: dict[str, Callable[[Proposal, User, datetime], Finding | None]] = {
    ProposalKind.INSPECTION: _inspection,
    ProposalKind.FINDING: _finding,
    ProposalKind.STATEMENT: _statement,
    ProposalKind.JUDGMENT: _judgment,
    ProposalKind.MEASURE: _measure,
    ProposalKind.SUGGESTION: _suggestion,
}
