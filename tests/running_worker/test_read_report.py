"""A worker killed in the middle of reading: the report is read again, and nothing is doubled."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone

from config.embedded.servers import wait_until
from tests import factories
from tests.services.report_files import extract
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Report
from tracker.roles import Role
from tracker.services import reference, reports
from tracker.vocabulary import ProposalKind, ReportStatus

SECONDS = 60
# Long enough to be caught in the middle of.
FILLER = (
    "The force has a good understanding of its communities and of what matters to local people.\n\n" * 30_000
)


def upload():
    reference.load()
    editor = factories.member(Role.HMICFRS_EDITOR, email="editor@hmicfrs.example")
    text = extract().read().decode() + FILLER
    return reports.upload(file=ContentFile(text.encode(), name="long.txt"), by=editor, now=timezone.now())


def kill(process) -> None:
    """Kill the worker and the processes of its pool, which get no time for anything."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for pid in (process.pid, *map(int, children)):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait(SECONDS)


def test_a_report_whose_worker_was_killed_is_read_again_with_nothing_doubled(celery_worker_process):
    report = upload()
    being_read = Report.objects.filter(pk=report.pk, status=ReportStatus.READING)
    assert wait_until(being_read.exists, SECONDS)
    kill(celery_worker_process)
    report.refresh_from_db()
    assert report.status == ReportStatus.READING
    assert not report.proposals.exists()

    assert reports.sweep(now=timezone.now()) == 0  # the dead worker's lease still runs
    later = timezone.now() + reports.LEASE
    assert reports.sweep(now=later) == 1
    assert reports.read(report_id=report.pk, now=later) is True
    report.refresh_from_db()
    assert (report.status, report.attempts) == (ReportStatus.READ, 2)
    assert report.proposals.filter(kind=ProposalKind.INSPECTION).count() == 1
    assert report.proposals.filter(kind=ProposalKind.FINDING).count() == 6
    assert AuditEvent.objects.filter(kind=EventKind.REPORT_READ).count() == 1
