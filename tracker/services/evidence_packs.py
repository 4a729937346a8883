"""The evidence pack: a ZIP of a finding as it stood, with a page, JSON, the files and the audit trail."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any

import orjson
from django.template.loader import render_to_string

from accounts.models import User
from tracker import access
from tracker.documents.tables import Table, write_csv
from tracker.models import AuditEvent, Evidence
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.as_it_stood import AsItStood, events_by
from tracker.services import evidence
from tracker.vocabulary import EvidenceKind, Marking

CHUNK = 1024 * 1024
MOST_BYTES = 1024 * CHUNK
AUDIT_COLUMNS = ("Number", "When (UTC)", "What", "Who", "Facts")
CHANGED = "The stored file is not the one that was added: its checksum differs."


class PackTooLarge(Refusal):
    code = "pack_too_large"

    def __init__(self) -> None:
        super().__init__("The files of this finding are more than 1GB. Download them one by one.")


def write_pack(
    stood: AsItStood, by: User, out: IO[bytes], progress: Callable[[int], None], now: datetime
) -> None:
    """Write the whole archive. Each file is taken as its page gives it: who took it is written down.

    A file that can't be had now (withdrawn or rejected since, not scanned yet) is named with the reason.
    Raises NotAllowed, PackTooLarge.
    """
    files = [row for row in stood.evidence if row.kind == EvidenceKind.FILE]
    if sum(row.size or 0 for row in files) > MOST_BYTES:
        raise PackTooLarge
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        archive = _Archive(pack)
        for number, (row, fact) in enumerate(_files(stood), 1):
            _add_file(archive, row, fact, by, now)
            progress(number)
        _add_audit(archive, stood, by)
        facts = {**stood.facts, "not_told": stood.not_told, "made_at": now, "made_for": by.name}
        facts["marking"] = _marking(stood)
        archive.add("finding.json", orjson.dumps(facts, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z))
        context = {"stood": stood, "facts": stood.facts, "marking": _marking(stood), "now": now, "by": by}
        archive.add("finding.html", render_to_string("packs/evidence_file.html", context).encode())
        archive.add("MANIFEST.sha256", "".join(archive.sums).encode(), is_listed=False)
    out.seek(0, io.SEEK_END)


def _marking(stood: AsItStood) -> str:
    """The highest that a piece of it has."""
    is_sensitive = any(row.marking == Marking.OFFICIAL_SENSITIVE for row in stood.evidence)
    return str((Marking.OFFICIAL_SENSITIVE if is_sensitive else Marking.OFFICIAL).label)


class _Archive:
    """A ZIP that keeps a line of `sha256sum -c` for each of its files."""

    def __init__(self, pack: zipfile.ZipFile) -> None:
        self.pack = pack
        self.sums: list[str] = []

    def add(self, name: str, data: bytes, *, is_listed: bool = True) -> None:
        self.pack.writestr(name, data)
        if is_listed:
            self.sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")

    def copy(self, name: str, file: Any) -> str:
        digest = hashlib.sha256()
        with self.pack.open(name, "w", force_zip64=True) as copy:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                copy.write(chunk)
        self.sums.append(f"{digest.hexdigest()}  {name}\n")
        return digest.hexdigest()


def _files(stood: AsItStood) -> Iterator[tuple[Evidence, dict[str, Any]]]:
    facts = {fact["id"]: fact for fact in stood.facts["evidence"]}
    return ((row, facts[row.pk]) for row in stood.evidence if row.kind == EvidenceKind.FILE)


def _add_file(archive: _Archive, row: Evidence, fact: dict[str, Any], by: User, now: datetime) -> None:
    try:
        file = evidence.opened(evidence=row, by=by, now=now)
    except access.NotAllowed:
        raise
    except Refusal as problem:
        fact["not_enclosed"] = str(problem)
        return
    name = f"files/{row.pk}-{re.sub(r'[^A-Za-z0-9._-]+', '_', row.file_name)[-80:]}"
    with file:
        found = archive.copy(name, file)
    fact["enclosed_as"] = name
    if found != row.sha256:
        fact["warning"] = CHANGED


def _add_audit(archive: _Archive, stood: AsItStood, by: User) -> None:
    """What the audit trail holds of the finding by then, for those who may read it."""
    if not access.has_permission(by, Permission.READ_AUDIT, force_id=stood.finding.force_id):
        stood.facts["audit"] = "Left out: your role does not let you read the audit trail."
        return
    told = events_by(stood.finding, stood.moment).values("pk")
    events = AuditEvent.objects.visible_to(by).filter(pk__in=told)
    lines: Iterator[list[Any]] = (
        [event.pk, f"{event.at:%Y-%m-%dT%H:%M:%SZ}", event.get_kind_display(), _who(event), _data(event)]
        for event in events.select_related("actor").order_by("pk")
    )
    text = io.StringIO(newline="")
    write_csv(Table("Audit trail", AUDIT_COLUMNS, lines, stood.moment), text)
    archive.add("audit.csv", text.getvalue().encode())
    stood.facts["audit"] = "audit.csv"


def _who(event: AuditEvent) -> str:
    return event.actor.name if event.actor else ""


def _data(event: AuditEvent) -> str:
    return orjson.dumps(event.data).decode()
