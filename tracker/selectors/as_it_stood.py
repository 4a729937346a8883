"""A finding as it stood at a moment: only what existed then, told from times and from the audit trail.

What was written over since and left no trace is not guessed: it is listed under `not_told`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Evidence, Finding, FindingLink, LinkDecision, Review, Statement, Update
from tracker.models.visibility import Person
from tracker.selectors.evidence_then import evidence_then, piece
from tracker.selectors.stood import Stood, statements_at, stood_at
from tracker.selectors.target_dates import Dates
from tracker.selectors.work_then import actions_then, enquiries_then
from tracker.vocabulary import ClosureReason, Decision, LinkRelation

Fact = dict[str, Any]

ALWAYS_NOT_TOLD = (
    "Which levels of sign-off an update had to pass then: levels are not dated. Each decision names its own.",
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

    About twenty-five queries, however long the history.
    """
    not_told = list(ALWAYS_NOT_TOLD)
    events = list(events_by(finding, moment).select_related("actor"))
    evidence = evidence_then(finding, moment, events, not_told)
    [stood] = stood_at([finding], user, moment=moment)
    facts = {
        "reference": finding.reference,
        "force": finding.force.name,
        "inspection": finding.inspection.programme.name,
        "as_at": moment,
        **_standing(stood),
        "closures": [_closure(event) for event in events if event.kind in CLOSURES],
        "updates": _updates(finding, moment),
        "target_dates": {"force": _dates(stood.force_dates), "hmicfrs": _dates(stood.hmicfrs_dates)},
        "actions": actions_then(finding, moment, not_told),
        "evidence": [piece(row, finding, events, moment) for row in evidence],
        "questions": enquiries_then(finding, moment),
        "links": _links(finding, user, moment, not_told),
        "statements": [_statement(row) for row in _statements(finding, user, moment)],
    }
    return AsItStood(finding, moment, facts, evidence, not_told)


def events_by(finding: Finding, moment: datetime) -> "QuerySet[AuditEvent]":
    """What was done with the finding, or with the evidence that it uses, by then; the first deed first."""
    used = Evidence.objects.filter(uses__finding=finding).values("pk")
    rows = AuditEvent.objects.filter(Q(finding=finding) | Q(evidence__in=used), at__lte=moment)
    return rows.order_by("pk")


def _standing(stood: Stood) -> Fact:
    return {
        "text": stood.wording.text,
        "kind": stood.wording.kind,
        "question": stood.wording.question,
        "force_status": stood.force_status.label,
        "waiting_on": stood.waiting_on or None,
        "lead": stood.lead,
        "deputy": stood.deputy,
        "hmicfrs_status": stood.status.label,
        "closure_reason": stood.closure_reason.label if stood.closure_reason else None,
        "verdict": stood.verdict.label if stood.verdict else None,
        "verdict_year": stood.verdict_year,
    }


CLOSURES = (EventKind.FINDING_CLOSED, EventKind.CLOSURE_VOIDED, EventKind.CLOSURE_DECLINED)


def _closure(event: AuditEvent) -> Fact:
    """A closure with its reason and note; a voided one with why it was voided."""
    is_voided = event.kind == EventKind.CLOSURE_VOIDED
    return {
        "what": event.get_kind_display(),
        "reason": None if is_voided else ClosureReason(event.data["reason"]).label,
        "note": event.data["reason"] if is_voided else event.data.get("note") or None,
        "successor": event.data.get("successor"),
        "by": event.actor.name if event.actor else None,
        "at": event.at,
    }


def _statements(finding: Finding, user: Person, moment: datetime) -> "QuerySet[Statement]":
    return statements_at(user, moment).filter(finding=finding).select_related("report")


def _statement(row: Statement) -> Fact:
    return {
        "year": row.year,
        "report": row.report.title,
        "verdict": row.get_verdict_display(),
        "quote": row.quote,
        "confirmed_at": row.confirmed_at,
    }


def _updates(finding: Finding, moment: datetime) -> list[Fact]:
    rows = finding.updates.filter(submitted_at__lte=moment).select_related("submitted_by", "corrects")
    return [_update(row, moment) for row in rows.prefetch_related("reviews__reviewed_by").order_by("number")]


def _update(row: Update, moment: datetime) -> Fact:
    reviews = sorted(row.reviews.all(), key=lambda review: (review.reviewed_at, review.pk))
    return {
        "number": row.number,
        "force_status": row.get_force_status_display(),
        "waiting_on": row.waiting_on or None,
        "narrative": row.narrative,
        "force_due_on": row.force_due_on,
        "due_reason": row.due_reason or None,
        "corrects_update": row.corrects.number if row.corrects else None,
        "correction": row.correction or None,
        "sent_by": row.submitted_by.name,
        "sent_at": row.submitted_at,
        "decisions": [_decision(review) for review in reviews if review.reviewed_at <= moment],
    }


def _decision(review: Review) -> Fact:
    """At its level of sign-off; the digest is that of the exact state that was decided on."""
    return {
        "outcome": review.get_outcome_display(),
        "level": review.level,
        "level_name": review.level_name or None,
        "is_final": review.is_final,
        "reason": review.reason or None,
        "more_evidence_by": review.more_by,
        "by": review.reviewed_by.name,
        "at": review.reviewed_at,
        "state_sha256": review.state_sha256 or None,
    }


def _dates(dates: Dates) -> Fact:
    """One side's: the original beside the revised, how often it moved, and each setting with its reason."""
    return {
        "due_on": dates.rows[-1].due_on if dates.rows else None,
        "original": dates.original,
        "moves": dates.moves,
        "settings": [
            {
                "due_on": row.due_on,
                "moved_from": row.moved_from,
                "reason": row.reason or None,
                "set_by": row.set_by.name,
                "set_at": row.set_at,
            }
            for row in dates.rows
        ],
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
