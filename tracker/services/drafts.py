"""A person's unsent update of a finding: kept on the server until it is sent or deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_date

from accounts.models import User
from tracker import access
from tracker.models import Evidence, Finding, Update, UpdateDraft
from tracker.roles import Permission
from tracker.services import updates
from tracker.services.guards import DraftGone, lock_open_finding, lock_own_draft, refuse_unusable


@transaction.atomic
def save_draft(*, finding: Finding, by: User, now: datetime, answers: Mapping[str, Any]) -> UpdateDraft:
    """Keep the answers so far, over those kept before; one draft a person and finding. Raises FindingClosed.

    `answers` has the names of `updates.submit`'s arguments, dates as ISO text, and of the update that is
    corrected its key. No audit event: nobody but its writer knows of a draft.
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


@transaction.atomic
def correct_in_draft(*, update: Update, correction: str, by: User, now: datetime) -> UpdateDraft:
    """Make the person's draft a correction of the update. One that is begun here starts from its answers.

    Raises FindingClosed, and what `updates.correction_of` raises.
    """
    wrong = {"corrects": update.pk, "correction": updates.correction_of(update, correction)}
    said = {
        "force_status": update.force_status,
        "waiting_on": update.waiting_on,
        "narrative": update.narrative,
    }
    begun = UpdateDraft.objects.filter(finding=update.finding_id, user=by).exists()
    return save_draft(finding=update.finding, by=by, now=now, answers=wrong if begun else said | wrong)


def discard_draft(*, finding: Finding, by: User) -> None:
    """Forget the person's own draft. Evidence that was added stays with the finding."""
    UpdateDraft.objects.filter(finding=finding, user=by).delete()


@transaction.atomic
def use_in_draft(*, draft: UpdateDraft, evidence: Evidence, by: User, now: datetime) -> None:
    """Let the draft's update carry evidence that the force holds. Raises DraftGone, EvidenceNotUsable."""
    lock_own_draft(draft, by)
    access.require(by, Permission.SUBMIT_UPDATE, force_id=draft.finding.force_id)
    refuse_unusable(draft.finding, [evidence])
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
def send_draft(*, finding: Finding, by: User, now: datetime, seen_version: int | None = None) -> Update:
    """Submit what the person's draft holds, once: the draft is used up.

    Raises DraftGone when there is none any more, and what `updates.submit` raises (then the draft stays).
    """
    # The finding first, as everywhere: a second press of the button waits here and finds no draft.
    locked = lock_open_finding(finding)
    draft = UpdateDraft.objects.select_for_update().filter(finding=locked, user=by).first()
    if draft is None:
        raise DraftGone(locked, by)
    evidence = list(draft.evidence.filter(withdrawn_at__isnull=True))
    update = updates.submit(
        finding=locked, by=by, now=now, evidence=evidence, seen_version=seen_version, **answers_of(draft)
    )
    draft.delete()
    return update


def answers_of(draft: UpdateDraft) -> dict[str, Any]:
    """The draft's answers as arguments of `submit`; what was not answered stays as the finding has it."""
    kept = draft.answers
    corrects = draft.finding.updates.filter(pk=kept["corrects"]).first() if kept.get("corrects") else None
    return {
        "force_status": kept.get("force_status") or draft.finding.force_status,
        "narrative": kept.get("narrative", ""),
        "waiting_on": kept.get("waiting_on", draft.finding.waiting_on),
        "force_due_on": parse_date(kept.get("force_due_on") or ""),
        "due_reason": kept.get("due_reason", ""),
        "corrects": corrects,
        "correction": kept.get("correction", "") if corrects else "",
    }
