"""A finding as it stood at a moment: only what existed then, told from times and from the audit trail.

What was written over since and left no trace is not guessed: it is listed under `not_told`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence, Finding, FindingLink, LinkDecision, Statement
from tracker.models.statements import RANK_OF_STRENGTH
from tracker.models.visibility import Person
from tracker.selectors.corrections import changes_of
from tracker.vocabulary import (
    Assessment,
    ClosureReason,
    Decision,
    ForceStatus,
    InspectorateStatus,
    LinkRelation,
    Verdict,
)

Fact = dict[str, Any]

STATUS_AFTER = {
    EventKind.UPDATE_SUBMITTED: InspectorateStatus.UNDER_REVIEW,
    EventKind.UPDATE_ACCEPTED: InspectorateStatus.OPEN,
    EventKind.UPDATE_RETURNED: InspectorateStatus.MORE_EVIDENCE_NEEDED,
    EventKind.FINDING_CLOSED: InspectorateStatus.CLOSED,
}
ALWAYS_NOT_TOLD = (
    "Who led the finding then: changes of the lead are not dated here.",
    "An action’s wording, owner and dates are as they are now; only when it was added is dated.",
)


@dataclass(frozen=True)
class AsItStood:
    """`facts` is what JSON can hold. `evidence` are the pieces that counted then, to be put beside it."""

    finding: Finding
    moment: datetime
    facts: Fact
    evidence: Sequence[Evidence]
    not_told: Sequence[str]


def as_it_stood(finding: Finding, user: Person, *, moment: datetime) -> AsItStood:
    """The finding at that moment, as this person may see it. Ask for the workspace's permission first.

    About fifteen queries, however long the history.
    """
    not_told = list(ALWAYS_NOT_TOLD)
    events = list(_events(finding, moment))
    evidence = _evidence(finding, moment, events, not_told)
    facts = {
        "reference": finding.reference,
        "force": finding.force.name,
        "inspection": finding.inspection.programme.name,
        "as_at": moment,
        **_wording(finding, moment),
        "force_status": _force_status(finding, moment),
        "hmicfrs_status": _hmicfrs_status(events),
        "closure_reason": _closure_reason(events),
        **_verdict(finding, user, moment),
        "updates": _updates(finding, moment),
        "target_dates": _target_dates(finding, moment),
        "actions": [
            {"what": row.what, "owner": row.owner_text, "due_on": row.due_on, "done_on": row.done_on}
            for row in finding.actions.filter(created_at__lte=moment).select_related("owner")
        ],
        "evidence": [_piece(row, events) for row in evidence],
        "links": _links(finding, user, moment, not_told),
        "statements": [_statement(row) for row in _statements(finding, user, moment)],
    }
    return AsItStood(finding, moment, facts, evidence, not_told)


def _events(finding: Finding, moment: datetime) -> Any:
    """What was done with the finding, or with the evidence that it uses, by then; the first deed first."""
    used = Evidence.objects.filter(uses__finding=finding).values("pk")
    rows = AuditEvent.objects.filter(Q(finding=finding) | Q(evidence__in=used), at__lte=moment)
    return rows.order_by("pk")


def _wording(finding: Finding, moment: datetime) -> Fact:
    """Text, kind and question, with every later correction taken back, the newest first."""
    question = finding.question.text if finding.question else None
    said = {"text": finding.text, "kind": finding.get_kind_display(), "question": question}
    later = AuditEvent.objects.filter(finding=finding, kind=EventKind.FINDING_CORRECTED, at__gt=moment)
    for event in later.order_by("-pk"):
        said |= {change.field: change.before for change in changes_of(event) if change.field in said}
    return said


def _force_status(finding: Finding, moment: datetime) -> str:
    latest = finding.updates.filter(submitted_at__lte=moment).order_by("-number").first()
    return latest.get_force_status_display() if latest else ForceStatus.NOT_STARTED.label


def _hmicfrs_status(events: Sequence[AuditEvent]) -> str:
    status = before = InspectorateStatus.OPEN
    for event in events:
        kind = EventKind(event.kind)
        if kind == EventKind.CLOSURE_VOIDED:
            status = before
        elif kind in STATUS_AFTER:
            before, status = status, STATUS_AFTER[kind]
    return status.label


def _closure_reason(events: Sequence[AuditEvent]) -> str | None:
    kinds = (EventKind.FINDING_CLOSED, EventKind.CLOSURE_VOIDED)
    last = next((event for event in reversed(events) if event.kind in kinds), None)
    closed = last is not None and last.kind == EventKind.FINDING_CLOSED
    return ClosureReason(last.data["reason"]).label if closed and last else None


def _statements(finding: Finding, user: Person, moment: datetime) -> Any:
    """Those confirmed and published by then, and not withdrawn by then."""
    rows = Statement.kept.visible_to(user).filter(finding=finding, confirmed_at__lte=moment)
    rows = rows.filter(public_from__lte=timezone.localdate(moment))
    return rows.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment)).select_related("report")


def _verdict(finding: Finding, user: Person, moment: datetime) -> Fact:
    counted = _statements(finding, user, moment).filter(counted_at__lte=moment)
    best = counted.annotate(rank=RANK_OF_STRENGTH).order_by("-year", "-rank", "-pk").first()
    verdict = Verdict(best.verdict).label if best else None
    return {"verdict": verdict, "verdict_year": best.year if best else None}


def _statement(row: Statement) -> Fact:
    return {
        "year": row.year,
        "report": row.report.title,
        "verdict": row.get_verdict_display(),
        "quote": row.quote,
        "confirmed_at": row.confirmed_at,
    }


def _updates(finding: Finding, moment: datetime) -> list[Fact]:
    rows = finding.updates.filter(submitted_at__lte=moment).select_related("submitted_by").order_by("number")
    return [
        {
            "number": row.number,
            "force_status": row.get_force_status_display(),
            "waiting_on": row.waiting_on or None,
            "narrative": row.narrative,
            "force_due_on": row.force_due_on,
            "sent_by": row.submitted_by.name,
            "sent_at": row.submitted_at,
            "decisions": [
                {
                    "outcome": review.get_outcome_display(),
                    "reason": review.reason,
                    "by": review.reviewed_by.name,
                    "at": review.reviewed_at,
                }
                for review in sorted(row.reviews.all(), key=lambda review: review.reviewed_at)
                if review.reviewed_at <= moment
            ],
        }
        for row in rows.prefetch_related("reviews__reviewed_by")
    ]


def _target_dates(finding: Finding, moment: datetime) -> list[Fact]:
    rows = finding.target_dates.filter(set_at__lte=moment).select_related("set_by").order_by("set_at", "pk")
    return [
        {
            "whose": "HMICFRS" if row.is_hmicfrs else "force",
            "due_on": row.due_on,
            "reason": row.reason or None,
            "set_by": row.set_by.name,
            "set_at": row.set_at,
        }
        for row in rows
    ]


def _evidence(
    finding: Finding, moment: datetime, events: Sequence[AuditEvent], not_told: list[str]
) -> list[Evidence]:
    """The pieces used here by then and not withdrawn by then, the oldest first.

    A use itself is not dated: it is as old as its update, or as the deed that made it.
    """
    told = {event.evidence_id for event in events if event.finding_id == finding.pk and event.evidence_id}
    rows = Evidence.objects.filter(uses__finding=finding, added_at__lte=moment).distinct()
    rows = rows.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment)).select_related("added_by")
    kept = []
    for row in rows.prefetch_related("uses__update").order_by("added_at", "pk"):
        here = [use for use in row.uses.all() if use.finding_id == finding.pk]
        sent = [use.update.submitted_at for use in here if use.update]
        if row.pk in told or any(at <= moment for at in sent):
            kept.append(row)
        elif not sent:
            not_told.append(f"Whether “{row.title}” was used for this finding then: its use is not dated.")
    return kept


def _piece(row: Evidence, events: Sequence[AuditEvent]) -> Fact:
    assessed = [
        event for event in events if event.evidence_id == row.pk and event.kind == EventKind.EVIDENCE_ASSESSED
    ]
    last = assessed[-1].data if assessed else None
    return {
        "id": row.pk,
        "title": row.title,
        "kind": row.get_kind_display(),
        "shows": row.shows,
        "dated_on": row.dated_on,
        "marking": row.get_marking_display(),
        "handling": row.handling or None,
        "url": row.url or None,
        "file_name": row.file_name or None,
        "size": row.size,
        "sha256": row.sha256 or None,
        "version": row.version,
        "added_by": row.added_by.name,
        "added_at": row.added_at,
        "assessment": Assessment(last["assessment"] if last else Assessment.NOT_ASSESSED).label,
        "assessment_reason": last["reason"] if last else None,
    }


def _links(finding: Finding, user: Person, moment: datetime, not_told: list[str]) -> list[Fact]:
    """The links that stood confirmed then: the last decision taken by then says so."""
    ends = Q(predecessor=finding) | Q(successor=finding)
    seen = FindingLink.objects.visible_to(user).filter(ends, created_at__lte=moment)
    decided = LinkDecision.objects.filter(link__in=seen.values("pk"), decided_at__lte=moment)
    latest: dict[int, LinkDecision] = {row.link_id: row for row in decided.order_by("number")}
    found = []
    for link in seen.select_related("predecessor", "successor").prefetch_related("decisions"):
        decision = latest.get(link.pk)
        if decision is None and not link.decisions.all() and link.status == Decision.CONFIRMED:
            not_told.append(f"How the link {link} was decided: it is older than the record of decisions.")
        if decision and decision.status == Decision.CONFIRMED:
            relation = LinkRelation(decision.relation).label
            ends_of = {"earlier": link.predecessor.reference, "later": link.successor.reference}
            found.append({**ends_of, "relation": relation, "decided_at": decision.decided_at})
    return found


def end_of(day: date, *, now: datetime) -> datetime:
    """The last moment of a day in London, or now where that is not over."""
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return min(timezone.make_aware(midnight) - timedelta(microseconds=1), now)
