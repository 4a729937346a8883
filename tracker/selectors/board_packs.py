"""The board pack of a force: its open findings by question, and what changed since a date.

As they stand now, or as the register stood at the end of an earlier day.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import Min
from django.http import QueryDict
from django.utils import timezone

from govuk.dates import date_text, moment_text
from tracker.documents.packs import Pack, Section
from tracker.models import AuditEvent, Finding, Force, Question
from tracker.models.findings import FindingQuerySet
from tracker.models.visibility import Person, sees_embargoed
from tracker.selectors.as_it_stood import end_of
from tracker.selectors.bodies import bodies_of
from tracker.selectors.chains import MAX_GENERATIONS, predecessors_of
from tracker.selectors.filters import FindingFilter
from tracker.selectors.findings import ORDER, register
from tracker.selectors.listings import LICENCE, NotAFilter, narrowed
from tracker.selectors.stood import Stood, standing_now, stood_at, that_stood
from tracker.selectors.target_dates import Dates
from tracker.selectors.timelines import SENTENCES
from tracker.vocabulary import InspectorateStatus, Marking

COLUMNS = (
    "Finding", "What HMICFRS asked", "Force says", "HMICFRS says", "HMICFRS's date", "Force's date", "Lead",
    "First found", "Latest verdict",
)  # fmt: skip
MOST_CHANGES = 500
# The other filters speak of how a finding stands today.
FILTERS_OF_THE_PAST = ("kind", "programme", "question", "year")


@dataclass(frozen=True)
class Wanted:
    """What a pack is asked to hold. `on`: as the register stood when that day ended, None for now; `since`:
    changes from that day on; `query` narrows as a list does."""

    force: Force
    query: str = ""
    since: date | None = None
    marking: Marking = Marking.OFFICIAL
    on: date | None = None


@dataclass(frozen=True)
class _Content:
    """The open findings, how many were closed, and of which findings changes are told."""

    open: Sequence[Stood]
    closed: int
    everything: Sequence[int]


def first_day(force: Force) -> date | None:
    """The day on which the first finding of the force was recorded here. Two queries."""
    rows = Finding.kept.filter(force__in=bodies_of(force.pk)).aggregate(first=Min("raised_at"))
    return timezone.localdate(rows["first"]) if rows["first"] else None


def rows_of(wanted: Wanted, user: Person) -> FindingQuerySet:
    """The findings that a pack chooses from: of the force and of those it took over from, narrowed, closed
    ones too; for a day of the past those recorded and published by then, also what has gone since.

    Ask for the workspace's permission first. Raises NotAFilter.
    """
    query = QueryDict(wanted.query)
    rows = register(user) if wanted.on is None else _recorded_by(wanted.on, query, user)
    rows = rows.filter(force__in=bodies_of(wanted.force.pk)).select_related("lead")
    return cast(FindingQuerySet, narrowed(FindingFilter, rows, user, query))


def _recorded_by(day: date, query: QueryDict, user: Person) -> FindingQuerySet:
    for name in query:
        if name in FindingFilter.base_filters and name not in FILTERS_OF_THE_PAST:
            raise NotAFilter(f"As at a day of the past, findings cannot be narrowed by “{name}”.")
    rows = Finding.kept.held_for(user).filter(raised_at__date__lte=day)
    if not sees_embargoed(user):
        rows = rows.public(on=day)
    return rows.select_related("force", "inspection__programme", "question").order_by(*ORDER)


def board_pack(wanted: Wanted, user: Person, *, now: datetime) -> Pack:
    """The pack. Some ten queries, and one for each generation of the longest chain."""
    moment = end_of(wanted.on, now=now) if wanted.on else now
    content = _content(wanted, user, moment)
    years = _first_years([stood.finding for stood in content.open], user, moment if wanted.on else None)
    return Pack(
        title=f"{wanted.force.name}: open findings",
        marking=wanted.marking.label,
        as_at=moment,
        when=_when(wanted, now),
        about=_about(wanted, now),
        figures=_figures(content, timezone.localdate(moment)),
        columns=COLUMNS,
        sections=_sections(content.open, years),
        changes_title=f"What changed since {date_text(wanted.since)}" if wanted.since else "",
        changes=_changes(content.everything, wanted.since, moment) if wanted.since else [],
        licence=f"HMICFRS’s words: {LICENCE[0].lower()}{LICENCE[1:]}.",
    )


def _content(wanted: Wanted, user: Person, moment: datetime) -> _Content:
    rows = rows_of(wanted, user)
    if wanted.on is None:
        closed = rows.filter(inspectorate_status=InspectorateStatus.CLOSED).order_by().count()
        ids = list(rows.order_by().values_list("pk", flat=True))
        return _Content(standing_now(list(rows.open()), user), closed, ids)
    stood = stood_at(that_stood(rows, moment=moment), user, moment=moment)
    still_open = [each for each in stood if not each.is_closed]
    return _Content(still_open, len(stood) - len(still_open), [each.finding.pk for each in stood])


def _when(wanted: Wanted, now: datetime) -> str:
    return f"As at {date_text(wanted.on)}" if wanted.on else f"As at {moment_text(now)}"


def _about(wanted: Wanted, now: datetime) -> list[str]:
    chosen = QueryDict(wanted.query)
    words = "; ".join(
        f"{name.replace('_', ' ')}: {', '.join(values)}" for name, values in chosen.lists() if any(values)
    )
    as_at = [f"As at {moment_text(now)}"]
    if wanted.on:
        as_at = [
            f"As the register stood at the end of {date_text(wanted.on)}, made on {moment_text(now)}",
            "What was recorded, decided or corrected later is left out.",
        ]
    return [
        f"Marking: {wanted.marking.label}",
        *as_at,
        f"Filter: {words or 'all open findings of the force'}",
    ]


def _figures(content: _Content, today: date) -> dict[str, int]:
    rows = content.open
    return {
        "Open findings": len(rows),
        "Waiting for HMICFRS’s review": sum(row.status == InspectorateStatus.UNDER_REVIEW for row in rows),
        "More evidence needed": sum(row.status == InspectorateStatus.MORE_EVIDENCE_NEEDED for row in rows),
        "Past their target date": sum(row.due is not None and row.due < today for row in rows),
        "Without a target date": sum(row.due is None for row in rows),
        "Closed findings": content.closed,
    }


def _first_years(findings: Sequence[Finding], user: Person, moment: datetime | None) -> dict[int, int]:
    """Finding id -> the year in which the matter was first found, over links confirmed then."""
    years = {finding.pk: finding.year for finding in findings}
    heads = {finding.pk: {finding.pk} for finding in findings}  # who goes back to it
    level: list[Finding] = list(findings)
    for _ in range(MAX_GENERATIONS):
        found = predecessors_of(level, user, moment=moment)
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


def _sections(rows: Sequence[Stood], years: dict[int, int]) -> list[Section]:
    groups: dict[tuple[bool, str, int, str], list[list[str]]] = defaultdict(list)
    for row in rows:
        question: Question | None = row.finding.question
        text = row.wording.question or "No question"
        place = (question.pillar, question.position) if question else ("", 0)
        groups[row.wording.question is None, *place, text].append(_line(row, years[row.finding.pk]))
    return [Section(key[-1], lines) for key, lines in sorted(groups.items())]


def _line(row: Stood, first: int) -> list[str]:
    finding = row.finding
    verdict = f"{row.verdict.label} ({row.verdict_year})" if row.verdict else "None yet"
    years = finding.year - first
    age = f"{first}: {years} year{'s' if years != 1 else ''} before this finding" if years else str(first)
    waiting = f": {row.waiting_on}" if row.waiting_on else ""
    gone = " (withdrawn or merged into another since)" if row.has_gone else ""
    return [
        f"{finding.reference}{gone}", row.wording.text, f"{row.force_status.label}{waiting}",
        str(row.status.label), date_with_moves(row.due_on, row.hmicfrs_dates),
        date_with_moves(row.force_due_on, row.force_dates), row.lead or "Nobody",
        age, f"{verdict}: “{row.said.quote}”" if row.said and row.verdict else verdict,
    ]  # fmt: skip


def date_with_moves(present: date | None, dates: Dates) -> str:
    """The date as it stands, and, where it was moved, the original and how often."""
    if present is None:
        return "Not set"
    if not dates.moves:
        return date_text(present)
    moved = "once" if dates.moves == 1 else f"{dates.moves} times"
    return f"{date_text(present)} (originally {date_text(dates.original)}, moved {moved})"


def _changes(findings: Sequence[int], since: date, moment: datetime) -> list[list[str]]:
    """What the findings' history tells from that day to the moment, newest first."""
    events = AuditEvent.objects.filter(
        finding__in=findings, kind__in=SENTENCES, at__date__gte=since, at__lte=moment
    )
    rows = events.select_related("actor", "finding").order_by("-pk")[:MOST_CHANGES]
    return [
        [
            date_text(event.at),
            event.finding.reference if event.finding else "",
            event.get_kind_display(),
            event.actor.name if event.actor else "",
        ]
        for event in rows
    ]
