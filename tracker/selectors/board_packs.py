"""The board pack of a force: its open findings by question, and what changed since a date."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.http import QueryDict
from django.utils import timezone

from govuk.dates import date_text, moment_text
from tracker.documents.packs import Pack, Section
from tracker.models import AuditEvent, Finding, Force, Question, Statement, TargetDate
from tracker.models.findings import FindingQuerySet
from tracker.models.statements import RANK_OF_STRENGTH
from tracker.models.visibility import Person
from tracker.selectors.bodies import bodies_of
from tracker.selectors.chains import MAX_GENERATIONS, predecessors_of
from tracker.selectors.filters import FindingFilter
from tracker.selectors.findings import register
from tracker.selectors.listings import LICENCE, narrowed
from tracker.selectors.timelines import SENTENCES
from tracker.vocabulary import InspectorateStatus, Marking

COLUMNS = (
    "Finding", "What HMICFRS asked", "Force says", "HMICFRS says", "HMICFRS's date", "Force's date", "Lead",
    "First found", "Latest verdict",
)  # fmt: skip
MOST_CHANGES = 500


@dataclass(frozen=True)
class Wanted:
    """What a pack is asked to hold. `since`: changes from this day on; `query` narrows as a list does."""

    force: Force
    query: str = ""
    since: date | None = None
    marking: Marking = Marking.OFFICIAL


@dataclass(frozen=True)
class _Facts:
    dates: dict[tuple[int, bool], list[TargetDate]]
    first_year: dict[int, int]
    said: dict[int, Statement]


def rows_of(wanted: Wanted, user: Person) -> FindingQuerySet:
    """The findings of the force and of those it took over from, narrowed, closed ones too.

    Ask for the workspace's permission first. Raises NotAFilter.
    """
    rows = register(user).filter(force__in=bodies_of(wanted.force.pk)).select_related("lead")
    return cast(FindingQuerySet, narrowed(FindingFilter, rows, user, QueryDict(wanted.query)))


def board_pack(wanted: Wanted, user: Person, *, now: datetime) -> Pack:
    """The pack as it is now. Eight queries, and one for each generation of the longest chain."""
    everything = rows_of(wanted, user)
    findings = list(everything.open())
    today = timezone.localdate(now)
    return Pack(
        title=f"{wanted.force.name}: open findings",
        marking=wanted.marking.label,
        as_at=now,
        when=f"As at {moment_text(now)}",
        about=_about(wanted, now),
        figures=_figures(everything, findings, today),
        columns=COLUMNS,
        sections=_sections(findings, _facts(findings, user)),
        changes_title=f"What changed since {date_text(wanted.since)}" if wanted.since else "What changed",
        changes=_changes(everything, wanted.since, user) if wanted.since else [],
        licence=f"HMICFRS’s words: {LICENCE[0].lower()}{LICENCE[1:]}.",
    )


def _about(wanted: Wanted, now: datetime) -> list[str]:
    chosen = QueryDict(wanted.query)
    words = "; ".join(
        f"{name.replace('_', ' ')}: {', '.join(values)}" for name, values in chosen.lists() if any(values)
    )
    return [
        f"Marking: {wanted.marking.label}",
        f"As at {moment_text(now)}",
        f"Filter: {words or 'all open findings of the force'}",
    ]


def _figures(everything: FindingQuerySet, findings: Sequence[Finding], today: date) -> dict[str, int]:
    closed = everything.filter(inspectorate_status=InspectorateStatus.CLOSED)
    due = [finding.force_due_on or finding.due_on for finding in findings]
    return {
        "Open findings": len(findings),
        "Waiting for HMICFRS’s review": sum(finding.is_awaiting_review for finding in findings),
        "More evidence needed": sum(
            finding.inspectorate_status == InspectorateStatus.MORE_EVIDENCE_NEEDED for finding in findings
        ),
        "Past their target date": sum(day is not None and day < today for day in due),
        "Without a target date": sum(day is None for day in due),
        "Closed findings": closed.count(),
    }


def _facts(findings: Sequence[Finding], user: Person) -> _Facts:
    dates: dict[tuple[int, bool], list[TargetDate]] = defaultdict(list)
    for row in TargetDate.objects.filter(finding__in=findings).order_by("set_at", "pk"):
        dates[row.finding_id, row.is_hmicfrs].append(row)
    statements = Statement.objects.visible_to(user).filter(finding__in=findings, counted_at__isnull=False)
    ranked = statements.annotate(rank=RANK_OF_STRENGTH).order_by("year", "rank", "pk")
    return _Facts(dates, _first_years(findings, user), {said.finding_id: said for said in ranked})  # type: ignore[misc]


def _first_years(findings: Sequence[Finding], user: Person) -> dict[int, int]:
    """Finding id -> the year in which the matter was first found, over confirmed links."""
    years = {finding.pk: finding.year for finding in findings}
    heads = {finding.pk: {finding.pk} for finding in findings}  # who goes back to it
    level: list[Finding] = list(findings)
    for _ in range(MAX_GENERATIONS):
        found = predecessors_of(level, user)
        if not found:
            break
        level = []
        for successor, earlier in found.items():
            for finding in earlier:
                heads.setdefault(finding.pk, set()).update(heads[successor])
                level.append(finding)
                for head in heads[successor]:
                    years[head] = min(years[head], finding.year)
    return years


def _sections(findings: Sequence[Finding], facts: _Facts) -> list[Section]:
    groups: dict[tuple[bool, str, int, str], list[list[str]]] = defaultdict(list)
    for finding in findings:
        question: Question | None = finding.question
        text = question.text if question else "No question"
        key = (question is None, question.pillar if question else "", question.position if question else 0)
        groups[(*key, text)].append(_line(finding, facts))
    return [Section(key[-1], lines) for key, lines in sorted(groups.items())]


def _line(finding: Finding, facts: _Facts) -> list[str]:
    said = facts.said.get(finding.pk)
    first = facts.first_year[finding.pk]
    verdict = f"{finding.get_verdict_display()} ({finding.verdict_year})" if finding.verdict else "None yet"
    years = finding.year - first
    age = f"{first}: {years} year{'s' if years != 1 else ''} before this finding" if years else str(first)
    lead = finding.lead.name if finding.lead else "Nobody"
    waiting = f": {finding.waiting_on}" if finding.waiting_on else ""
    return [
        finding.reference, finding.text, f"{finding.get_force_status_display()}{waiting}",
        finding.get_inspectorate_status_display(), _date(finding.due_on, facts.dates[finding.pk, True]),
        _date(finding.force_due_on, facts.dates[finding.pk, False]), lead,
        age, f"{verdict}: “{said.quote}”" if said and finding.verdict else verdict,
    ]  # fmt: skip


def _date(present: date | None, moves: Sequence[TargetDate]) -> str:
    """The date as it stands, and, where it was moved, the first one and how often."""
    if present is None:
        return "Not set"
    first, times = (moves[0].due_on, len(moves) - 1) if moves else (present, 0)
    if not times:
        return date_text(present)
    moved = "once" if times == 1 else f"{times} times"
    return f"{date_text(present)} (first {date_text(first)}, moved {moved})"


def _changes(everything: FindingQuerySet, since: date, user: Person) -> list[list[str]]:
    """What a finding's history tells from that day on, newest first."""
    events = AuditEvent.objects.filter(
        finding__in=everything.order_by().values("pk"), kind__in=SENTENCES, at__date__gte=since
    )
    rows: Iterable[AuditEvent] = events.select_related("actor", "finding").order_by("-pk")[:MOST_CHANGES]
    return [
        [
            date_text(event.at),
            event.finding.reference if event.finding else "",
            event.get_kind_display(),
            event.actor.name if event.actor else "",
        ]
        for event in rows
    ]
