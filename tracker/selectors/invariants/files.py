"""Rules of the files in the store: whole where a row names them, and none that no row names."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from tracker.documents.vocabulary import ExportState
from tracker.models import Evidence, Export, Report
from tracker.selectors import stored_files
from tracker.selectors.invariants.rule import Rule
from tracker.vocabulary import EvidenceKind, FileState

# The sweep for orphans comes every hour, and takes what is older than `stored_files.YOUNGEST`.
SWEPT_AFTER = stored_files.YOUNGEST + timedelta(hours=3)


def _evidence(now: datetime) -> Sequence[str]:
    return list(_not_whole(Evidence.objects.filter(kind=EvidenceKind.FILE).exclude(state=FileState.REJECTED)))


def _reports(now: datetime) -> Sequence[str]:
    return list(_not_whole(Report.objects.all()))


def _exports(now: datetime) -> Sequence[str]:
    return list(_not_whole(Export.objects.filter(state=ExportState.READY)))


def _orphans(now: datetime) -> Sequence[str]:
    return list(stored_files.orphans(before=now - SWEPT_AFTER))


def _not_whole(rows: "QuerySet[Any]") -> Iterator[str]:
    for pk, name, sha256 in rows.order_by("pk").values_list("pk", "file", "sha256").iterator():
        # Between the row and its file it may have been destroyed as rejected, or deleted on its last day.
        if _sha256(name) != sha256 and rows.filter(pk=pk, file=name).exists():
            yield str(pk)


def _sha256(name: str) -> str:
    try:
        with default_storage.open(name) as stored:
            return hashlib.file_digest(stored.file, "sha256").hexdigest()  # type: ignore[arg-type]
    except OSError:
        return ""


RULES = (
    Rule(
        "evidence_has_its_file",
        "evidence",
        "The file of evidence lies in the store with its SHA-256, unless it was rejected.",
        _evidence,
    ),
    Rule("report_has_its_file", "reports", "The file of a report lies in the store, as it came.", _reports),
    Rule("export_has_its_file", "exports", "The file of a ready export lies in the store.", _exports),
    Rule(
        "file_in_the_store_has_its_row",
        "files",
        "No file lies in the store that no row names, nor part of one, longer than until it is swept away.",
        _orphans,
    ),
)
