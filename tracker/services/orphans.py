"""Files in the store that no row names: what a killed process left behind. Swept away once they are old."""

import logging
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from tracker.models import Evidence, Export, Report
from tracker.vocabulary import FileState

logger = logging.getLogger(__name__)
Rows = QuerySet[Evidence] | QuerySet[Report] | QuerySet[Export]

# A file is stored before its row is written: a young one may be about to be named.
YOUNGEST = timedelta(days=1)
AT_ONCE = 500  # names looked up by one query


def sweep(*, now: datetime) -> int:
    """Delete what no row names and has lain there for a day; return how many files.

    A file that was rejected is destroyed, so its row does not keep it.
    """
    kept = Evidence.objects.exclude(state=FileState.REJECTED)
    gone = _sweep("evidence", kept, now) + _sweep("reports", Report.objects.all(), now)
    gone += _sweep("exports", Export.objects.all(), now)
    if gone:
        logger.warning("orphans_deleted", extra={"files": gone})
    return gone


def _sweep(folder: str, rows: Rows, now: datetime) -> int:
    found = sorted(f"{folder}/{name}" for name in _files_in(folder))
    return sum(
        _delete(name)
        for start in range(0, len(found), AT_ONCE)
        for name in _unnamed(found[start : start + AT_ONCE], rows)
        if _is_old(name, now)
    )


def _files_in(folder: str) -> Iterable[str]:
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []  # nothing was ever stored


def _unnamed(names: Collection[str], rows: Rows) -> list[str]:
    named = set(rows.filter(file__in=names).values_list("file", flat=True))
    return [name for name in names if name not in named]


def _is_old(name: str, now: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < now - YOUNGEST
    except FileNotFoundError:
        return False  # somebody else swept it


def _delete(name: str) -> int:
    with suppress(OSError):
        default_storage.delete(name)
        return 1
    return 0
