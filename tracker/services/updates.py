"""What a force tells HMICFRS of a finding: drafts kept until sent, then updates that never change."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_date

from accounts.models import User
from tracker import access
from tracker.lifecycle import Step, next_status
from tracker.models import Evidence, EvidenceUse, Finding, TargetDate, Update, UpdateDraft
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.services import audit
from tracker.services.guards import DateInPast, DraftGone, ReasonMissing, lock_open_finding, lock_own_draft
from tracker.services.guards import EvidenceNotUsable as EvidenceNotUsable
from tracker.services.guards import FindingClosed as FindingClosed
from tracker.vocabulary import EventKind, ForceStatus

LONGEST_NARRATIVE = 2_000
LONGEST_ORGANISATION = 200
LONGEST_REASON = 500


class NothingToReport(Refusal):
    """The update does not say what has changed."""

    code = "nothing_to_report"

    def __init__(self) -> None:
        super().__init__("Enter what has changed since the last update")


class TooLong(Refusal):
    code = "too_long"

    def __init__(self, what: str, most: int) -> None:
        super().__init__(f"{what} must be {most:,} characters or fewer")


class NobodyToWaitFor(Refusal):
    """The force waits on another organisation and does not say which."""

    code = "waiting_on_missing"

    def __init__(self) -> None:
        super().__init__("Enter the organisation you are waiting on")


class CorrectsAnotherFinding(Refusal):
    code = "corrects_another_finding"

    def __init__(self) -> None:
        super().__init__("An update can only correct an earlier update of the same finding.")


# --- Drafts ------------------------------------------------------------------------------------------


@transaction.atomic
def save_draft(*, finding: Finding, by: User, now: datetime, answers: Mapping[str, Any]) -> UpdateDraft:
    """Keep the answers so far, over those kept before; one draft a person and finding. Raises FindingClosed.

    `answers` has the names of `submit`'s arguments, dates as ISO text. No audit event: nobody but its writer
    knows of a draft.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    locked = lock_open_finding(finding)
    draft, _ = UpdateDraft.objects.get_or_create(
        finding=locked, user=by, defaults={"finding_version": locked.version, "saved_at": now}
    )
    draft.answers = {**draft.answers, **answers}
    draft.saved_at = now
    draft.save(update_fields=["answers", "saved_at"])
    return draft


def discard_draft(*, finding: Finding, by: User) -> None:
    """Forget the person's own draft. Evidence that was added stays with the finding."""
    UpdateDraft.objects.filter(finding=finding, user=by).delete()


@transaction.atomic
def use_in_draft(*, draft: UpdateDraft, evidence: Evidence, by: User, now: datetime) -> None:
    """Let the draft's update carry evidence that the force holds. Raises DraftGone, EvidenceNotUsable."""
    lock_own_draft(draft, by)
    access.require(by, Permission.SUBMIT_UPDATE, force_id=draft.finding.force_id)
    _refuse_unusable(draft.finding, [evidence])
    draft.evidence.add(evidence)
    UpdateDraft.objects.filter(pk=draft.pk).update(saved_at=now)


@transaction.atomic
def remove_from_draft(*, draft: UpdateDraft, evidence: Evidence, by: User, now: datetime) -> None:
    """Leave the evidence out of the draft's update; it stays with the finding. Raises DraftGone."""
    lock_own_draft(draft, by)
    access.require(by, Permission.SUBMIT_UPDATE, force_id=draft.finding.force_id)
    draft.evidence.remove(evidence)
    UpdateDraft.objects.filter(pk=draft.pk).update(saved_at=now)


@transaction.atomic
def send_draft(*, finding: Finding, by: User, now: datetime) -> Update:
    """Submit what the person's draft holds, once: the draft is used up.

    Raises DraftGone when there is none any more, and what `submit` raises (then the draft stays).
    """
    # The finding first, as everywhere: a second press of the button waits here and finds no draft.
    locked = lock_open_finding(finding)
    draft = UpdateDraft.objects.select_for_update().filter(finding=locked, user=by).first()
    if draft is None:
        raise DraftGone(locked, by)
    evidence = list(draft.evidence.filter(withdrawn_at__isnull=True))
    update = submit(finding=locked, by=by, now=now, evidence=evidence, **answers_of(draft))
    draft.delete()
    return update


def answers_of(draft: UpdateDraft) -> dict[str, Any]:
    """The draft's answers as arguments of `submit`; what was not answered stays as the finding has it."""
    kept = draft.answers
    return {
        "force_status": kept.get("force_status") or draft.finding.force_status,
        "narrative": kept.get("narrative", ""),
        "waiting_on": kept.get("waiting_on", draft.finding.waiting_on),
        "force_due_on": parse_date(kept.get("force_due_on") or ""),
        "due_reason": kept.get("due_reason", ""),
    }


# --- Updates -----------------------------------------------------------------------------------------


@transaction.atomic
def submit(
    *,
    finding: Finding,
    by: User,
    now: datetime,
    force_status: str,
    narrative: str,
    waiting_on: str = "",
    force_due_on: date | None = None,
    due_reason: str = "",
    evidence: Sequence[Evidence] = (),
    corrects: Update | None = None,
) -> Update:
    """Send an update: it joins the review queue, and the finding takes over what the force says.

    Without `force_due_on` the force's target date stays as it is; moving one needs `due_reason`.
    Raises FindingClosed, NothingToReport, TooLong, NobodyToWaitFor, ReasonMissing, DateInPast,
    EvidenceNotUsable, CorrectsAnotherFinding.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    locked = lock_open_finding(finding)
    status = ForceStatus(force_status)
    update = Update(
        finding=locked,
        number=locked.updates.count() + 1,
        force_status=status,
        waiting_on=organisation_for(status, waiting_on),
        narrative=_narrative(narrative),
        force_due_on=force_due_on or locked.force_due_on,
        due_reason=due_reason_for(locked, force_due_on, due_reason, now),
        corrects=_same_finding(locked, corrects),
        submitted_by=by,
        submitted_at=now,
    )
    _refuse_unusable(locked, evidence)
    update.save()
    _keep_target_date(update)
    _bind_evidence(update, evidence)
    _tell_finding(update)
    audit.record(
        EventKind.UPDATE_SUBMITTED, by=by, now=now, finding=locked, update_id=update.pk, number=update.number,
        force_status=status.value,
    )  # fmt: skip
    return update


def organisation_for(status: str, waiting_on: str) -> str:
    """The name to keep: none unless the force waits. Raises NobodyToWaitFor, TooLong."""
    if status != ForceStatus.WAITING:
        return ""
    name = waiting_on.strip()
    if not name:
        raise NobodyToWaitFor
    if len(name) > LONGEST_ORGANISATION:
        raise TooLong("The organisation's name", LONGEST_ORGANISATION)
    return name


def _narrative(narrative: str) -> str:
    text = narrative.strip()
    if not text:
        raise NothingToReport
    if len(text) > LONGEST_NARRATIVE:
        raise TooLong("What has changed", LONGEST_NARRATIVE)
    return text


def due_reason_for(finding: Finding, chosen: date | None, reason: str, now: datetime) -> str:
    """The reason to keep for a moved date; none where the date is the finding's first or stays.

    Raises DateInPast, ReasonMissing, TooLong.
    """
    if chosen is None or chosen == finding.force_due_on:
        return ""
    if chosen < timezone.localdate(now):
        raise DateInPast("Target date must be today or in the future")
    if finding.force_due_on is None:
        return ""
    text = reason.strip()
    if not text:
        raise ReasonMissing("Enter why the target date has moved")
    if len(text) > LONGEST_REASON:
        raise TooLong("The reason", LONGEST_REASON)
    return text


def _same_finding(finding: Finding, corrects: Update | None) -> Update | None:
    if corrects and corrects.finding_id != finding.pk:
        raise CorrectsAnotherFinding
    return corrects


def _refuse_unusable(finding: Finding, evidence: Iterable[Evidence]) -> None:
    """Of evidence as it stands now: nobody withdraws it before the transaction ends."""
    held = Evidence.objects.select_for_update(no_key=True).order_by("pk")
    for item in held.filter(pk__in=[item.pk for item in evidence]):
        if item.force_id != finding.force_id or not item.is_current:
            raise EvidenceNotUsable(item)


def _keep_target_date(update: Update) -> None:
    finding, due_on = update.finding, update.force_due_on
    if due_on and due_on != finding.force_due_on:
        TargetDate.objects.create(
            finding=finding, is_hmicfrs=False, due_on=due_on, reason=update.due_reason,
            set_by=update.submitted_by, set_at=update.submitted_at,
        )  # fmt: skip


def _bind_evidence(update: Update, evidence: Sequence[Evidence]) -> None:
    """Evidence that waited at the finding now came with this update; evidence used before is used again."""
    ids = {item.pk for item in evidence}
    waiting = EvidenceUse.objects.filter(finding=update.finding, update=None, evidence__in=ids)
    bound = set(waiting.values_list("evidence_id", flat=True))
    waiting.update(update=update)
    EvidenceUse.objects.bulk_create(
        EvidenceUse(evidence_id=pk, finding=update.finding, force_id=update.finding.force_id, update=update)
        for pk in sorted(ids - bound)
    )


def _tell_finding(update: Update) -> None:
    finding = update.finding
    finding.inspectorate_status = next_status(finding.inspectorate_status, Step.SUBMIT)
    finding.force_status, finding.waiting_on = update.force_status, update.waiting_on
    finding.force_due_on = update.force_due_on
    finding.last_update_at = update.submitted_at
    finding.version = F("version") + 1
    finding.save(
        update_fields=[
            "inspectorate_status", "force_status", "waiting_on", "force_due_on", "last_update_at", "version",
        ]
    )  # fmt: skip
    finding.refresh_from_db(fields=["version"])
