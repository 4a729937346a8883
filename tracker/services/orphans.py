"""Files in the store that no row names: what a killed process left behind. Swept away once they are old."""

import logging
from contextlib import suppress
from datetime import datetime

from django.core.files.storage import default_storage

from tracker.selectors import stored_files

logger = logging.getLogger(__name__)


def sweep(*, now: datetime) -> int:
    """Delete what no row names and has lain there for a day; return how many files."""
    gone = sum(_delete(name) for name in stored_files.orphans(before=now - stored_files.YOUNGEST))
    if gone:
        logger.warning("orphans_deleted", extra={"files": gone})
    return gone


def _delete(name: str) -> int:
    with suppress(OSError):
        default_storage.delete(name)
        return 1
    return 0
