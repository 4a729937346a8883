"""Files in the store, and the rows that name them."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from tracker.models import Evidence, Export, Report
from tracker.vocabulary import FileState

# A file is stored before its row is written: a young one may be about to be named.
YOUNGEST = timedelta(days=1)
AT_ONCE = 500  # names looked up by one query


def orphans(*, before: datetime) -> Iterator[str]:
    """Names of files, parts of files too, that were written before then and that no row names.

    A file that was rejected is destroyed, so its row does not keep it.
    """
    kept = Evidence.objects.exclude(state=FileState.REJECTED)
    for folder, rows in (("evidence", kept), ("reports", Report.objects), ("exports", Export.objects)):
        yield from _orphans(folder, rows.all(), before)


def _orphans(folder: str, rows: "QuerySet[Any]", before: datetime) -> Iterator[str]:
    found = sorted(f"{folder}/{name}" for name in _files_in(folder))
    for start in range(0, len(found), AT_ONCE):
        for name in _unnamed(found[start : start + AT_ONCE], rows):
            if _is_older(name, before):
                yield name


def _files_in(folder: str) -> Iterable[str]:
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []  # nothing was ever stored


def _unnamed(names: Collection[str], rows: "QuerySet[Any]") -> list[str]:
    named = set(rows.filter(file__in=names).values_list("file", flat=True))
    return [name for name in names if name not in named]


def _is_older(name: str, before: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < before
    except FileNotFoundError:
        return False  # somebody else swept it
