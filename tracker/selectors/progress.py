"""How far the reading of a report has come, in words for the one who waits for it."""

from dataclasses import dataclass
from datetime import datetime

from govuk.dates import time_text
from tracker.jobs import READING_LEASE
from tracker.models import Report
from tracker.vocabulary import ReportStatus

UNDER_WAY = (ReportStatus.UPLOADED, ReportStatus.READING)


@dataclass(frozen=True)
class Progress:
    """A sentence or two; `is_over` when no worker is going to change it."""

    words: str
    is_over: bool


def progress_of(report: Report, *, now: datetime) -> Progress:
    """The stage that the report is at, in one query at most."""
    return Progress(_words(report, now), is_over=report.status not in UNDER_WAY)


def _words(report: Report, now: datetime) -> str:
    if report.status == ReportStatus.UPLOADED:
        return _waiting(report, now)
    if report.lease_until is None:
        return f"{report.get_status_display()}."
    if report.lease_until < now:
        return "The worker that was reading this report was lost. Another takes it up within a minute."
    since = time_text(report.lease_until - READING_LEASE)
    again = f", try {report.attempts}" if report.attempts > 1 else ""
    begun = f"A worker has been reading this report since {since}{again}."
    return f"{report.stage_text}. {begun}" if report.stage else begun


def _waiting(report: Report, now: datetime) -> str:
    before = Report.objects.waiting_to_be_read(now=now).filter(pk__lt=report.pk).order_by().count()
    if not before:
        return "This report is the next to be read."
    reports = "1 report is" if before == 1 else f"{before} reports are"
    return f"{reports} to be read before this one."
