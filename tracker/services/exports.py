"""Exports asked for, made, handed out and deleted again. The row is the queue.

A small one is made at once by the very steps by which a worker makes a large one. Whoever takes a file must
still be allowed what it was made from.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from tracker import access, jobs
from tracker.documents.vocabulary import ExportFormat, ExportKind, ExportState
from tracker.event_vocabulary import EventKind
from tracker.models import Export
from tracker.models.exports import UNDER_WAY, ExportQuerySet
from tracker.models.visibility import forget_memberships, memberships_of
from tracker.refusals import Conflict, Refusal
from tracker.services import audit, files
from tracker.services.export_plans import Parameters, Plan, plan

logger = logging.getLogger(__name__)

SMALL = 500  # rows: written in well under a second
KEPT_FOR = timedelta(days=7)
MOST_ATTEMPTS = 3
MOST_UNDER_WAY = 5  # of one person
MOST_ROWS = 1_048_575  # of a sheet of a workbook, below the names of its columns
SWEPT_AT_ONCE = 20
GAVE_UP = (
    "Making this file was begun several times and never came to an end. Narrow it down, or tell the people "
    "who run the service."
)
CONTENT_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ExportFormat.ZIP: "application/zip",
}


class TooManyUnderWay(Conflict):
    code = "too_many_under_way"

    def __init__(self) -> None:
        super().__init__(f"{MOST_UNDER_WAY} of your exports are being made. Wait until one of them is ready.")


class TooManyRows(Refusal):
    code = "too_many_rows"

    def __init__(self, total: int) -> None:
        super().__init__(
            f"An Excel sheet holds {MOST_ROWS:,} rows, and this list has {total:,}. "
            "Narrow it down, or have it as CSV."
        )


class NothingToCancel(Conflict):
    code = "nothing_to_cancel"

    def __init__(self, export: Export) -> None:
        super().__init__(f"There is nothing to cancel: this file is {export.get_state_display().lower()}.")


class TakenAway(Exception):
    """Whoever writes the file has lost it meanwhile: it was cancelled, or another worker has it."""


class NotReady(Conflict):
    code = "export_not_ready"


class NoLongerYours(Conflict):
    code = "export_no_longer_yours"

    def __init__(self) -> None:
        super().__init__("Your roles have changed since this file was made. Have it made again.")


def ask(*, kind: str, format: str, parameters: Parameters, by: User, now: datetime) -> Export:
    """Have a file made: at once where it is small, else by a worker.

    `parameters` of a list: list (its name) and query (its page's query string). Of a small one that there is
    no room for, nothing is left. Raises NotAllowed, NotVisible, TooManyUnderWay, TooManyRows, UnknownList,
    NotAFilter, FormatNotThere, FileNotStored and whatever else the kind refuses.
    """
    planned = plan(kind, format, parameters, by)
    total = planned.total()
    if kind == ExportKind.LIST and format == ExportFormat.XLSX and total > MOST_ROWS:
        raise TooManyRows(total)
    is_small = total <= SMALL and kind != ExportKind.EVIDENCE_PACK
    with transaction.atomic():
        export = _asked(planned, total, kind, format, parameters, by, now, rings=not is_small)
        if is_small and (claimed := _claimed(export.pk, now)):
            _made(claimed, now)
    export.refresh_from_db()
    return export


@transaction.atomic
def _asked(
    planned: Plan, total: int, kind: str, format: str, parameters: Parameters, by: User, now: datetime,
    *, rings: bool,
) -> Export:  # fmt: skip
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one at a time: they are counted
    if Export.objects.filter(owner=by, state__in=UNDER_WAY).count() >= MOST_UNDER_WAY:
        raise TooManyUnderWay
    export = Export.objects.create(
        owner=by, kind=kind, format=format, title=planned.title[:200], parameters=dict(parameters),
        total=total, asked_at=now,
    )  # fmt: skip
    audit.record(
        EventKind.EXPORT_ASKED, by=by, now=now, force=planned.force, finding=planned.finding,
        export_id=export.pk, export_kind=kind, format=format, title=export.title, parameters=dict(parameters),
    )  # fmt: skip
    if rings:
        jobs.enqueue(jobs.MAKE_EXPORT, export_id=export.pk)
    return export


def make(*, export_id: int, now: datetime) -> bool:
    """Make the file if it waits for that. False: nothing to claim, or it could not be made.

    A worker that dies leaves a lease that runs out; then it is made again, and as the file is named under
    that lease, nothing is doubled.
    """
    export = _claimed(export_id, now)
    if export is None:
        return False
    if export.attempts > MOST_ATTEMPTS:
        return _fail(export, GAVE_UP)
    try:
        return _made(export, now)
    except TakenAway:
        return False
    except Refusal as problem:
        return _fail(export, str(problem))


def _made(export: Export, now: datetime) -> bool:
    planned = plan(export.kind, export.format, export.parameters, export.owner)
    try:
        with tempfile.TemporaryFile() as out:
            planned.write(out, partial(_tell, export), now)
            out.flush()
            return _keep(export, planned, out, now)
    except OSError:
        raise files.FileNotStored from None


@transaction.atomic
def cancel(*, export: Export, by: User, now: datetime) -> Export:
    """Ask for the file no more. A worker that writes it stops at its next hundred rows, and keeps nothing.

    Raises NotVisible, NothingToCancel.
    """
    export = access.get_export_for(by, export.pk)
    under_way = Export.objects.filter(pk=export.pk, state__in=UNDER_WAY)
    if not under_way.update(state=ExportState.CANCELLED, lease_until=None):
        raise NothingToCancel(access.get_export_for(by, export.pk))
    audit.record(EventKind.EXPORT_CANCELLED, by=by, now=now, export_id=export.pk, title=export.title)
    return access.get_export_for(by, export.pk)


def _claimed(export_id: int, now: datetime) -> Export | None:
    waiting = Export.objects.waiting_to_be_made(now=now).filter(pk=export_id).order_by()
    lease = now + jobs.EXPORTING_LEASE
    taken = waiting.update(
        state=ExportState.MAKING, lease_until=lease, attempts=F("attempts") + 1, done=0, problem=""
    )
    return Export.objects.select_related("owner").get(pk=export_id) if taken else None


def _keep(export: Export, planned: Plan, out: IO[bytes], now: datetime) -> bool:
    size = out.tell()
    out.seek(0)
    sha256 = hashlib.file_digest(out, "sha256").hexdigest()  # type: ignore[arg-type]
    out.seek(0)
    made: File[bytes] = File(out, name=f"export.{export.format}")
    with files.kept(default_storage, made, folder="exports", extension=export.format) as stored:
        facts = {"file": stored, "size": size, "sha256": sha256, "made_with": _memberships(export.owner)}
        name = f"{planned.name}-{timezone.localdate(now):%Y-%m-%d}.{export.format}"
        expires = now + KEPT_FOR
        if _settle(export, ExportState.READY, made_at=now, expires_at=expires, file_name=name, **facts):
            return True
        default_storage.delete(stored)  # another worker has it
        return False


def _fail(export: Export, problem: str) -> bool:
    _settle(export, ExportState.FAILED, problem=problem)
    return False


def _settle(export: Export, state: ExportState, **facts: Any) -> bool:
    return bool(_ours(export).update(state=state, lease_until=None, **facts))


def _tell(export: Export, done: int) -> None:
    """Say how many are written, and keep hold of the row for longer. Raises TakenAway."""
    lease = timezone.now() + jobs.EXPORTING_LEASE  # not the moment it was begun: that may be minutes ago
    if not _ours(export).update(done=done, lease_until=lease):
        raise TakenAway
    export.lease_until = lease


def _ours(export: Export) -> ExportQuerySet:
    """The row, unless somebody took it over since it was claimed."""
    return Export.objects.filter(pk=export.pk, state=ExportState.MAKING, lease_until=export.lease_until)


def _memberships(user: User) -> list[list[Any]]:
    return sorted([role.value, force_id] for role, force_id in memberships_of(user))


@transaction.atomic
def opened(*, export: Export, by: User, now: datetime) -> File[bytes]:
    """The file to hand out, once it is written down who took it.

    Raises NotVisible, NotReady, NoLongerYours, NotAllowed and what the kind refuses now.
    """
    forget_memberships(by)
    export = access.get_export_for(by, export.pk)
    if not export.is_ready or (export.expires_at and export.expires_at <= now):
        raise NotReady(_why_not(export))
    held = _memberships(by)
    if not all(membership in held for membership in export.made_with):
        raise NoLongerYours
    planned = plan(export.kind, export.format, export.parameters, by)
    try:
        file: File[bytes] = export.file.open("rb")
    except OSError:
        raise NotReady("The file is missing from the store. Have it made again.") from None
    audit.record(
        EventKind.EXPORT_DOWNLOADED, by=by, now=now, force=planned.force, finding=planned.finding,
        export_id=export.pk, export_kind=export.kind, title=export.title, sha256=export.sha256,
    )  # fmt: skip
    return file


def _why_not(export: Export) -> str:
    if export.state == ExportState.FAILED:
        return f"This file could not be made. {export.problem}"
    if export.state == ExportState.CANCELLED:
        return "You cancelled this file before it was ready. Have it made again."
    if export.is_under_way:
        return "This file is not ready yet. Try again in a minute."
    return "This file was deleted after its last day. Have it made again."


def sweep(*, now: datetime) -> int:
    """Ring again for exports nobody has taken, delete those past their day; return how many were rung for."""
    for export_id in Export.objects.past_their_day(now=now).values_list("pk", flat=True)[:SWEPT_AT_ONCE]:
        _expire(export_id, now)
    waiting = Export.objects.waiting_to_be_made(now=now).values_list("pk", flat=True)[:SWEPT_AT_ONCE]
    for export_id in waiting:
        jobs.enqueue(jobs.MAKE_EXPORT, export_id=export_id)
    return len(waiting)


@transaction.atomic
def _expire(export_id: int, now: datetime) -> None:
    export = Export.objects.past_their_day(now=now).select_for_update(skip_locked=True).filter(pk=export_id)
    for row in export:
        name, row.file, row.state = str(row.file.name), "", ExportState.EXPIRED
        row.save(update_fields=["file", "state"])
        transaction.on_commit(partial(_destroy, name))


def _destroy(name: str) -> None:
    with suppress(OSError):  # the sweep for orphans finds it
        default_storage.delete(name)
