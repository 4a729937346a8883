"""Reports: uploaded, read by a worker, dated. Their proposals are decided in `proposals`."""

import hashlib
from datetime import date, datetime
from functools import partial
from pathlib import PurePath

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from govuk.dates import date_text
from tracker import access, jobs
from tracker.event_vocabulary import EventKind
from tracker.importing import sandbox
from tracker.importing.parsed import ParsedReport
from tracker.importing.problems import UnreadableReport
from tracker.jobs import ReadingStage
from tracker.models import Report
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.services import audit, files, proposing, publication, reading_steps, verdicts
from tracker.services.files import FileNotStored
from tracker.vocabulary import DatePrecision, ReportStatus

LIMIT = 25 * 1024 * 1024  # bytes
LEASE = jobs.READING_LEASE
MOST_ATTEMPTS = 3
SWEPT_AT_ONCE = 20  # a sweep comes every few seconds: ringing for a long queue would flood the broker
GAVE_UP = (
    f"Reading this report was begun {MOST_ATTEMPTS} times and never came to an end. "
    "Save the file anew and upload that, or have it read again."
)
NOT_STORED = (
    "The stored file could not be opened. Have the report read again; if that fails, upload it again."
)


class ReportTooLarge(Refusal):
    code = "report_too_large"

    def __init__(self) -> None:
        super().__init__("The report must be smaller than 25 MB.")


class EmptyReport(Refusal):
    code = "empty_report"

    def __init__(self) -> None:
        super().__init__("The file is empty. Choose the report's file and upload it again.")


class AlreadyUploaded(Conflict):
    """The same bytes are here. `earlier` is the report that holds them."""

    code = "already_uploaded"

    def __init__(self, earlier: Report) -> None:
        title = f" ({earlier.title})" if earlier.title else ""
        super().__init__(
            f"This file was uploaded before, as “{earlier.file_name}”{title}, "
            f"by {earlier.uploaded_by} on {date_text(earlier.uploaded_at)}."
        )
        self.earlier = earlier


class NothingToReadAgain(Conflict):
    code = "nothing_to_read_again"


class NoInspectionYet(Conflict):
    code = "no_inspection_yet"


class PublishedTooEarly(Refusal):
    code = "published_too_early"


def upload(*, file: "File[bytes]", by: User, now: datetime) -> Report:
    """Keep the file and have it read. Its kind is told by its content, when it is read.

    Nothing is kept of a refused file. Raises NotAllowed, ReportTooLarge, EmptyReport, AlreadyUploaded,
    FileNotStored.
    """
    access.require(by, Permission.DECIDE_REPORT)
    sha256, size = _measured(file)
    _refuse_known(sha256)
    with files.kept(default_storage, file, folder="reports") as name:
        try:
            return _keep(name, file, sha256, size, by, now)
        except IntegrityError:
            # The same bytes came in twice at once, and the other was first.
            _refuse_known(sha256)
            raise


def _measured(file: "File[bytes]") -> tuple[str, int]:
    """The file's SHA-256 and size, in one pass that stops at the limit."""
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in file.chunks():
            size += len(chunk)
            if size > LIMIT:
                raise ReportTooLarge
            digest.update(chunk)
    except OSError:
        raise FileNotStored from None  # not all of it could be written down on its way in
    if not size:
        raise EmptyReport
    return digest.hexdigest(), size


def _refuse_known(sha256: str) -> None:
    earlier = Report.objects.select_related("uploaded_by").filter(sha256=sha256).first()
    if earlier:
        raise AlreadyUploaded(earlier)


@transaction.atomic
def _keep(name: str, file: "File[bytes]", sha256: str, size: int, by: User, now: datetime) -> Report:
    report = Report.objects.create(
        file=name,
        file_name=_shown_name(file.name),
        sha256=sha256,
        size=size,
        uploaded_by=by,
        uploaded_at=now,
    )
    audit.record(EventKind.REPORT_UPLOADED, by=by, now=now, report=report, file_name=report.file_name)
    jobs.enqueue(jobs.READ_REPORT, report_id=report.pk)
    return report


def _shown_name(name: str | None) -> str:
    base = PurePath((name or "").replace("\\", "/")).name
    return "".join(letter for letter in base if letter.isprintable())[-255:] or "report"


def read(*, report_id: int, now: datetime) -> bool:
    """Read the report if it waits to be read, and propose what stands in it. False: nothing to claim.

    The row is claimed by a conditional UPDATE with a lease. A worker that dies leaves a lease that runs out;
    then the report is read again, and as the effects are written once, under that lease, nothing is doubled.
    """
    report = _claimed(report_id, now)
    if report is None:
        return False
    try:
        parsed = _parsed(report)
    except UnreadableReport as problem:
        status = ReportStatus.NEEDS_PERSON if problem.needs_person else ReportStatus.FAILED
        return _give_up(report, status, str(problem), now)
    return _keep_reading(report, parsed, now)


def _claimed(report_id: int, now: datetime) -> Report | None:
    waiting = Report.objects.filter(pk=report_id).waiting_to_be_read(now=now)
    taken = waiting.update(
        status=ReportStatus.READING,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        problem="",
        **reading_steps.NONE,
    )
    return Report.objects.select_related("uploaded_by").get(pk=report_id) if taken else None


def _parsed(report: Report) -> ParsedReport:
    if report.attempts > MOST_ATTEMPTS:
        raise UnreadableReport(GAVE_UP)
    try:
        with report.file.open("rb") as stored:
            data = stored.read()
    except OSError as problem:
        raise UnreadableReport(NOT_STORED, detail=str(problem)) from None
    parsed = sandbox.read(data, report.file_name, tell=partial(reading_steps.show_step, report))
    proposing.refuse_too_many(parsed)
    reading_steps.show(report, ReadingStage.COMPARING)
    return parsed


@transaction.atomic
def _give_up(report: Report, status: ReportStatus, problem: str, now: datetime) -> bool:
    if not _still_ours(report):
        return False
    report.status, report.problem, report.lease_until = status, problem, None
    report.save(update_fields=["status", "problem", "lease_until", *reading_steps.forget(report)])
    audit.record(EventKind.REPORT_FAILED, by=report.uploaded_by, now=now, report=report, problem=problem)
    return True


@transaction.atomic
def _keep_reading(report: Report, parsed: ParsedReport, now: datetime) -> bool:
    if not _still_ours(report):
        return False
    report.status, report.lease_until, report.read_at = ReportStatus.READ, None, now
    report.text, report.reader, report.warnings = parsed.text, parsed.reader[:60], list(parsed.warnings)
    report.title, report.isbn = (parsed.title or "")[:200], (parsed.isbn or "")[:13]
    report.published_on, report.published_precision = publication.parsed(parsed.published)
    reading_steps.forget(report)
    report.save()
    count = proposing.propose(report, parsed)
    audit.record(
        EventKind.REPORT_READ,
        by=report.uploaded_by,
        now=now,
        report=report,
        proposals=count,
        reader=report.reader,
    )
    return True


def _still_ours(report: Report) -> bool:
    """Whether nobody took the report over since it was claimed; it is held until the transaction ends."""
    claim = Report.objects.select_for_update().filter(
        pk=report.pk, status=ReportStatus.READING, lease_until=report.lease_until
    )
    return claim.exists()


def sweep(*, now: datetime) -> int:
    """Ring again for the reports that have waited longest and that nobody has taken; return how many.

    Finds what was uploaded while the broker was down, and what a dying worker left behind.
    """
    waiting = Report.objects.waiting_to_be_read(now=now).values_list("pk", flat=True)[:SWEPT_AT_ONCE]
    for report_id in waiting:
        jobs.enqueue(jobs.READ_REPORT, report_id=report_id)
    return len(waiting)


@transaction.atomic
def retry(*, report: Report, by: User, now: datetime) -> Report:
    """Have the report read again: one that could not be read, one of which nothing is decided yet, or one
    whose worker was lost.

    Raises NotAllowed, NothingToReadAgain.
    """
    access.require(by, Permission.DECIDE_REPORT)
    report = Report.objects.select_for_update().get(pk=report.pk)
    _refuse_reading_again(report, now)
    report.status, report.attempts, report.problem = ReportStatus.UPLOADED, 0, ""
    report.lease_until = None
    report.save(update_fields=["status", "attempts", "problem", "lease_until", *reading_steps.forget(report)])
    audit.record(EventKind.REPORT_RETRIED, by=by, now=now, report=report)
    jobs.enqueue(jobs.READ_REPORT, report_id=report.pk)
    return report


def _refuse_reading_again(report: Report, now: datetime) -> None:
    if report.status == ReportStatus.UPLOADED or (report.lease_until and report.lease_until >= now):
        raise NothingToReadAgain("This report is waiting to be read, or being read, already.")
    if report.proposals.count() != report.proposals.undecided().count():
        raise NothingToReadAgain("Some of this report is decided, so it cannot be read again.")


@transaction.atomic
def set_publication_day(*, report: Report, published_on: date, by: User, now: datetime) -> Report:
    """Enter the day of publication, where the report prints a month only; its findings are public from then.

    Raises NotAllowed, NoInspectionYet, PublishedTooEarly.
    """
    access.require(by, Permission.DECIDE_REPORT)
    report = Report.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=report.pk)
    if report.inspection is None:
        raise NoInspectionYet("Confirm the inspection first, then enter its publication day.")
    if published_on.year < report.inspection.year:
        raise PublishedTooEarly(
            f"The publication day must be in {report.inspection.year}, the year of inspection, or later."
        )
    report.published_on, report.published_precision = published_on, DatePrecision.DAY
    report.save(update_fields=["published_on", "published_precision"])
    publication.spread(report)
    verdicts.record_due(now=now)
    audit.record(
        EventKind.REPORT_PUBLISHED_ON_SET,
        by=by,
        now=now,
        report=report,
        published_on=published_on.isoformat(),
    )
    return report
