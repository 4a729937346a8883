"""Names of background jobs, and the doorbell. `tasks` binds each name to one service call.

The row is the queue: a job that nobody rang for is found by a sweep, so a lost message loses nothing.
While the broker does not answer it is left in peace for a moment, so that nobody waits for it at each deed.
"""

import logging
import time
from datetime import timedelta
from functools import partial

from celery import current_app
from django.db import models, transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

READ_REPORT = "tracker.read_report"
SWEEP_REPORTS = "tracker.sweep_reports"
SEND_NOTIFICATION = "tracker.send_notification"
SWEEP_NOTIFICATIONS = "tracker.sweep_notifications"
SWEEP_PUBLICATIONS = "tracker.sweep_publications"
COMPARE_REPORT = "tracker.compare_report"
SWEEP_COMPARISONS = "tracker.sweep_comparisons"
REREAD_REPORT = "tracker.reread_report"
SWEEP_REREADS = "tracker.sweep_rereads"
SCAN_FILE = "tracker.scan_file"
SWEEP_FILES = "tracker.sweep_files"
SWEEP_ORPHANS = "tracker.sweep_orphans"
SEARCH_THEMES = "tracker.search_themes"
MAKE_EXPORT = "tracker.make_export"
SWEEP_EXPORTS = "tracker.sweep_exports"
WRITE_REMINDERS = "tracker.write_reminders"
SEND_DIGEST = "tracker.send_digest"
SWEEP_DIGESTS = "tracker.sweep_digests"
MAKE_CHECKPOINT = "tracker.make_checkpoint"

ALL = (
    READ_REPORT,
    SWEEP_REPORTS,
    SEND_NOTIFICATION,
    SWEEP_NOTIFICATIONS,
    SWEEP_PUBLICATIONS,
    COMPARE_REPORT,
    SWEEP_COMPARISONS,
    REREAD_REPORT,
    SWEEP_REREADS,
    SCAN_FILE,
    SWEEP_FILES,
    SWEEP_ORPHANS,
    SEARCH_THEMES,
    MAKE_EXPORT,
    SWEEP_EXPORTS,
    WRITE_REMINDERS,
    SEND_DIGEST,
    SWEEP_DIGESTS,
    MAKE_CHECKPOINT,
)

# How long a worker holds a row before another may take it.
READING_LEASE = timedelta(minutes=2)  # longer than any reading: the sandbox stops one after half a minute
SCANNING_LEASE = timedelta(minutes=6)  # longer than any job may run: a file is scanned by one worker
EXPORTING_LEASE = timedelta(minutes=6)  # anew with each hundred rows: a file is made by one worker
# Some hundred thousand rows on a busy machine. It outlasts the broker's patience, which then rings once more:
# the row is held, so nobody else takes it.
LONGEST_EXPORT = timedelta(minutes=30)
MAILING_LEASE = timedelta(minutes=5)  # a mail server that failed is left alone for as long


class ReadingStage(models.TextChoices):
    """How far a worker has come with a report that it reads."""

    PAGES = "pages", "Reading the pages"
    ITEMS = "items", "Looking for judgments, findings and statements"
    COMPARING = "comparing", "Comparing with the force's earlier findings"


def enqueue(name: str, **ids: int) -> None:
    """Ring for a job once the transaction has committed. Messages carry ids only."""
    transaction.on_commit(partial(doorbell.ring, name, ids))


class _Doorbell:
    """Rings by the broker; one that did not answer is not tried again for a few seconds by this process."""

    REST = 5.0  # seconds; the sweeps come round less often

    def __init__(self) -> None:
        self.quiet_until = 0.0

    def ring(self, name: str, ids: dict[str, int]) -> None:
        if time.monotonic() < self.quiet_until:
            return
        try:
            current_app.send_task(name, kwargs=ids)
        except (OperationalError, OSError):
            # The broker is down: the row waits and the sweep will find it.
            logger.warning("broker_unreachable", extra={"job": name, **ids})
            self.quiet_until = time.monotonic() + self.REST

    def forget(self) -> None:
        """Try the broker again at the next ring."""
        self.quiet_until = 0.0


doorbell = _Doorbell()
