"""What follows when a difference of a corrected edition is taken over: what stands is corrected by it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from accounts.models import User
from tracker.models import EditionDifference, Proposal
from tracker.services import confirming, corrections, findings, withdrawals
from tracker.services.correcting import Correction
from tracker.services.values import CORRECTABLE, Values
from tracker.vocabulary import ClosureReason, ProposalKind

LEFT_OUT = "The corrected edition of the report leaves it out."
SAYS_SO = "The corrected edition of the report says so."


def take(row: EditionDifference, *, by: User, now: datetime) -> None:
    """Correct what stands, or take it away where it is gone.

    Raises what `corrections.amend` raises, ParentFirst; and for what is gone what `findings.close` and
    `withdrawals.withdraw` raise.
    """
    if row.after is None:
        _take_away(row, by, now)
        return
    correction = Correction(
        values=VALUES[row.before.kind](row.after),
        reason=f"{SAYS_SO} {row.note}".strip(),
        source=row.after,
    )
    corrections.amend(proposal=row.before, correction=correction, by=by, now=now)


def _take_away(row: EditionDifference, by: User, now: datetime) -> None:
    before = row.before
    if before.finding:
        note = row.note or LEFT_OUT
        findings.close(
            finding=before.finding, reason=ClosureReason.NO_FURTHER_ACTION, note=note, by=by, now=now
        )
    else:
        withdrawals.withdraw(proposal=before, reason=row.note or LEFT_OUT, by=by, now=now)


def _of_finding(after: Proposal) -> dict[str, Any]:
    values = after.values
    given = {name: values.get(name) for name in ("kind", "question", "text")}
    parent = confirming.parent_of(after, Values(values))
    return {**given, "parent": parent.reference if parent else None}


def _of_statement(after: Proposal) -> dict[str, Any]:
    return {name: after.values.get(name) for name in ("verdict", "strength", "about_year")}


def _of_judgment(after: Proposal) -> dict[str, Any]:
    return {name: after.values.get(name) for name in ("grade", "carried_forward", "last_inspected")}


def _of_inspection(after: Proposal) -> dict[str, Any]:
    return {"grade": after.values.get("overall_judgment")}


def _as_it_is(after: Proposal) -> dict[str, Any]:
    return {name: after.values.get(name) for name in sorted(CORRECTABLE[after.kind])}


VALUES: dict[str, Callable[[Proposal], dict[str, Any]]] = {
    ProposalKind.INSPECTION: _of_inspection,
    ProposalKind.FINDING: _of_finding,
    ProposalKind.STATEMENT: _of_statement,
    ProposalKind.JUDGMENT: _of_judgment,
    ProposalKind.MEASURE: _as_it_is,
    ProposalKind.SUGGESTION: _as_it_is,
}
