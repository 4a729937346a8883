"""Offered closures: an inspector takes one, or leaves the finding open and says why."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import DeclinedClosure, Finding
from tracker.refusals import Conflict
from tracker.roles import Permission
from tracker.selectors.closures import Offer, offers_on
from tracker.services import audit, findings
from tracker.services.guards import ReasonMissing, lock_finding
from tracker.vocabulary import ClosureReason


class NothingOffered(Conflict):
    """What offered the closure is gone: a link decided anew, another verdict, or somebody declined."""

    code = "nothing_offered"

    def __init__(self, finding: Finding, reason: str = "") -> None:
        so = f" as {ClosureReason(reason).label.lower()}" if reason in ClosureReason.values else ""
        super().__init__(f"The closure of {finding.reference}{so} is not offered, or not any more.")


class UpdateUndecided(Conflict):
    """ADR 4: an update is decided before its finding is closed."""

    code = "update_undecided"

    def __init__(self, finding: Finding) -> None:
        super().__init__(
            f"The force has sent an update of {finding.reference} and nobody has decided on it. "
            "Decide on it first."
        )


@transaction.atomic
def take(
    *, finding: Finding, reason: ClosureReason | str, by: User, now: datetime, note: str = ""
) -> Finding:
    """Close the finding as it is offered: as superseded by what carries it on, or verified by a statement.

    Raises NotAllowed, AlreadyClosed, NothingOffered, UpdateUndecided, OwnSubmission.
    """
    locked, offers = _offered(finding, by)
    offer = next((offer for offer in offers if offer.reason == reason), None)
    if offer is None:
        raise NothingOffered(locked, reason)
    if locked.is_awaiting_review:
        raise UpdateUndecided(locked)
    return findings.close(
        finding=locked,
        reason=offer.reason,
        statement=offer.statement,
        link=offer.link,
        note=note.strip(),
        by=by,
        now=now,
    )


@transaction.atomic
def decline(*, finding: Finding, note: str, by: User, now: datetime) -> Sequence[DeclinedClosure]:
    """Leave the finding open, whatever is offered now.

    Raises NotAllowed, AlreadyClosed, NothingOffered, ReasonMissing.
    """
    locked, offers = _offered(finding, by)
    if not offers:
        raise NothingOffered(locked)
    why = note.strip()
    if not why:
        raise ReasonMissing("Enter why the finding stays open.")
    return [_decline(offer, why, by, now) for offer in offers]


def _offered(finding: Finding, by: User) -> tuple[Finding, Sequence[Offer]]:
    access.require(by, Permission.REVIEW, force_id=finding.force_id)
    # Lock first: what is offered is read under the lock, so that two inspectors see each other's answer.
    locked = lock_finding(finding)
    if locked.is_closed:
        raise findings.AlreadyClosed(locked)
    return locked, offers_on(locked)


def _decline(offer: Offer, why: str, by: User, now: datetime) -> DeclinedClosure:
    row = DeclinedClosure.objects.create(
        finding=offer.finding, reason=offer.reason, note=why, declined_by=by, declined_at=now
    )
    audit.record(
        EventKind.CLOSURE_DECLINED,
        by=by,
        now=now,
        finding=offer.finding,
        reason=offer.reason,
        note=why,
        link_id=offer.link.pk if offer.link else None,
        statement_id=offer.statement.pk if offer.statement else None,
    )
    return row
