"""Links between findings of different years: the chain. Each decision on one is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from govuk.dates import moment_text
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Finding, FindingLink, LinkDecision, Statement
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.bodies import bodies_of
from tracker.selectors.closures import CARRIES_ON
from tracker.services import audit
from tracker.services.guards import ReasonMissing
from tracker.vocabulary import ClosureReason, Decision, LinkRelation


class OtherForce(Refusal):
    """The findings are of two forces, and neither took over from the other."""

    code = "other_force"

    def __init__(self, predecessor: Finding, successor: Finding) -> None:
        super().__init__(
            f"{predecessor.reference} is a finding of another force than {successor.reference}: "
            "choose an earlier finding of the same force."
        )


class NotEarlier(Refusal):
    """The predecessor is not of an earlier inspection year."""

    code = "not_earlier"

    def __init__(self, predecessor: Finding, successor: Finding) -> None:
        super().__init__(
            f"{predecessor.reference} is of {predecessor.year}, {successor.reference} of {successor.year}: "
            "a predecessor comes from an earlier inspection year."
        )


class AlreadyLinked(Conflict):
    code = "already_linked"

    def __init__(self, predecessor: Finding, successor: Finding) -> None:
        super().__init__(f"{successor.reference} is linked to {predecessor.reference} already.")


class AlreadyDecided(Conflict):
    """Someone decided before. `link` holds who and when."""

    code = "already_decided"

    def __init__(self, link: FindingLink) -> None:
        relation = f" as “{link.get_relation_display().lower()}”" if link.status == Decision.CONFIRMED else ""
        super().__init__(
            f"This link was {link.get_status_display().lower()}{relation} already, "
            f"by {link.decided_by} on {moment_text(link.decided_at)}."
        )
        self.link = link


class StillSupersedes(Conflict):
    """The earlier finding was closed because the later one carries it on."""

    code = "still_supersedes"

    def __init__(self, link: FindingLink) -> None:
        super().__init__(
            f"{link.predecessor.reference} was closed as superseded, and only this link says by what. "
            "Have an administrator void the closure first."
        )


class NotADecision(Refusal):
    code = "not_a_decision"


# The database holds the same rules: it may notice what another transaction did meanwhile.
REFUSAL_OF_CONSTRAINT: dict[str, type[OtherForce | NotEarlier | AlreadyLinked]] = {
    "finding_link_within_one_force": OtherForce,
    "finding_link_earlier_inspection_first": NotEarlier,
    "finding_link_between_two_findings": NotEarlier,
    "finding_link_once": AlreadyLinked,
}


def link(
    *,
    predecessor: Finding,
    successor: Finding,
    relation: LinkRelation,
    by: User,
    now: datetime,
    statement: Statement | None = None,
    note: str = "",
    score: float | None = None,
    reasons: Sequence[str] = (),
) -> FindingLink:
    """Confirm that a later finding takes up an earlier one, also where the link was rejected before.

    `score` (0 to 1) and `reasons` are the machine's, where it proposed the link. `note` says why; it is
    needed for *continues in part* (which part), unless a statement tells of it.
    Raises NotAllowed, OtherForce, NotEarlier, AlreadyLinked, ReasonMissing.
    """
    access.require(by, Permission.DECIDE_REPORT, force_id=successor.force_id)
    _check(predecessor, successor)
    taken = _Taken(Decision.CONFIRMED, LinkRelation(relation), note.strip(), by, now)
    taken.refuse_unsaid(statement)
    proposal: dict[str, Any] = {"statement": statement} if statement else {}
    if score is not None:
        proposal |= {"score": round(score, 3), "reasons": list(reasons)}
    try:
        with transaction.atomic():
            return _confirm(predecessor, successor, taken, proposal)
    except IntegrityError as problem:
        refusal = REFUSAL_OF_CONSTRAINT.get(_constraint_of(problem))
        if refusal is None:
            raise
        raise refusal(predecessor, successor) from None


@transaction.atomic
def decide(
    *,
    link: FindingLink,
    decision: Decision,
    by: User,
    now: datetime,
    relation: LinkRelation | None = None,
    note: str = "",
    replaces: int | None = None,
) -> FindingLink:
    """Confirm or reject a link, as it was proposed unless `relation` says otherwise.

    What was decided before stands, unless `replaces` is the number of that very decision: then this is a new
    decision in its place, and says why. To decide what stands already is as nothing. `note` is needed to
    reject, and for *continues in part* (which part).
    Raises NotAllowed, NotADecision, AlreadyDecided, ReasonMissing, StillSupersedes.
    """
    access.require(by, Permission.DECIDE_REPORT, force_id=link.successor.force_id)
    if decision == Decision.PROPOSED:
        raise NotADecision("Say whether the link is confirmed or rejected.")
    row = _locked(link)
    taken = _Taken(Decision(decision), LinkRelation(relation or row.relation), note.strip(), by, now)
    if taken.stands_in(row):
        return row
    if not row.is_proposed and row.decisions.count() != replaces:
        raise AlreadyDecided(row)
    taken.refuse_unsaid(row.statement, is_new=row.is_proposed)
    if not (taken.status == Decision.CONFIRMED and taken.relation in CARRIES_ON):
        _refuse_if_it_supersedes(row)
    taken.write(row)
    audit.record(EventKind.LINK_DECIDED, by=by, now=now, finding=row.successor, **taken.told(row))
    return row


@dataclass(frozen=True)
class _Taken:
    """A decision about to be written: on the link as what stands, beside it as one of all."""

    status: Decision
    relation: LinkRelation
    note: str
    by: User
    now: datetime

    def stands_in(self, row: FindingLink) -> bool:
        is_rejected_again = self.status == Decision.REJECTED == row.status
        return is_rejected_again or (row.status, row.relation) == (self.status, self.relation)

    def refuse_unsaid(self, statement: Statement | None, *, is_new: bool = True) -> None:
        if self.note:
            return
        if self.status == Decision.REJECTED:
            raise ReasonMissing("Enter why there is no link.")
        if self.relation == LinkRelation.CONTINUES_IN_PART and statement is None:
            raise ReasonMissing("Enter which part of the earlier finding continues.")
        if not is_new:
            raise ReasonMissing("Enter why you change the decision.")

    def write(self, row: FindingLink) -> None:
        row.status, row.relation, row.note = self.status, self.relation, self.note
        row.decided_by, row.decided_at = self.by, self.now
        row.save()
        keep_decision(row)

    def told(self, row: FindingLink) -> dict[str, Any]:
        return {
            "link_id": row.pk,
            "predecessor_id": row.predecessor_id,
            "predecessor": row.predecessor.reference,
            "successor": row.successor.reference,
            "decision": self.status,
            "relation": self.relation,
            "note": self.note,
        }


def keep_decision(row: FindingLink) -> None:
    """Keep the decision that stands on the link as one of all. The link is locked, so the number is free."""
    decided = {
        name: getattr(row, name) for name in ("status", "relation", "note", "decided_by", "decided_at")
    }
    LinkDecision.objects.create(link=row, number=row.decisions.count() + 1, **decided)


def _refuse_if_it_supersedes(row: FindingLink) -> None:
    """The link is locked, and `findings.close` locks the one it closes by: one of the two comes first."""
    superseded = {"predecessor": row.predecessor_id, "predecessor__closure_reason": ClosureReason.SUPERSEDED}
    carrying_on = FindingLink.objects.confirmed().filter(**superseded, relation__in=CARRIES_ON)
    if {link.pk for link in carrying_on} == {row.pk}:
        raise StillSupersedes(row)


def _locked(link: FindingLink) -> FindingLink:
    rows = FindingLink.objects.select_for_update(of=("self",))
    return rows.select_related("predecessor", "successor", "decided_by", "statement").get(pk=link.pk)


def _check(predecessor: Finding, successor: Finding) -> None:
    if predecessor.force_id not in bodies_of(successor.force_id):
        raise OtherForce(predecessor, successor)
    if predecessor.year >= successor.year:
        raise NotEarlier(predecessor, successor)


def _confirm(
    predecessor: Finding, successor: Finding, taken: _Taken, proposal: dict[str, Any]
) -> FindingLink:
    pair = FindingLink.objects.select_for_update().filter(predecessor=predecessor, successor=successor)
    row = pair.first() or FindingLink(predecessor=predecessor, successor=successor, created_at=taken.now)
    if row.is_confirmed:
        raise AlreadyLinked(predecessor, successor)
    for name, value in proposal.items():
        setattr(row, name, value)
    taken.write(row)
    audit.record(EventKind.FINDING_LINKED, by=taken.by, now=taken.now, finding=successor, **taken.told(row))
    return row


def _constraint_of(problem: IntegrityError) -> str:
    diagnosis = getattr(problem.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
