"""How far the first or a second reading of a report has come, in words for the one who waits for it."""

from dataclasses import dataclass
from datetime import datetime

from govuk.dates import time_text
from tracker.jobs import READING_LEASE
from tracker.models import Report, Reread
from tracker.vocabulary import ReportStatus, RereadStatus

UNDER_WAY = (ReportStatus.UPLOADED, ReportStatus.READING)
REREAD_UNDER_WAY = (RereadStatus.WAITING, RereadStatus.READING)


@dataclass(frozen=True)
class Progress:
    """A sentence or two; `is_over` when no worker is going to change it."""

    words: str
    is_over: bool


def progress_of(report: Report, *, now: datetime) -> Progress:
    """The stage that the report is at, in one query at most."""
    return Progress(_words(report, now), is_over=report.status not in UNDER_WAY)


def progress_of_reread(reread: Reread, *, now: datetime) -> Progress:
    """The stage that a second reading is at, in one query at most."""
    return Progress(_words_of_reread(reread, now), is_over=reread.status not in REREAD_UNDER_WAY)


def _words(report: Report, now: datetime) -> str:
    if report.status == ReportStatus.UPLOADED:
        before = Report.objects.waiting_to_be_read(now=now).filter(pk__lt=report.pk).order_by().count()
        return _waiting(before, "report")
    if report.lease_until is None:
        return f"{report.get_status_display()}."
    begun = _at_work(report.lease_until, report.attempts, now)
    return f"{report.stage_text}. {begun}" if report.stage and report.lease_until >= now else begun


def _words_of_reread(reread: Reread, now: datetime) -> str:
    if reread.status == RereadStatus.WAITING:
        before = Reread.objects.waiting_to_be_read(now=now).filter(pk__lt=reread.pk).order_by().count()
        return _waiting(before, "second reading")
    if reread.lease_until is None:
        return f"{reread.get_status_display()}."
    return _at_work(reread.lease_until, reread.attempts, now)


def _at_work(lease_until: datetime, attempts: int, now: datetime) -> str:
    if lease_until < now:
        return "The worker that was reading this report was lost. Another takes it up within a minute."
    since = time_text(lease_until - READING_LEASE)
    again = f", try {attempts}" if attempts > 1 else ""
    return f"A worker has been reading this report since {since}{again}."


def _waiting(before: int, what: str) -> str:
    if not before:
        return f"This {what} is the next to be read."
    waiting = f"1 {what} is" if before == 1 else f"{before} {what}s are"
    return f"{waiting} to be read before this one."
