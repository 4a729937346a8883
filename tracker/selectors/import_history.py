"""What was done with a report from its upload on, read from the audit trail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Report
from tracker.vocabulary import ProposalKind

K = EventKind
# Decisions one by one are counted in the table beside; here stand the turns of the whole report.
SENTENCES: dict[EventKind, Callable[[dict[str, Any]], str]] = {
    K.REPORT_UPLOADED: lambda data: "Uploaded",
    K.REPORT_READ: lambda data: f"Read{_by(data)}: {_counted(data['proposals'], 'item')} proposed",
    K.REPORT_FAILED: lambda data: f"Could not be read: {data['problem']}",
    K.REPORT_RETRIED: lambda data: "Sent to be read again",
    K.REPORT_DECIDED: lambda data: "Everything decided",
    K.REPORT_COMPARED: lambda data: (
        f"Compared with earlier findings: {_counted(data['proposed'], 'silent repeat')} proposed"
    ),
    K.REPORT_PUBLISHED_ON_SET: lambda data: f"Publication day set to {data['published_on']}",
    K.PROPOSAL_ADDED: lambda data: f"{ProposalKind(data['proposed']).label} added by hand",
    K.PROPOSALS_REPLACED: lambda data: (
        f"{_counted(len(data['replaced']), 'proposal')} {data['how']}, {len(data['made'])} in place"
    ),
    K.STATEMENT_CORRECTED: lambda data: "A confirmed statement corrected",
    K.JUDGMENT_CORRECTED: lambda data: f"A confirmed grade corrected: {data['of']}",
    K.DETAILS_CORRECTED: lambda data: "Confirmed details of the report corrected",
    K.EDITION_MARKED: lambda data: (
        f"Marked as a corrected edition: {data['same']} the same, "
        f"{_counted(data['differences'], 'difference')} to decide"
    ),
    K.EDITION_UNMARKED: lambda data: (
        f"No corrected edition after all: {_counted(data['again'], 'item')} to be decided again"
    ),
    K.ITEM_CORRECTED: lambda data: f"A confirmed {ProposalKind(data['proposed']).label.lower()} corrected",
    K.ITEM_RESTORED: lambda data: f"Withdrawn {ProposalKind(data['proposed']).label.lower()} stands again",
    K.ITEM_WITHDRAWN: lambda data: f"Confirmed {ProposalKind(data['proposed']).label.lower()} withdrawn",
    K.REREAD_ASKED: lambda data: "Second reading asked for",
    K.REREAD_ENDED: lambda data: _reread(data),
    K.REREAD_TAKEN: lambda data: (
        f"{_counted(len(data['made']), 'new item')} of a second reading taken over"
        if data["made"]
        else "A change of a second reading taken over"
    ),
}


@dataclass(frozen=True)
class Turn:
    """One thing done with the report: a sentence, by whom and when, and why where a reason was given."""

    sentence: str
    who: str
    when: datetime
    reason: str


def history_of(report: Report) -> list[Turn]:
    """The turns of the report, newest first. One query."""
    rows = AuditEvent.objects.filter(report=report, kind__in=SENTENCES).select_related("actor")
    return [
        Turn(
            sentence=sentence_of(event.kind, event.data),
            who=event.actor.name if event.actor else "",
            when=event.at,
            reason=event.data.get("reason", ""),
        )
        for event in rows.order_by("-pk")
    ]


def sentence_of(kind: str, data: dict[str, Any]) -> str:
    """What an event of a report's history says."""
    return SENTENCES[EventKind(kind)](data)


def _by(data: dict[str, Any]) -> str:
    return f" by {data['reader']}" if data.get("reader") else ""


def _reread(data: dict[str, Any]) -> str:
    if data["status"] != "done":
        return "Second reading failed"
    return f"Read a second time{_by(data)}: {data['new']} new, {data['changed']} changed, {data['gone']} gone"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
