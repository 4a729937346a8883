"""Some months after closure: the force says whether the improvement is still embedded, HMICFRS decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import (
    EmbeddingCheck,
    EmbeddingDecision,
    Evidence,
    Finding,
    Inspection,
    Programme,
    Question,
)
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.embedding import may_be_checked, undecided_of
from tracker.services import audit, findings, links
from tracker.services.evidence import web_address
from tracker.services.guards import ReasonMissing, TooLong, lock_finding, refuse_unusable
from tracker.vocabulary import Embedded, FindingKind, LinkRelation

LONGEST_TEXT = 2_000


class NotVerified(Conflict):
    """Only a finding that is closed as verified is asked about."""

    code = "not_verified"

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.reference} is not closed as verified, so this is not asked of it.")


class NothingShown(Refusal):
    code = "nothing_shown"

    def __init__(self) -> None:
        super().__init__("Enter what shows it.")


class NothingToDecide(Conflict):
    """Somebody has decided, or the force has said something else since."""

    code = "nothing_to_decide"

    def __init__(self, finding: Finding) -> None:
        super().__init__(
            f"Nothing that the force says of {finding.reference} waits for a decision: somebody has decided, "
            "or the force has given another answer since."
        )


class WordingMissing(Refusal):
    code = "wording_missing"

    def __init__(self) -> None:
        super().__init__("Enter the wording of the new finding.")


class InspectionMissing(Refusal):
    code = "inspection_missing"

    def __init__(self) -> None:
        super().__init__("Select the inspection that the new finding belongs to, or a programme.")


@transaction.atomic
def say(
    *,
    finding: Finding,
    answer: Embedded | str,
    by: User,
    now: datetime,
    text: str = "",
    link: str = "",
    evidence: Sequence[Evidence] = (),
) -> EmbeddingCheck:
    """Record what the force says of a finding closed as verified. The same answer again is as once.

    Nothing of the finding changes: whether "no longer" becomes a new finding is HMICFRS's to decide.
    Raises NotAllowed, NotVerified, NothingShown, TooLong, AddressNotAllowed, EvidenceNotUsable.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    locked = lock_finding(finding)
    if not may_be_checked(locked):
        raise NotVerified(locked)
    given: dict[str, Any] = _checked(Embedded(answer), text, link)
    refuse_unusable(locked, evidence)
    last = locked.embedding_checks.filter(made_at__gte=locked.closed_at).first()
    if last and last.made_by_id == by.pk and all(getattr(last, name) == said for name, said in given.items()):
        return last
    check = EmbeddingCheck.objects.create(finding=locked, made_by=by, made_at=now, **given)
    check.evidence.set(evidence)
    audit.record(EventKind.EMBEDDING_CHECKED, by=by, now=now, finding=locked, check_made=check.pk, **given)
    return check


def _checked(answer: Embedded, text: str, link: str) -> dict[str, str]:
    text = text.strip()
    if not text and answer != Embedded.NOT_KNOWN:
        raise NothingShown
    if len(text) > LONGEST_TEXT:
        raise TooLong("What shows it", LONGEST_TEXT)
    return {"answer": answer.value, "text": text, "link": web_address(link) if link.strip() else ""}


@transaction.atomic
def raise_anew(
    *,
    finding: Finding,
    kind: FindingKind | str,
    text: str,
    relation: LinkRelation | str,
    reason: str,
    by: User,
    now: datetime,
    inspection: Inspection | None = None,
    programme: Programme | None = None,
) -> EmbeddingDecision:
    """Make a new finding of what is no longer embedded, linked to the closed one, in one step.

    It belongs to a later inspection of the force, and is public with it; or to a new one of the programme
    this year, public from today. The closed finding stays closed.
    Raises NotAllowed, NothingToDecide, ReasonMissing, WordingMissing, InspectionMissing, NotEarlier.
    """
    check = _undecided(finding, by, reason)
    if not text.strip():
        raise WordingMissing
    of = inspection or _this_year_s(finding, programme, now)
    raised = findings.raise_finding(
        inspection=of,
        kind=FindingKind(kind),
        text=text.strip(),
        question=_question(finding, of),
        by=by,
        now=now,
    )
    links.link(
        predecessor=finding,
        successor=raised,
        relation=LinkRelation(relation),
        note=reason.strip(),
        by=by,
        now=now,
    )
    return _decide(check, raised, reason, by, now)


@transaction.atomic
def leave(*, finding: Finding, reason: str, by: User, now: datetime) -> EmbeddingDecision:
    """Raise no new finding, whatever the force says, and say why.

    Raises NotAllowed, NothingToDecide, ReasonMissing.
    """
    return _decide(_undecided(finding, by, reason), None, reason, by, now)


def _undecided(finding: Finding, by: User, reason: str) -> EmbeddingCheck:
    access.require(by, Permission.DECIDE_REPORT, force_id=finding.force_id)
    # Lock first: two inspectors may decide within a second.
    lock_finding(finding)
    check = undecided_of(finding)
    if check is None:
        raise NothingToDecide(finding)
    if not reason.strip():
        raise ReasonMissing("Enter the reason for your decision.")
    return check


def _this_year_s(finding: Finding, programme: Programme | None, now: datetime) -> Inspection:
    if programme is None:
        raise InspectionMissing
    today = timezone.localdate(now)
    of = finding.inspection
    return Inspection.objects.get_or_create(
        force=finding.force,
        programme=programme,
        pillar=of.pillar if programme == of.programme else "",
        year=today.year,
        defaults={"public_from": today},
    )[0]


def _question(finding: Finding, inspection: Inspection) -> Question | None:
    """A question belongs to one programme."""
    same = finding.question and finding.question.programme_id == inspection.programme_id
    return finding.question if same else None


def _decide(
    check: EmbeddingCheck, successor: Finding | None, reason: str, by: User, now: datetime
) -> EmbeddingDecision:
    decision = EmbeddingDecision.objects.create(
        check_made=check, successor=successor, reason=reason.strip(), decided_by=by, decided_at=now
    )
    audit.record(
        EventKind.EMBEDDING_DECIDED,
        by=by,
        now=now,
        finding=check.finding,
        check_made=check.pk,
        successor=successor.reference if successor else None,
        reason=decision.reason,
        answered_by=check.made_by_id,
    )
    return decision
