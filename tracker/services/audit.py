"""The one way in to the audit trail."""

from datetime import datetime
from typing import Any

from structlog.contextvars import get_contextvars

from accounts.models import User
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence, Finding, Force, Report
from tracker.models.visibility import memberships_of
from tracker.services import notifications


def record(
    kind: EventKind,
    *,
    by: User | None,
    now: datetime,
    finding: Finding | None = None,
    report: Report | None = None,
    force: Force | None = None,
    evidence: Evidence | None = None,
    **data: Any,
) -> AuditEvent:
    """Write one event inside the caller's transaction, and the notifications that follow from it.

    The force is the finding's, the evidence's, or the report's inspection's, when none is given. `data` is
    JSON: ids and short facts for the timeline's sentence. An event of evidence belongs to the finding given,
    or else the first that uses it, and is told at each.
    """
    force_id = force.pk if force else _force_id_of(finding, report)
    if evidence:
        finding, force_id = finding or evidence.findings.order_by("pk").first(), evidence.force_id
        data = {"evidence_id": evidence.pk, "title": evidence.title, **data}
    event = AuditEvent.objects.create(
        kind=kind,
        actor=by,
        acting_for_id=_acting_for(by, force_id),
        request_id=get_contextvars().get("request_id", ""),
        at=now,
        finding=finding,
        report=report,
        force_id=force_id,
        data=data,
        evidence=evidence,
    )
    notifications.derive(event)
    return event


def _acting_for(by: User | None, force_id: int | None) -> int | None:
    """The force whose member the actor is: that of the deed where they are of several. None for HMICFRS."""
    forces = [force for _, force in memberships_of(by) if force is not None] if by else []
    return force_id if force_id in forces else min(forces, default=None)


def _force_id_of(finding: Finding | None, report: Report | None) -> int | None:
    if finding:
        return finding.force_id
    if report and report.inspection_id:
        return report.inspection.force_id  # type: ignore[union-attr]
    return None
