"""Links between findings of different years: the chain."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from govuk.dates import moment_text
from tracker import access
from tracker.models import Finding, FindingLink, Statement
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.bodies import bodies_of
from tracker.services import audit
from tracker.vocabulary import Decision, EventKind, LinkRelation


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

    `score` (0 to 1) and `reasons` are the machine's, where it proposed the link.
    Raises NotAllowed, OtherForce, NotEarlier, AlreadyLinked.
    """
    access.require(by, Permission.DECIDE_REPORT, force_id=successor.force_id)
    _check(predecessor, successor)
    facts: dict[str, Any] = {
        "relation": LinkRelation(relation),
        "status": Decision.CONFIRMED,
        "statement": statement,
        "note": note,
        "score": None if score is None else round(score, 3),
        "reasons": list(reasons),
        "decided_by": by,
        "decided_at": now,
    }
    try:
        with transaction.atomic():
            return _confirm(predecessor, successor, facts, by, now)
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
) -> FindingLink:
    """Confirm or reject a link that a machine proposed, as it was proposed unless `relation` says otherwise.

    Twice is as once. Raises NotAllowed, NotADecision, AlreadyDecided.
    """
    access.require(by, Permission.DECIDE_REPORT)
    if decision == Decision.PROPOSED:
        raise NotADecision("Say whether the link is confirmed or rejected.")
    row = _locked(link)
    relation = LinkRelation(relation or row.relation)
    if row.status != Decision.PROPOSED:
        if (row.status, row.relation) == (decision, relation):
            return row
        raise AlreadyDecided(row)
    row.status, row.relation, row.note = Decision(decision), relation, note
    row.decided_by, row.decided_at = by, now
    row.save(update_fields=["status", "relation", "note", "decided_by", "decided_at"])
    _record_decision(row, by, now)
    return row


def _locked(link: FindingLink) -> FindingLink:
    rows = FindingLink.objects.select_for_update(of=("self",))
    return rows.select_related("predecessor", "successor", "decided_by").get(pk=link.pk)


def _record_decision(row: FindingLink, by: User, now: datetime) -> None:
    audit.record(
        EventKind.LINK_DECIDED,
        by=by,
        now=now,
        finding=row.successor,
        link_id=row.pk,
        predecessor_id=row.predecessor_id,
        predecessor=row.predecessor.reference,
        successor=row.successor.reference,
        decision=row.status,
        relation=row.relation,
        note=row.note,
    )


def _check(predecessor: Finding, successor: Finding) -> None:
    if predecessor.force_id not in bodies_of(successor.force_id):
        raise OtherForce(predecessor, successor)
    if predecessor.year >= successor.year:
        raise NotEarlier(predecessor, successor)


def _confirm(
    predecessor: Finding, successor: Finding, facts: dict[str, Any], by: User, now: datetime
) -> FindingLink:
    pair = FindingLink.objects.select_for_update().filter(predecessor=predecessor, successor=successor)
    if pair.filter(status=Decision.CONFIRMED).exists():
        raise AlreadyLinked(predecessor, successor)
    if pair.update(**facts):
        row = pair.get()
    else:
        row = FindingLink.objects.create(
            predecessor=predecessor, successor=successor, created_at=now, **facts
        )
    audit.record(
        EventKind.FINDING_LINKED,
        by=by,
        now=now,
        finding=successor,
        link_id=row.pk,
        predecessor_id=predecessor.pk,
        predecessor=predecessor.reference,
        successor=successor.reference,
        relation=row.relation,
    )
    return row


def _constraint_of(problem: IntegrityError) -> str:
    diagnosis = getattr(problem.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
