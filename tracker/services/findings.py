"""Findings: raised out of a report, judged by later reports, closed by an inspector."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from tracker import access, lifecycle
from tracker.event_vocabulary import EventKind
from tracker.lifecycle import Step
from tracker.models import (
    Finding,
    FindingLink,
    Inspection,
    NationalRecommendation,
    Question,
    Report,
    Statement,
)
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.closures import CARRIES_ON
from tracker.services import audit, themes
from tracker.services.guards import ReasonMissing, lock_finding
from tracker.vocabulary import ClosureReason, FindingKind, InspectorateStatus, Wording


class AlreadyClosed(Conflict):
    code = "already_closed"

    def __init__(self, finding: Finding) -> None:
        super().__init__(
            f"{finding.reference} is closed already ({finding.get_closure_reason_display().lower()}), "
            f"by {finding.closed_by}."
        )


class NotClosed(Conflict):
    code = "not_closed"

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.reference} is not closed, so there is no closure to void.")


class SuccessorMissing(Refusal):
    """Superseded by what? A confirmed link says what carries the finding on."""

    code = "successor_missing"

    def __init__(self) -> None:
        super().__init__(
            "Select the later finding that carries this one on. If it is not there, link the two first."
        )


class OwnSubmission(Refusal):
    """Nobody judges their own work."""

    code = "own_submission"

    def __init__(self, finding: Finding) -> None:
        super().__init__(
            f"You sent the latest update of {finding.reference}, so another inspector must close it."
        )


@transaction.atomic
def raise_finding(
    *,
    inspection: Inspection,
    kind: FindingKind,
    text: str,
    by: User,
    now: datetime,
    question: Question | None = None,
    report: Report | None = None,
    place: Mapping[str, Any] | None = None,
    wording: Wording = Wording.PUBLISHED,
    parent: Finding | None = None,
    national: NationalRecommendation | None = None,
    public_from: date | None = None,
) -> Finding:
    """Make a finding of the inspection, with the next number, never given again, and propose its themes.

    `report` and `place` say where the text stands. Public from the given day, else from the inspection's;
    one "as reported" from the given day alone, as the later report that tells of it may be embargoed.
    Raises NotAllowed.
    """
    access.require(by, Permission.DECIDE_REPORT, force_id=inspection.force_id)
    is_told_later = wording == Wording.AS_REPORTED
    locked = Inspection.objects.select_for_update(of=("self",)).select_related("force", "programme")
    inspection = locked.get(pk=inspection.pk)
    inspection.last_number += 1
    inspection.save(update_fields=["last_number"])
    finding = Finding.objects.create(
        reference=_reference(inspection),
        inspection=inspection,
        force=inspection.force,
        year=inspection.year,
        number=inspection.last_number,
        kind=kind,
        question=question,
        text=text,
        wording=wording,
        parent=parent,
        national=national,
        report=report,
        place=dict(place or {}),
        public_from=public_from if is_told_later else public_from or inspection.public_from,
        raised_by=by,
        raised_at=now,
    )
    themes.propose_for(finding, now=now)
    audit.record(
        EventKind.FINDING_RAISED,
        by=by,
        now=now,
        finding=finding,
        report=report,
        wording=finding.wording,
        reference=finding.reference,
    )
    return finding


def _reference(inspection: Inspection) -> str:
    return f"{inspection.force.slug}-{inspection.year}-{inspection.letters}-{inspection.last_number:02}"


@transaction.atomic
def close(
    *,
    finding: Finding,
    reason: ClosureReason | str,
    by: User,
    now: datetime,
    note: str = "",
    statement: Statement | None = None,
    link: FindingLink | None = None,
) -> Finding:
    """Close the finding for good and record who judged it so, and by which statement of a report, if any, or
    because of which link to what carries it on.

    Successors stay open: a later inspection's finding is its own promise.
    Raises NotAllowed, AlreadyClosed, ReasonMissing, SuccessorMissing, OwnSubmission, StepNotAllowed.
    """
    access.require(by, Permission.REVIEW, force_id=finding.force_id)
    # Lock first: two inspectors may close the same finding within a second.
    finding = lock_finding(finding)
    if finding.is_closed:
        raise AlreadyClosed(finding)
    before = InspectorateStatus(finding.inspectorate_status)
    finding.inspectorate_status = lifecycle.next_status(before, Step.CLOSE)
    _refuse_own_submission(finding, by)
    finding.status_before_closure = before
    finding.closure_reason = _closure_reason(reason)
    if finding.closure_reason == ClosureReason.SUPERSEDED:
        _refuse_without_successor(link)
    finding.closed_at, finding.closed_by = now, by
    _save_changed(
        finding, "inspectorate_status", "status_before_closure", "closure_reason", "closed_at", "closed_by"
    )
    audit.record(
        EventKind.FINDING_CLOSED,
        by=by,
        now=now,
        finding=finding,
        reason=finding.closure_reason,
        note=note,
        statement_id=statement.pk if statement else None,
        link_id=link.pk if link else None,
        successor=link.successor.reference if link else None,
    )
    return finding


def _closure_reason(reason: ClosureReason | str) -> ClosureReason:
    if reason not in ClosureReason.values:
        raise ReasonMissing("Select why the finding is closed.")
    return ClosureReason(reason)


def _refuse_without_successor(link: FindingLink | None) -> None:
    # Lock first: somebody may be deciding the link anew.
    confirmed = FindingLink.objects.confirmed().select_for_update(of=("self",))
    if link is None or not confirmed.filter(pk=link.pk, relation__in=CARRIES_ON).exists():
        raise SuccessorMissing


def _refuse_own_submission(finding: Finding, by: User) -> None:
    latest = finding.updates.order_by("-number").values_list("submitted_by", flat=True).first()
    if latest == by.pk:
        raise OwnSubmission(finding)


@transaction.atomic
def void_closure(*, finding: Finding, reason: str, by: User, now: datetime) -> Finding:
    """Take back a closure made by mistake: the finding stands again as it stood before it.

    Raises NotAllowed, NotClosed, ReasonMissing.
    """
    access.require(by, Permission.VOID_CLOSURE, force_id=finding.force_id)
    finding = lock_finding(finding)
    if not finding.is_closed:
        raise NotClosed(finding)
    if not reason.strip():
        raise ReasonMissing("Enter why the closure is void.")
    voided = finding.closure_reason
    before = InspectorateStatus(finding.status_before_closure)
    finding.inspectorate_status = lifecycle.status_after_void(before)
    finding.status_before_closure = finding.closure_reason = ""
    finding.closed_at = finding.closed_by = None
    _save_changed(
        finding, "inspectorate_status", "status_before_closure", "closure_reason", "closed_at", "closed_by"
    )
    audit.record(
        EventKind.CLOSURE_VOIDED, by=by, now=now, finding=finding, reason=reason.strip(), voided=voided
    )
    return finding


def _save_changed(finding: Finding, *fields: str) -> None:
    # The row is locked, so counting here cannot lose a change.
    finding.version += 1
    finding.save(update_fields=[*fields, "version"])
