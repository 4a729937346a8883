"""What HMICFRS says of one piece of evidence: accepted, or not enough and why."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Evidence
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.services import audit
from tracker.services.guards import ReasonMissing
from tracker.vocabulary import Assessment, EvidenceKind

LONGEST_REASON = 1_000


class NotAssessable(Conflict):
    """There is nothing that could be judged: withdrawn, replaced, or a file nobody can open."""

    code = "not_assessable"


class OwnEvidence(Refusal):
    code = "own_evidence"

    def __init__(self) -> None:
        super().__init__("You added this evidence, so someone else has to assess it.")


class ReasonTooLong(Refusal):
    code = "reason_too_long"

    def __init__(self) -> None:
        super().__init__(f"The reason must be {LONGEST_REASON:,} characters or fewer")


@transaction.atomic
def assess(*, evidence: Evidence, by: User, now: datetime, assessment: str, reason: str = "") -> Evidence:
    """Say whether the evidence is enough. Saying otherwise later is a deed of its own; the same twice is one.

    Raises ReasonMissing, ReasonTooLong, OwnEvidence, NotAssessable.
    """
    access.require(by, Permission.REVIEW, force_id=evidence.force_id)
    verdict, words = _checked(assessment, reason)
    locked = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if locked.added_by_id == by.pk:
        raise OwnEvidence
    _refuse_unseen(locked)
    if (locked.assessment, locked.assessment_reason, locked.assessed_by_id) == (verdict, words, by.pk):
        return locked
    locked.assessment, locked.assessment_reason = verdict, words
    locked.assessed_by, locked.assessed_at = by, now
    locked.save(update_fields=["assessment", "assessment_reason", "assessed_by", "assessed_at"])
    audit.record(
        EventKind.EVIDENCE_ASSESSED, by=by, now=now, evidence=locked, assessment=verdict.value, reason=words,
        added_by=locked.added_by_id,
    )  # fmt: skip
    return locked


def _checked(assessment: str, reason: str) -> tuple[Assessment, str]:
    verdict, words = Assessment(assessment), reason.strip()
    if verdict is Assessment.NOT_ASSESSED or (verdict is Assessment.NOT_ENOUGH and not words):
        raise ReasonMissing("Enter what is missing, so that the force knows what to send")
    if len(words) > LONGEST_REASON:
        raise ReasonTooLong
    return verdict, words


def _refuse_unseen(evidence: Evidence) -> None:
    if evidence.withdrawn_at:
        raise NotAssessable("This evidence was withdrawn, so there is nothing to assess.")
    if evidence.replaced_by_id:
        raise NotAssessable("A newer version has replaced this evidence. Assess that instead.")
    if evidence.kind == EvidenceKind.FILE and not evidence.is_downloadable:
        raise NotAssessable("Nobody can open this file yet, so it cannot be assessed.")
