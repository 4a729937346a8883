"""What was corrected after it was confirmed: old and new, why, by whom. Read from the audit trail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Finding, NationalRecommendation, Proposal
from tracker.vocabulary import Decision, FindingKind, ProposalKind, StatementStrength, Verdict

CALLED = {
    "about_kind": "Kind of finding it speaks of",
    "about_year": "Year it speaks of",
    "assessed": "Questions inspected",
    "carried_forward": "Carried forward",
    "comparator": "Compared with",
    "comparator_period": "Period of the comparator",
    "comparator_value": "Value of the comparator",
    "finding": "Finding it is about",
    "grade": "Grade",
    "isbn": "ISBN",
    "kind": "Kind",
    "last_inspected": "Last inspected",
    "name": "Measure",
    "note": "Note",
    "parent": "Cause of concern",
    "public_from": "Published on",
    "period": "Period",
    "predecessor": "Wording of the earlier finding",
    "question": "Question",
    "quote": "Quote",
    "source_url": "Web address of the report",
    "strength": "How plainly it speaks",
    "text": "Wording",
    "title": "Title of the report",
    "unit": "Unit",
    "value": "Value",
    "verdict": "Verdict",
}
LABELS: dict[str, dict[str, str]] = {
    "about_kind": {"unknown": "Not said", **{word.value: str(word.label) for word in FindingKind}},
    "kind": {word.value: str(word.label) for word in FindingKind},
    "strength": {word.value: str(word.label) for word in StatementStrength},
    "verdict": {word.value: str(word.label) for word in Verdict},
}
NONE = "none"
OF_ITEMS = [
    EventKind.STATEMENT_CORRECTED,
    EventKind.JUDGMENT_CORRECTED,
    EventKind.DETAILS_CORRECTED,
    EventKind.ITEM_CORRECTED,
    EventKind.ITEM_WITHDRAWN,
    EventKind.ITEM_RESTORED,
]


DONE: dict[str, str] = {
    EventKind.ITEM_WITHDRAWN: "Withdrawn",
    EventKind.ITEM_RESTORED: "Withdrawal undone",
}


@dataclass(frozen=True)
class Change:
    """One corrected field, in words a person reads; "none" where there was or is nothing."""

    field: str
    called: str
    before: str
    after: str


def changes_of(event: AuditEvent) -> list[Change]:
    """The changes that an event of a correction holds."""
    return [change_of(each["field"], each["before"], each["after"]) for each in event.data["changes"]]


def change_of(field: str, before: Any, after: Any) -> Change:
    """A field of parsed-report/1, or of what it became, and both its values in words."""
    called = CALLED.get(field) or field.replace("_", " ").capitalize()
    return Change(field, called, _in_words(field, before), _in_words(field, after))


def _in_words(field: str, value: Any) -> str:
    if value in (None, "", []):
        return NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return LABELS.get(field, {}).get(value, str(value))


@dataclass(frozen=True)
class Corrected:
    """One correction; or, without changes, one withdrawal or its undoing. With its reason."""

    event: AuditEvent
    changes: Sequence[Change]

    @property
    def reason(self) -> str:
        return str(self.event.data["reason"])

    @property
    def done(self) -> str:
        """What was done, as a sentence about it begins."""
        return DONE.get(self.event.kind, "Corrected")


def corrections_of(finding: Finding) -> list[Corrected]:
    """The corrections of the finding's kind, question and wording, newest first. One query."""
    rows = AuditEvent.objects.filter(finding=finding, kind=EventKind.FINDING_CORRECTED)
    return [_corrected(event) for event in rows.select_related("actor").order_by("-pk")]


def corrections_of_national(national: NationalRecommendation) -> list[Corrected]:
    """The corrections of a national recommendation, newest first. One query."""
    rows = events_of_national(national).select_related("actor").order_by("-pk")
    return [_corrected(event) for event in rows]


def events_of_national(national: NationalRecommendation) -> "QuerySet[AuditEvent]":
    """The events that tell of its corrections."""
    return AuditEvent.objects.filter(kind=EventKind.NATIONAL_CORRECTED, data__national_id=national.pk)


def withdrawal_of(finding: Finding) -> Corrected | None:
    """Why the finding was withdrawn, by whom and when."""
    rows = AuditEvent.objects.filter(finding=finding, kind=EventKind.ITEM_WITHDRAWN, data__proposed="finding")
    event = rows.select_related("actor").order_by("-pk").first()
    return _corrected(event) if event else None


def corrections_by_proposal(proposals: Iterable[Proposal]) -> dict[int, list[Corrected]]:
    """Proposal id -> what was corrected, withdrawn or restored of its row, newest first.

    One query, or none where nothing is confirmed.
    """
    confirmed = [row for row in proposals if row.status == Decision.CONFIRMED]
    if not confirmed:
        return {}
    events = _events_of(confirmed)
    return {row.pk: [_corrected(event) for event in events if _is_of(event, row)] for row in confirmed}


def _events_of(proposals: Sequence[Proposal]) -> list[AuditEvent]:
    findings = [row.finding_id for row in proposals if row.finding_id]
    of_findings = AuditEvent.objects.filter(kind=EventKind.FINDING_CORRECTED, finding__in=findings)
    reports = {row.report_id for row in proposals}
    of_items = AuditEvent.objects.filter(kind__in=OF_ITEMS, report__in=reports)
    return list((of_findings | of_items).select_related("actor").order_by("-pk"))


def _is_of(event: AuditEvent, proposal: Proposal) -> bool:
    match event.kind:
        case EventKind.FINDING_CORRECTED:
            return event.finding_id == proposal.finding_id
        case EventKind.STATEMENT_CORRECTED:
            return bool(event.data["statement_id"] == proposal.statement_id)
        case EventKind.JUDGMENT_CORRECTED:
            return bool(event.data["judgment_id"] == proposal.judgment_id)
    return bool(event.data["proposal_id"] == proposal.pk)


def _corrected(event: AuditEvent) -> Corrected:
    return Corrected(event, changes_of(event) if "changes" in event.data else [])


def standing_values(proposals: Iterable[Proposal]) -> dict[int, dict[str, Any]]:
    """Proposal id -> the item as it stands, by the names of parsed-report/1: as read, with what a person
    corrected before and after it was confirmed. One query, or none where nothing is confirmed.

    A finding's parent is left as the proposal has it: a position, where a correction names a reference.
    """
    rows = list(proposals)
    later = corrections_by_proposal(rows)
    return {row.pk: _standing(row, later.get(row.pk, ())) for row in rows}


def _standing(row: Proposal, corrected: Sequence[Corrected]) -> dict[str, Any]:
    values: dict[str, Any] = dict(row.values)
    for each in reversed(corrected):
        for change in each.event.data.get("changes", ()):
            name = change["field"]
            if row.kind == ProposalKind.INSPECTION and name == "grade":
                name = "overall_judgment"
            if name in row.payload and name != "parent":
                values[name] = change["after"]
        if passages := each.event.data.get("passages"):
            values["quotes"] = passages
    return values
