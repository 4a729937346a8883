"""The evidence of a finding as it stood at a moment, for its evidence pack."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence, Finding
from tracker.selectors.evidence import FIGURES
from tracker.vocabulary import Assessment, FileState

Fact = dict[str, Any]


def evidence_then(
    finding: Finding, moment: datetime, events: Sequence[AuditEvent], not_told: list[str]
) -> list[Evidence]:
    """The pieces used here by then and not withdrawn by then, the oldest first, each with its figures.

    A use itself is not dated: it is as old as its update, or as the deed that made it.
    """
    told = {event.evidence_id for event in events if event.finding_id == finding.pk and event.evidence_id}
    rows = Evidence.objects.filter(uses__finding=finding, added_at__lte=moment).distinct()
    rows = rows.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment))
    rows = rows.select_related("added_by", "replaced_by").prefetch_related("uses__update", FIGURES)
    kept = []
    for row in rows.order_by("added_at", "pk"):
        here = [use for use in row.uses.all() if use.finding_id == finding.pk]
        sent = [use.update.submitted_at for use in here if use.update]
        if row.pk in told or any(at <= moment for at in sent):
            kept.append(row)
        elif not sent:
            not_told.append(f"Whether “{row.title}” was used for this finding then: its use is not dated.")
    return kept


def piece(row: Evidence, finding: Finding, events: Sequence[AuditEvent], moment: datetime) -> Fact:
    """What was known of the piece then. The title and what it shows never change."""
    return {
        "id": row.pk,
        "title": row.title,
        "kind": row.get_kind_display(),
        "shows": row.shows,
        "figures": [_figure(each) for each in row.observations.all()],
        "dated_on": row.dated_on,
        "marking": row.get_marking_display(),
        "handling": row.handling or None,
        "url": row.url or None,
        "file_name": row.file_name or None,
        "size": row.size,
        "sha256": row.sha256 or None,
        "sha256_as_sent": row.sent_sha256 or None,
        **_scan(row, moment),
        "version": row.version,
        "replaced_by": _replaced_by(row, moment),
        "added_by": row.added_by.name,
        "added_at": row.added_at,
        "sent_with_updates": _updates(row, finding, moment),
        **_assessment(row, events),
    }


def _figure(row: Any) -> Fact:
    """A lost value stays missing."""
    return {
        "measure": row.measure.name,
        "unit": row.measure.unit or None,
        "value": _number(row.value),
        "value_words": row.value_words or None,
        "period": row.period or None,
        "comparator": row.comparator or None,
        "comparator_value": _number(row.comparator_value),
        "comparator_words": row.comparator_words or None,
        "comparator_period": row.comparator_period or None,
        "is_derived": row.is_derived,
        "in_words": str(row),
    }


def _number(value: Decimal | None) -> str | None:
    """Exactly, and without the noughts that the column adds."""
    return None if value is None else f"{value.normalize():f}"


def _scan(row: Evidence, moment: datetime) -> Fact:
    if row.state in (FileState.NONE, FileState.NOT_SCANNED):
        state = row.get_state_display() if row.state == FileState.NOT_SCANNED else None
        return {"virus_scan": state, "scanned_at": None}
    is_scanned = row.scanned_at is not None and row.scanned_at <= moment
    state = row.get_state_display() if is_scanned else "No verdict by then"
    return {"virus_scan": state, "scanned_at": row.scanned_at if is_scanned else None}


def _replaced_by(row: Evidence, moment: datetime) -> Fact | None:
    newer = row.replaced_by
    if newer is None or newer.added_at > moment:
        return None
    return {"id": newer.pk, "title": newer.title, "version": newer.version, "at": newer.added_at}


def _updates(row: Evidence, finding: Finding, moment: datetime) -> list[int]:
    of_the_finding = [use.update for use in row.uses.all() if use.finding_id == finding.pk and use.update]
    return sorted(update.number for update in of_the_finding if update.submitted_at <= moment)


def _assessment(row: Evidence, events: Sequence[AuditEvent]) -> Fact:
    kind = EventKind.EVIDENCE_ASSESSED
    last = next((e for e in reversed(events) if e.evidence_id == row.pk and e.kind == kind), None)
    return {
        "assessment": Assessment(last.data["assessment"] if last else Assessment.NOT_ASSESSED).label,
        "assessment_reason": last.data["reason"] or None if last else None,
        "assessed_by": last.actor.name if last and last.actor else None,
        "assessed_at": last.at if last else None,
    }
