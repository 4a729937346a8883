"""What a force tells HMICFRS of a finding: updates, which never change once they are sent."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.lifecycle import Step, next_status
from tracker.models import Evidence, EvidenceUse, Finding, Update
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.services import audit, target_dates
from tracker.services.guards import (
    ChangedMeanwhile,
    lock_open_finding,
    refuse_unusable,
)
from tracker.services.guards import EvidenceNotUsable as EvidenceNotUsable
from tracker.services.guards import FindingClosed as FindingClosed
from tracker.services.guards import TooLong as TooLong
from tracker.services.target_dates import LONGEST_REASON as LONGEST_REASON
from tracker.vocabulary import ForceStatus

LONGEST_NARRATIVE = 2_000
LONGEST_ORGANISATION = 200


class NothingToReport(Refusal):
    """The update does not say what has changed."""

    code = "nothing_to_report"

    def __init__(self) -> None:
        super().__init__("Enter what has changed since the last update")


class NobodyToWaitFor(Refusal):
    """The force waits on another organisation and does not say which."""

    code = "waiting_on_missing"

    def __init__(self) -> None:
        super().__init__("Enter the organisation you are waiting on")


class CorrectsAnotherFinding(Refusal):
    code = "corrects_another_finding"

    def __init__(self) -> None:
        super().__init__("An update can only correct an earlier update of the same finding.")


class CorrectionUnexplained(Refusal):
    """A correction does not say what was wrong, or an update that corrects nothing does."""

    code = "correction_missing"


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
    correction: str = "",
    seen_version: int | None = None,
) -> Update:
    """Send an update: it joins the review queue, and the finding takes over what the force says.

    Without `force_due_on` the force's target date stays as it is; moving one needs `due_reason`. An update
    that `corrects` an earlier one says in `correction` what was wrong. `seen_version` is the finding's
    version that the sender has looked at; without it nothing is compared.
    Raises FindingClosed, ChangedMeanwhile, NothingToReport, TooLong, NobodyToWaitFor, ReasonMissing,
    DateInPast, EvidenceNotUsable, CorrectsAnotherFinding, CorrectionUnexplained.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    locked = lock_open_finding(finding)
    if seen_version is not None and seen_version != locked.version:
        raise ChangedMeanwhile
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
        correction=correction_of(corrects, correction),
        submitted_by=by,
        submitted_at=now,
    )
    refuse_unusable(locked, evidence)
    update.save()
    _keep_target_date(update)
    _bind_evidence(update, evidence)
    _tell_finding(update)
    audit.record(
        EventKind.UPDATE_SUBMITTED, by=by, now=now, finding=locked, update_id=update.pk, number=update.number,
        force_status=status.value, corrects=corrects.number if corrects else None,
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
    """As `target_dates.reason_for`, of the force's date."""
    return target_dates.reason_for(finding.force_due_on, chosen, reason, now)


def _same_finding(finding: Finding, corrects: Update | None) -> Update | None:
    if corrects and corrects.finding_id != finding.pk:
        raise CorrectsAnotherFinding
    return corrects


def correction_of(corrects: Update | None, correction: str) -> str:
    """What was wrong in the update that is corrected. Raises CorrectionUnexplained, TooLong."""
    text = correction.strip()
    if corrects and not text:
        raise CorrectionUnexplained(f"Enter what was wrong in update {corrects.number}")
    if text and not corrects:
        raise CorrectionUnexplained("Say which update the correction is about")
    if len(text) > LONGEST_REASON:
        raise TooLong("What was wrong", LONGEST_REASON)
    return text


def _keep_target_date(update: Update) -> None:
    finding, due_on = update.finding, update.force_due_on
    if due_on and due_on != finding.force_due_on:
        target_dates.keep(
            finding, due_on, finding.force_due_on, update.due_reason, is_hmicfrs=False,
            by=update.submitted_by, now=update.submitted_at,
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
