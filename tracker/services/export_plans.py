"""What an export will hold, worked out for one person: the permissions it needs are asked here, each time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOWrapper
from typing import IO, Any

from django.utils import timezone

from accounts.models import User
from govuk.dates import date_text
from tracker import access
from tracker.documents.answers import write_answer
from tracker.documents.packs import write_document, write_workbook
from tracker.documents.tables import Table, write_csv, write_xlsx
from tracker.documents.vocabulary import ExportFormat, ExportKind
from tracker.models import Finding, Force
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.answers import sheet_of, table_of
from tracker.selectors.as_it_stood import as_it_stood, end_of
from tracker.selectors.board_packs import Wanted, board_pack, first_day, rows_of
from tracker.selectors.duties import answer_to, recommendations_of
from tracker.selectors.list_columns import listing_called
from tracker.selectors.listings import Listed, listed
from tracker.services.evidence_packs import write_pack
from tracker.vocabulary import Marking

LONGEST_QUERY = 2_000
LONGEST_NUMBER = 19
Parameters = Mapping[str, Any]
Progress = Callable[[int], None]  # told how many are written


class FormatNotThere(Refusal):
    code = "format_not_there"
    field = "format"


class QueryTooLong(Refusal):
    code = "query_too_long"
    field = "query"

    def __init__(self) -> None:
        super().__init__("The address of this list is too long. Take a filter away.")


@dataclass(frozen=True)
class Plan:
    """`name` begins the file's name; `write` puts the whole of it into a file; `total` counts what it holds.

    `force` and `finding` are what it is of, where it is of one.
    """

    title: str
    name: str
    total: Callable[[], int]
    write: Callable[[IO[bytes], Progress, datetime], None]
    force: Force | None = None
    finding: Finding | None = None


Planner = Callable[[User, str, Parameters], Plan]


def plan(kind: str, format: str, parameters: Parameters, by: User) -> Plan:
    """What the export holds as this person may see it now.

    Raises NotAllowed, NotVisible, FormatNotThere and what the kind's own planner refuses.
    """
    formats, planner = PLANNERS[ExportKind(kind)]
    if format not in formats:
        named = " or ".join(ExportFormat(known).label for known in formats)
        raise FormatNotThere(f"This can be had as {named} only.")
    return planner(by, format, parameters)


def _of_a_list(by: User, format: str, parameters: Parameters) -> Plan:
    name, query = str(parameters.get("list", "")), str(parameters.get("query", ""))
    if len(query) > LONGEST_QUERY:
        raise QueryTooLong
    found = listed(listing_called(name), by, query)

    def write(out: IO[bytes], progress: Progress, now: datetime) -> None:
        _write(found, format, out, progress, now)

    return Plan(title=found.listing.title, name=name, total=lambda: found.total, write=write)


def _write(found: Listed, format: str, out: IO[bytes], progress: Progress, now: datetime) -> None:
    of = found.listing
    rows = counted(found.lines(), progress)
    _write_table(Table(of.title, of.columns, rows, now, marking=_marking(found), notes=of.notes), format, out)


def _write_table(table: Table, format: str, out: IO[bytes]) -> None:
    if format == ExportFormat.XLSX:
        write_xlsx(table, out)
        return
    text = TextIOWrapper(out, encoding="utf-8", newline="")
    write_csv(table, text)
    text.detach()


def _marking(found: Listed) -> str:
    """Lists of evidence may hold what needs more care; the pages themselves hold nothing higher."""
    rows: Any = found.rows
    sensitive = found.listing.title == "Evidence" and rows.filter(marking=Marking.OFFICIAL_SENSITIVE).exists()
    return str((Marking.OFFICIAL_SENSITIVE if sensitive else Marking.OFFICIAL).label)


def counted(rows: Any, progress: Progress) -> Any:
    """The rows as they are, telling of every hundredth."""
    number = 0
    for number, row in enumerate(rows, 1):
        yield row
        if number % 100 == 0:
            progress(number)
    progress(number)


class MarkingUnknown(Refusal):
    code = "marking_unknown"
    field = "marking"


class DateNotGood(Refusal):
    code = "date_not_good"

    def __init__(self, message: str, field: str = "on") -> None:
        super().__init__(message)
        self.field = field


def _of_a_board_pack(by: User, format: str, parameters: Parameters) -> Plan:
    wanted = wanted_of(by, parameters)

    def write(out: IO[bytes], progress: Progress, now: datetime) -> None:
        pack = board_pack(wanted, by, now=now)
        (write_workbook if format == ExportFormat.XLSX else write_document)(pack, out)
        progress(rows.order_by().count())

    rows = rows_of(wanted, by) if wanted.on else rows_of(wanted, by).open()
    as_at = f" as at {date_text(wanted.on)}" if wanted.on else ""
    return Plan(
        title=f"Board pack of {wanted.force.name}{as_at}",
        name=f"{wanted.force.slug}-board-pack" + (f"-as-at-{wanted.on:%Y-%m-%d}" if wanted.on else ""),
        total=lambda: rows.order_by().count(),
        write=write,
        force=wanted.force,
    )


def wanted_of(by: User, parameters: Parameters) -> Wanted:
    """What is asked of a board pack: force, query, on and since (2018-06-01), and marking. Today is no day of
    the past: it gives the pack of now.

    Raises NotVisible, NotAllowed, DateNotGood, MarkingUnknown, QueryTooLong.
    """
    force = access.get_force(str(parameters.get("force", "")))
    access.require(by, Permission.SEE_WORKSPACE, force_id=force.pk)
    query = str(parameters.get("query", ""))
    if len(query) > LONGEST_QUERY:
        raise QueryTooLong
    marking = str(parameters.get("marking") or Marking.OFFICIAL)
    if marking not in Marking.values:
        raise MarkingUnknown(f"“{marking}” is not a marking. There are: {', '.join(Marking.values)}.")
    on, since = _past_day(parameters, force), day_of(parameters, "since")
    if on and since and since > on:
        raise DateNotGood(
            "What changed must be asked from a day before the one that the pack is as at", "since"
        )
    return Wanted(force, query, since, Marking(marking), on)


def _past_day(parameters: Parameters, force: Force) -> date | None:
    on, today = day_of(parameters, "on"), timezone.localdate()
    if on is None or on == today:
        return None
    first = first_day(force)
    if on > today or (first and on < first):
        recorded = (
            f", and no earlier than {date_text(first)}, when the first was recorded here" if first else ""
        )
        raise DateNotGood(f"Give a day that is not in the future{recorded}")
    return on


def day_of(parameters: Parameters, name: str) -> date | None:
    """The day in those parameters, if one is given. Raises DateNotGood."""
    given = str(parameters.get(name) or "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise DateNotGood(f"“{given}” is not a date such as 2018-06-01.", name) from None


def _of_an_evidence_pack(by: User, format: str, parameters: Parameters) -> Plan:
    finding = access.get_finding_for(by, str(parameters.get("finding", "")), Permission.SEE_WORKSPACE)
    day = day_of(parameters, "on")
    if day is None or not timezone.localdate(finding.raised_at) <= day <= timezone.localdate():
        recorded = date_text(finding.raised_at)
        raise DateNotGood(
            f"Give a day on or after {recorded}, when this finding was recorded here, and not in the future."
        )

    def write(out: IO[bytes], progress: Progress, now: datetime) -> None:
        moment = end_of(day, now=now)
        write_pack(as_it_stood(finding, by, moment=moment), by, out, progress, now)

    return Plan(
        title=f"Evidence pack of {finding.reference} as at {date_text(day)}",
        name=f"{finding.reference}-as-at-{day:%Y-%m-%d}",
        total=finding.evidence_uses.values("evidence").distinct().count,
        write=write,
        finding=finding,
    )


def _of_an_answer(by: User, format: str, parameters: Parameters) -> Plan:
    given = str(parameters.get("report", ""))
    pk = int(given) if given.isascii() and given.isdecimal() and len(given) < LONGEST_NUMBER else 0
    report = access.get_report_to_answer_for(by, pk, Permission.RESPOND_56_DAYS)
    rows = recommendations_of(report, today=timezone.localdate())

    def write(out: IO[bytes], progress: Progress, now: datetime) -> None:
        answer = answer_to(report, by, today=timezone.localdate(now))
        if format == ExportFormat.DOCX:
            write_answer(sheet_of(answer, now=now), out)
        else:
            _write_table(table_of(answer, now=now), format, out)
        progress(len(answer.recommendations))

    return Plan(
        title=f"Answer to {report}",
        name=f"answer-{report.pk}",
        total=rows.order_by().count,
        write=write,
        force=report.inspection.force if report.inspection else None,
    )


PLANNERS: dict[ExportKind, tuple[tuple[ExportFormat, ...], Planner]] = {
    ExportKind.ANSWER: ((ExportFormat.DOCX, ExportFormat.CSV, ExportFormat.XLSX), _of_an_answer),
    ExportKind.BOARD_PACK: ((ExportFormat.DOCX, ExportFormat.XLSX), _of_a_board_pack),
    ExportKind.EVIDENCE_PACK: ((ExportFormat.ZIP,), _of_an_evidence_pack),
    ExportKind.LIST: ((ExportFormat.CSV, ExportFormat.XLSX), _of_a_list),
}
