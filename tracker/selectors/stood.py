"""Findings as they stand, or as they stood at a moment of the past: what a line of a pack says of each.

The past is told from rows that carry their time and from the audit trail; later corrections are taken back.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Finding, Statement, TargetDate, Update
from tracker.models.statements import RANK_OF_STRENGTH
from tracker.models.visibility import Person
from tracker.selectors.corrections import NONE, changes_of
from tracker.selectors.target_dates import Dates
from tracker.vocabulary import ClosureReason, ForceStatus, InspectorateStatus, Verdict

STATUS_AFTER = {
    EventKind.UPDATE_SUBMITTED: InspectorateStatus.UNDER_REVIEW,
    EventKind.UPDATE_ACCEPTED: InspectorateStatus.OPEN,
    EventKind.UPDATE_RETURNED: InspectorateStatus.MORE_EVIDENCE_NEEDED,
    EventKind.FINDING_CLOSED: InspectorateStatus.CLOSED,
}
TOLD_BY_EVENTS = (
    *STATUS_AFTER, EventKind.CLOSURE_VOIDED, EventKind.LEAD_NAMED, EventKind.FINDING_CORRECTED,
    EventKind.FINDING_MERGED, EventKind.MERGE_UNDONE,
)  # fmt: skip
GOES = (EventKind.ITEM_WITHDRAWN, EventKind.FINDING_MERGED)
COMES_BACK = (EventKind.ITEM_RESTORED, EventKind.MERGE_UNDONE)


@dataclass(frozen=True)
class Wording:
    """What the finding said, its kind and its question, in words."""

    text: str
    kind: str
    question: str | None


@dataclass(frozen=True)
class Stood:
    """One finding at one moment. `said` is the latest statement whose verdict counted; `force_dates` and
    `hmicfrs_dates` are each side's, the first one first. `has_gone`: it was withdrawn or merged since."""

    finding: Finding
    wording: Wording
    force_status: ForceStatus
    waiting_on: str
    status: InspectorateStatus
    closure_reason: ClosureReason | None
    lead: str | None
    deputy: str | None
    force_due_on: date | None
    due_on: date | None
    force_dates: Dates
    hmicfrs_dates: Dates
    verdict: Verdict | None
    verdict_year: int | None
    said: Statement | None
    has_gone: bool = False

    @property
    def due(self) -> date | None:
        """The target date that counts: the force's own, else HMICFRS's."""
        return self.force_due_on or self.due_on

    @property
    def is_closed(self) -> bool:
        return self.status == InspectorateStatus.CLOSED


def standing_now(findings: Sequence[Finding], user: Person) -> list[Stood]:
    """Each as its row has it. Two queries, however many; give them with lead and question."""
    dates, said = _dates(findings), _verdicts(findings, user, timezone.now())
    return [_now(finding, dates, said.get(finding.pk)) for finding in findings]


def stood_at(findings: Sequence[Finding], user: Person, *, moment: datetime) -> list[Stood]:
    """Each as it stood at that moment, as this person may see it now. Four queries, however many."""
    events: dict[int, list[AuditEvent]] = defaultdict(list)
    told = AuditEvent.objects.filter(finding__in=findings, kind__in=TOLD_BY_EVENTS)
    for event in told.order_by("pk"):
        events[event.finding_id].append(event)  # type: ignore[index]
    updates = _latest_updates(findings, events, moment)
    dates, said = _dates(findings), _verdicts(findings, user, moment)
    return [
        _then(row, events[row.pk], updates.get(row.pk), dates, said.get(row.pk), moment) for row in findings
    ]


def that_stood(rows: Iterable[Finding], *, moment: datetime) -> list[Finding]:
    """Those that were neither withdrawn nor merged into another at that moment. One query besides theirs.

    Give them as `Finding.kept` has them.
    """
    findings = list(rows)
    away = {row.pk: bool(row.withdrawn_at or row.merged_into_id) for row in findings}
    forces = {row.force_id for row in findings}
    later = AuditEvent.objects.filter(finding__force__in=forces, kind__in=(*GOES, *COMES_BACK), at__gt=moment)
    for event in later.order_by("-pk"):  # each taken back, the newest first
        pk = event.data.get("reported_id", event.finding_id)
        is_of_it = event.data.get("proposed", "finding") == "finding"  # not of a statement about it
        if pk in away and is_of_it:
            away[pk] = event.kind in COMES_BACK
    return [row for row in findings if not away[row.pk]]


DatesOf = dict[tuple[int, bool], list[TargetDate]]


def _dates(findings: Sequence[Finding]) -> DatesOf:
    """(finding id, whether they are HMICFRS's) -> target dates as they were set, the first one first."""
    dates: DatesOf = defaultdict(list)
    rows = TargetDate.objects.filter(finding__in=findings).select_related("set_by")
    for row in rows.order_by("set_at", "pk"):
        dates[row.finding_id, row.is_hmicfrs].append(row)
    return dates


def _verdicts(findings: Sequence[Finding], user: Person, moment: datetime) -> dict[int, Statement]:
    """Finding id -> the statement whose verdict counted by then."""
    rows = statements_at(user, moment).filter(finding__in=findings, counted_at__lte=moment)
    ranked = rows.annotate(rank=RANK_OF_STRENGTH).order_by("year", "rank", "pk")
    return {said.finding_id: said for said in ranked if said.finding_id}


def statements_at(user: Person, moment: datetime) -> "QuerySet[Statement]":
    """Those confirmed and published by then, and not withdrawn by then."""
    rows = Statement.kept.visible_to(user).filter(confirmed_at__lte=moment)
    rows = rows.filter(public_from__lte=timezone.localdate(moment))
    return rows.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=moment))


def _now(finding: Finding, dates: DatesOf, said: Statement | None) -> Stood:
    question = finding.question.text if finding.question else None
    return Stood(
        finding=finding,
        wording=Wording(finding.text, finding.get_kind_display(), question),
        force_status=ForceStatus(finding.force_status),
        waiting_on=finding.waiting_on,
        status=InspectorateStatus(finding.inspectorate_status),
        closure_reason=ClosureReason(finding.closure_reason) if finding.closure_reason else None,
        lead=_name(finding.lead),
        deputy=_name(finding.deputy),
        force_due_on=finding.force_due_on,
        due_on=finding.due_on,
        force_dates=Dates(dates[finding.pk, False]),
        hmicfrs_dates=Dates(dates[finding.pk, True]),
        verdict=Verdict(finding.verdict) if finding.verdict else None,
        verdict_year=finding.verdict_year,
        said=said,
    )


def _then(
    finding: Finding,
    events: Sequence[AuditEvent],
    update: Update | None,
    dates: DatesOf,
    said: Statement | None,
    moment: datetime,
) -> Stood:
    by_then = [event for event in events if event.at <= moment]
    later = [event for event in reversed(events) if event.at > moment]
    force_dates, hmicfrs_dates = (dates[finding.pk, is_hmicfrs] for is_hmicfrs in (False, True))
    lead, deputy = _led_by(finding, later)
    return Stood(
        finding=finding,
        wording=_wording(finding, later),
        force_status=ForceStatus(update.force_status if update else ForceStatus.NOT_STARTED),
        waiting_on=update.waiting_on if update else "",
        status=_status(by_then),
        closure_reason=_closure_reason(by_then),
        lead=lead,
        deputy=deputy,
        force_due_on=_day_at(force_dates, finding.force_due_on, moment),
        due_on=_day_at(hmicfrs_dates, finding.due_on, moment),
        force_dates=Dates([row for row in force_dates if row.set_at <= moment]),
        hmicfrs_dates=Dates([row for row in hmicfrs_dates if row.set_at <= moment]),
        verdict=Verdict(said.verdict) if said else None,
        verdict_year=said.year if said else None,
        said=said,
        has_gone=bool(finding.withdrawn_at or finding.merged_into_id),
    )


def _wording(finding: Finding, later: Iterable[AuditEvent]) -> Wording:
    """With every later correction taken back, the newest first."""
    question = finding.question.text if finding.question else None
    said = {"text": finding.text, "kind": finding.get_kind_display(), "question": question}
    for event in later:
        if event.kind == EventKind.FINDING_CORRECTED:
            said |= {change.field: change.before for change in changes_of(event) if change.field in said}
    return Wording(
        said["text"] or "", said["kind"] or "", None if said["question"] == NONE else said["question"]
    )


def _led_by(finding: Finding, later: Iterable[AuditEvent]) -> tuple[str | None, str | None]:
    lead, deputy = _name(finding.lead), _name(finding.deputy)
    for event in later:
        if event.kind == EventKind.LEAD_NAMED:
            lead, deputy = event.data["before"]["lead"], event.data["before"]["deputy"]
    return lead, deputy


def _name(person: User | None) -> str | None:
    return person.name if person else None


def _status(by_then: Iterable[AuditEvent]) -> InspectorateStatus:
    status = before = InspectorateStatus.OPEN
    for event in by_then:
        kind = EventKind(event.kind)
        if kind == EventKind.CLOSURE_VOIDED:
            status = before
        elif kind in STATUS_AFTER:
            before, status = status, STATUS_AFTER[kind]
    return status


def _closure_reason(by_then: Sequence[AuditEvent]) -> ClosureReason | None:
    kinds = (EventKind.FINDING_CLOSED, EventKind.CLOSURE_VOIDED)
    last = next((event for event in reversed(by_then) if event.kind in kinds), None)
    closed = last is not None and last.kind == EventKind.FINDING_CLOSED
    return ClosureReason(last.data["reason"]) if closed and last else None


def _day_at(rows: Sequence[TargetDate], now: date | None, moment: datetime) -> date | None:
    """The date that was set last by then; before the first that is written down, what that one says."""
    by_then = [row for row in rows if row.set_at <= moment]
    if by_then:
        return by_then[-1].due_on
    return rows[0].moved_from if rows else now


def _latest_updates(
    findings: Sequence[Finding], events: dict[int, list[AuditEvent]], moment: datetime
) -> dict[int, Update]:
    """Finding id -> its last update by then; where it has none, that of a finding merged into it by then."""
    merged: dict[int, int] = {}
    for event in (each for rows in events.values() for each in rows if each.at <= moment):
        if event.kind == EventKind.FINDING_MERGED:
            merged[event.data["reported_id"]] = event.finding_id or 0
        elif event.kind == EventKind.MERGE_UNDONE:
            merged.pop(event.data["reported_id"], None)
    of = [*(row.pk for row in findings), *merged]
    rows = Update.objects.filter(finding__in=of, submitted_at__lte=moment)
    latest = {row.finding_id: row for row in rows.order_by("finding_id", "-number").distinct("finding_id")}
    carried = {merged[pk]: row for pk, row in latest.items() if pk in merged}
    return carried | {pk: row for pk, row in latest.items() if pk not in merged}
