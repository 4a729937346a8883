"""The 56 days in which a report is answered: the clocks, and what has been said so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from tracker.duty_vocabulary import DAYS, DutyPart
from tracker.models import DutyEntry, Finding, Force, Report
from tracker.models.duties import reports_to_answer
from tracker.models.visibility import Person, reach_of
from tracker.roles import Permission
from tracker.selectors.bodies import bodies_of
from tracker.vocabulary import DatePrecision, FindingKind

# Who may record what.
PERMISSION_OF: dict[DutyPart, Permission] = {
    DutyPart.INVITATION: Permission.ANSWER_56_DAYS,
    DutyPart.CHIEF_OFFICERS_COMMENTS: Permission.COMMENT_56_DAYS,
    DutyPart.BODYS_COMMENTS: Permission.ANSWER_56_DAYS,
    DutyPart.BODYS_RESPONSE: Permission.ANSWER_56_DAYS,
    DutyPart.EXPLANATION: Permission.ANSWER_56_DAYS,
    DutyPart.PUBLISHED: Permission.RECORD_RESPONSE,
    DutyPart.COPY_TO_INSPECTORS: Permission.RECORD_RESPONSE,
    DutyPart.COPY_TO_SECRETARY_OF_STATE: Permission.ANSWER_56_DAYS,
}


@dataclass(frozen=True)
class Clock:
    """The 56 days, beginning with the day of publication. Police Act 1996 section 55, as amended in 2017."""

    first_day: date
    today: date

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=DAYS - 1)

    @property
    def day(self) -> int:
        """Which day today is: 1 on the day of publication, more than 56 once they have ended."""
        return self.day_of(self.today)

    def day_of(self, day: date) -> int:
        return (day - self.first_day).days + 1

    @property
    def is_running(self) -> bool:
        return self.first_day <= self.today <= self.last_day


@dataclass(frozen=True)
class RunningClock:
    """A report whose 56 days run, or ran out lately. `is_answered`: a published response is recorded;
    `is_commented`: the chief officer's comments on the whole report are."""

    report: Report
    force: Force
    first_day: date
    last_day: date
    is_answered: bool
    is_commented: bool


@dataclass(frozen=True)
class Row:
    """A report to answer. No clock: the day of publication is not known. `published`: the response."""

    report: Report
    clock: Clock | None
    published: DutyEntry | None


@dataclass(frozen=True)
class Recommended:
    """A recommendation of the report, the policing body's explanation and the chief officer's comments."""

    finding: Finding
    explanation: DutyEntry | None
    comments: DutyEntry | None


@dataclass(frozen=True)
class Answer:
    """The answer to one report, as far as the person may see it. `earlier`: versions that do not stand."""

    report: Report
    clock: Clock | None
    standing: dict[str, DutyEntry]
    recommendations: Sequence[Recommended]
    earlier: Sequence[DutyEntry]

    @property
    def published(self) -> DutyEntry | None:
        return self.standing.get(DutyPart.PUBLISHED)


def clock_of(report: Report, *, today: date) -> Clock | None:
    """None where the day of publication is not known."""
    if report.published_on is None or report.published_precision != DatePrecision.DAY:
        return None
    return Clock(report.published_on, today)


def running_clocks(*, on: date, overrun: int = 0, forces: Iterable[int] | None = None) -> list[RunningClock]:
    """Every clock that runs on that day, or ended up to `overrun` days before it, the first to end first.

    Of all forces, or of these. One query.
    """
    earliest = on - timedelta(days=DAYS - 1 + overrun)
    rows = reports_of(forces, today=on).filter(
        published_precision=DatePrecision.DAY, published_on__range=(earliest, on)
    )
    said = DutyEntry.objects.standing().filter(report=OuterRef("pk"), finding__isnull=True)
    rows = rows.annotate(
        is_answered=Exists(said.filter(part=DutyPart.PUBLISHED)),
        is_commented=Exists(said.filter(part=DutyPart.CHIEF_OFFICERS_COMMENTS)),
    ).defer("text")
    return [_running(row, on) for row in rows.order_by("published_on", "pk")]


def _running(row: Any, on: date) -> RunningClock:
    clock = Clock(row.published_on, on)
    return RunningClock(
        report=row,
        force=row.inspection.force,
        first_day=clock.first_day,
        last_day=clock.last_day,
        is_answered=row.is_answered,
        is_commented=row.is_commented,
    )


def reports_of(forces: Iterable[int] | None = None, *, today: date) -> "QuerySet[Report]":
    """The reports to answer, latest first; of these forces, or of all."""
    rows = reports_to_answer(on=today)
    if forces is not None:
        rows = rows.filter(inspection__force__in=forces)
    return rows.select_related("inspection__force", "inspection__programme").order_by("-published_on", "-pk")


def rows_of(reports: Iterable[Report], *, today: date) -> list[Row]:
    """Each with its clock and response. One query besides the reports'."""
    reports = list(reports)
    entries = DutyEntry.objects.standing().filter(part=DutyPart.PUBLISHED, report__in=reports)
    published = {entry.report_id: entry for entry in entries}
    return [Row(row, clock_of(row, today=today), published.get(row.pk)) for row in reports]


def row_of(report: Report, *, today: date) -> Row | None:
    """None where the report is not to be answered: not published, of another body, or a corrected edition."""
    rows = rows_of(reports_to_answer(on=today).filter(pk=report.pk), today=today)
    return rows[0] if rows else None


def running_of(force: Force, *, today: date) -> list[Row]:
    """Reports on the force, or a body it took over from, whose 56 days run, or may while only the month of
    publication is known."""
    first = today - timedelta(days=DAYS - 1)
    rows = reports_of(bodies_of(force.pk), today=today).filter(published_on__gte=first.replace(day=1))
    shown = rows_of(rows, today=today)
    return [row for row in shown if row.clock is None or row.clock.is_running]


def recommendations_of(report: Report, *, today: date) -> "QuerySet[Finding]":
    """The recommendations of the report and its corrected editions, as they stand."""
    rows = Finding.objects.standing().public(on=today).filter(report__in=_editions_of(report))
    return rows.filter(kind=FindingKind.RECOMMENDATION).order_by("number", "pk")


def _editions_of(report: Report) -> list[int]:
    """A query an edition: there are seldom more than one, and never many."""
    editions = [report.pk]
    while later := Report.objects.filter(replaces=editions[-1]).values_list("pk", flat=True).first():
        editions.append(later)
    return editions


def answer_to(report: Report, user: Person, *, today: date) -> Answer:
    """Three queries, and one for each edition, whatever was said."""
    rows = DutyEntry.objects.visible_to(user).filter(report=report).select_related("made_by", "finding")
    entries = list(rows.order_by("part", "finding_id", "-version"))
    standing = _standing(entries)
    force_id = report.inspection.force_id if report.inspection else None
    takes_part = reach_of(user, Permission.RESPOND_56_DAYS).covers(force_id)
    return Answer(
        report=report,
        clock=clock_of(report, today=today),
        standing={part: entry for (part, finding), entry in standing.items() if finding is None},
        recommendations=[
            Recommended(
                finding,
                standing.get((DutyPart.EXPLANATION.value, finding.pk)),
                standing.get((DutyPart.CHIEF_OFFICERS_COMMENTS.value, finding.pk)),
            )
            for finding in recommendations_of(report, today=today)
        ],
        earlier=[entry for entry in entries if entry not in standing.values()] if takes_part else [],
    )


def _standing(entries: Iterable[DutyEntry]) -> dict[tuple[str, Any], DutyEntry]:
    """The last version of each, which come first; none where that one was taken back."""
    last: dict[tuple[str, Any], DutyEntry] = {}
    for entry in entries:
        last.setdefault((entry.part, entry.finding_id), entry)
    return {key: entry for key, entry in last.items() if not entry.is_withdrawn}


def parts_open_to(user: Person, force_id: int) -> set[DutyPart]:
    """What the person may record of the answer to a report on that force."""
    return {part for part, needed in PERMISSION_OF.items() if reach_of(user, needed).covers(force_id)}
