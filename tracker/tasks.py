"""Binds each name of a job to one service call.

A task is a postman: ids in, one call out. Spare keywords are taken and left, so that a newer sender does not
break an older worker. Running one twice is harmless: the service claims the row first.
"""

from typing import Any

from celery import shared_task
from django.utils import timezone

from tracker import jobs
from tracker.services import (
    announcements,
    checkpoints,
    digests,
    exports,
    notifications,
    orphans,
    reminders,
    repeats,
    reports,
    rereads,
    scanning,
    themes,
    verdicts,
)


@shared_task(name=jobs.READ_REPORT)
def read_report(*, report_id: int, **spare: Any) -> None:
    reports.read(report_id=report_id, now=timezone.now())


@shared_task(name=jobs.SWEEP_REPORTS)
def sweep_reports(**spare: Any) -> None:
    reports.sweep(now=timezone.now())


@shared_task(name=jobs.SEND_NOTIFICATION)
def send_notification(*, notification_id: int, **spare: Any) -> None:
    notifications.send(notification_id=notification_id, now=timezone.now())


@shared_task(name=jobs.SWEEP_NOTIFICATIONS)
def sweep_notifications(*, event_id: int | None = None, **spare: Any) -> None:
    notifications.sweep(event_id=event_id, now=timezone.now())


@shared_task(name=jobs.SWEEP_PUBLICATIONS)
def sweep_publications(**spare: Any) -> None:
    verdicts.record_due(now=timezone.now())
    announcements.announce_due(now=timezone.now())


@shared_task(name=jobs.COMPARE_REPORT)
def compare_report(*, report_id: int, **spare: Any) -> None:
    repeats.propose(report_id=report_id, now=timezone.now())


@shared_task(name=jobs.SWEEP_COMPARISONS)
def sweep_comparisons(**spare: Any) -> None:
    repeats.sweep()


@shared_task(name=jobs.REREAD_REPORT)
def reread_report(*, reread_id: int, **spare: Any) -> None:
    rereads.read(reread_id=reread_id, now=timezone.now())


@shared_task(name=jobs.SWEEP_REREADS)
def sweep_rereads(**spare: Any) -> None:
    rereads.sweep(now=timezone.now())


@shared_task(name=jobs.SCAN_FILE)
def scan_file(*, evidence_id: int, **spare: Any) -> None:
    scanning.scan(evidence_id=evidence_id, now=timezone.now())


@shared_task(name=jobs.SWEEP_FILES)
def sweep_files(**spare: Any) -> None:
    scanning.sweep(now=timezone.now())


@shared_task(name=jobs.SWEEP_ORPHANS)
def sweep_orphans(**spare: Any) -> None:
    orphans.sweep(now=timezone.now())


@shared_task(name=jobs.SEARCH_THEMES)
def search_themes(**spare: Any) -> None:
    themes.search(now=timezone.now())


@shared_task(name=jobs.MAKE_EXPORT, time_limit=jobs.LONGEST_EXPORT.total_seconds())
def make_export(*, export_id: int, **spare: Any) -> None:
    exports.make(export_id=export_id, now=timezone.now())


@shared_task(name=jobs.SWEEP_EXPORTS)
def sweep_exports(**spare: Any) -> None:
    exports.sweep(now=timezone.now())


@shared_task(name=jobs.WRITE_REMINDERS)
def write_reminders(**spare: Any) -> None:
    reminders.write(now=timezone.now())


@shared_task(name=jobs.SEND_DIGEST)
def send_digest(*, digest_id: int, **spare: Any) -> None:
    digests.send(digest_id=digest_id, now=timezone.now())


@shared_task(name=jobs.SWEEP_DIGESTS)
def sweep_digests(**spare: Any) -> None:
    digests.sweep(now=timezone.now())


@shared_task(name=jobs.MAKE_CHECKPOINT)
def make_checkpoint(**spare: Any) -> None:
    checkpoints.make(now=timezone.now())
