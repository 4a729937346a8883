"""The plan of actions and the questions of a finding as they stood at a moment, for its evidence pack."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q

from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Enquiry, EnquiryMessage, Finding
from tracker.vocabulary import EnquirySide, EnquiryState

Fact = dict[str, Any]
ACTION_KINDS = (
    EventKind.ACTION_ADDED, EventKind.ACTION_CHANGED, EventKind.ACTION_DONE, EventKind.ACTION_NOT_DONE,
    EventKind.ACTION_MOVED, EventKind.ACTION_REMOVED,
)  # fmt: skip


def actions_then(finding: Finding, moment: datetime, not_told: list[str]) -> list[Fact]:
    """The actions in their order then, each with everything done to it by then. Two queries.

    One that no event tells of stands as it is now, and `not_told` says so.
    """
    handed_over = Q(kind=EventKind.WORK_HANDED_OVER, force=finding.force_id)
    rows = AuditEvent.objects.filter(Q(finding=finding, kind__in=ACTION_KINDS) | handed_over)
    events = list(rows.select_related("actor").order_by("pk"))
    plan = _replayed(event for event in events if event.at <= moment)
    told = {event.data["action_id"] for event in events if event.kind == EventKind.ACTION_ADDED}
    for row in finding.actions.filter(created_at__lte=moment).select_related("owner", "created_by"):
        if row.pk not in told:
            not_told.append(
                f"How the action “{row}” stood then: no event tells of it, so it is as it is now."
            )
            plan.append(_action(row.pk, row.what, row.owner_text, row.due_on) | {"done_on": row.done_on})
    return plan


def _replayed(events: Iterable[AuditEvent]) -> list[Fact]:
    plan: list[Fact] = []
    for event in events:
        of = event.data.get("actions") or [event.data.get("action_id")]
        for action in [row for row in plan if row["id"] in of]:
            _change(plan, action, event)
        if event.kind == EventKind.ACTION_ADDED:
            data = event.data
            due_on = date.fromisoformat(data["due_on"]) if data["due_on"] else None
            plan.append(_action(data["action_id"], data["what"], data["owner"], due_on))
            _tell(plan[-1], event)
    return plan


def _change(plan: list[Fact], action: Fact, event: AuditEvent) -> None:
    data = event.data
    match event.kind:
        case EventKind.ACTION_CHANGED:
            due_on = date.fromisoformat(data["due_on"]) if data["due_on"] else None
            action |= {"what": data["what"], "owner": data["owner"], "due_on": due_on}
        case EventKind.ACTION_DONE:
            action["done_on"] = date.fromisoformat(data["done_on"])
        case EventKind.ACTION_NOT_DONE:
            action["done_on"] = None
        case EventKind.WORK_HANDED_OVER:
            action["owner"] = data["taker"]
        case EventKind.ACTION_MOVED:
            plan.remove(action)
            plan.insert(data["position"] - 1, action)
        case EventKind.ACTION_REMOVED:
            plan.remove(action)
    _tell(action, event)


def _action(pk: int, what: str, owner: str, due_on: date | None) -> Fact:
    return {"id": pk, "what": what, "owner": owner, "due_on": due_on, "done_on": None, "history": []}


def _tell(action: Fact, event: AuditEvent) -> None:
    by = event.actor.name if event.actor else None
    before = event.data.get("before")
    told = {"what": event.get_kind_display(), "by": by, "at": event.at}
    action["history"].append(told | ({"before": before} if before else {}))


def enquiries_then(finding: Finding, moment: datetime) -> list[Fact]:
    """The questions asked by then with all that was written to them by then, the first one first.

    Three queries, however many.
    """
    written = EnquiryMessage.objects.filter(written_at__lte=moment).select_related("written_by")
    messages = Prefetch("messages", written.prefetch_related("mentioned").order_by("pk"))
    rows = Enquiry.objects.filter(finding=finding, asked_at__lte=moment)
    rows = rows.select_related("asked_by", "closed_by").prefetch_related(messages)
    return [_enquiry(row, moment) for row in rows.order_by("asked_at", "pk")]


def _enquiry(row: Enquiry, moment: datetime) -> Fact:
    messages = list(row.messages.all())
    is_closed = row.closed_at is not None and row.closed_at <= moment
    state = EnquiryState.CLOSED if is_closed else _state_after(messages)
    asked = [message.answer_by for message in messages if message.answer_by]
    return {
        "subject": row.subject,
        "state": state.label,
        "answer_by": asked[-1] if asked else row.answer_by,
        "asked_by": row.asked_by.name,
        "asked_at": row.asked_at,
        "closed_by": row.closed_by.name if is_closed and row.closed_by else None,
        "closed_at": row.closed_at if is_closed else None,
        "messages": [_message(message) for message in messages],
    }


def _state_after(messages: list[EnquiryMessage]) -> EnquiryState:
    is_answered = bool(messages) and messages[-1].side == EnquirySide.FORCE
    return EnquiryState.ANSWERED if is_answered else EnquiryState.WAITING


def _message(row: EnquiryMessage) -> Fact:
    return {
        "side": row.get_side_display(),
        "text": row.text,
        "answer_by": row.answer_by,
        "mentioned": [person.name for person in row.mentioned.all()],
        "by": row.written_by.name,
        "at": row.written_at,
    }
