"""Evidence: what a force shows HMICFRS. Added, used, withdrawn; never deleted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.validators import URLValidator
from django.db import transaction

from accounts.models import User
from tracker import access
from tracker.models import Evidence, EvidenceUse, Finding, UpdateDraft
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.services import audit, files
from tracker.services.file_types import FileRefused as FileRefused
from tracker.services.file_types import TypeDisagrees as TypeDisagrees
from tracker.services.file_types import TypeNotAllowed as TypeNotAllowed
from tracker.services.files import EmptyFile as EmptyFile
from tracker.services.files import FileTooLarge as FileTooLarge
from tracker.services.guards import FindingClosed as FindingClosed
from tracker.services.guards import ReasonMissing, lock_open_finding, lock_own_draft
from tracker.vocabulary import EventKind, EvidenceKind, FileState, Marking

LONGEST_TITLE = 200
LONGEST_ADDRESS = 1_000


class TitleMissing(Refusal):
    code = "title_missing"

    def __init__(self) -> None:
        super().__init__(f"Enter a title for the evidence, {LONGEST_TITLE} characters or fewer")


class AddressNotAllowed(Refusal):
    """Not a web address that can be shown as a link."""

    code = "address_not_allowed"

    def __init__(self) -> None:
        super().__init__("Enter a web address that starts with http:// or https://")


class NotDownloadable(Conflict):
    """There is no file to hand out."""

    code = "not_downloadable"


class AlreadyWithdrawn(Conflict):
    code = "already_withdrawn"

    def __init__(self) -> None:
        super().__init__("This evidence has already been withdrawn.")


def add_file(
    *,
    finding: Finding,
    file: File[bytes],
    by: User,
    now: datetime,
    title: str,
    shows: str = "",
    dated_on: date | None = None,
    marking: str = Marking.OFFICIAL,
    handling: str = "",
    draft: UpdateDraft | None = None,
) -> Evidence:
    """Keep a file as evidence for the finding, and in the draft it was added to.

    On any refusal or failure there is neither row nor file. Raises FindingClosed, DraftGone, TitleMissing and
    what `files.examine` raises.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    facts = files.examine(file)
    with files.kept(default_storage, file, folder="evidence", extension=facts.extension) as name:
        return _add(
            finding, draft, by, now, kind=EvidenceKind.FILE, title=title, shows=shows, dated_on=dated_on,
            marking=marking, handling=handling, file=name, file_name=facts.name, size=facts.size,
            content_type=facts.content_type, sha256=facts.sha256, state=_state_of_new_files(),
        )  # fmt: skip


def add_link(
    *,
    finding: Finding,
    url: str,
    by: User,
    now: datetime,
    title: str,
    shows: str = "",
    dated_on: date | None = None,
    marking: str = Marking.OFFICIAL,
    handling: str = "",
    draft: UpdateDraft | None = None,
) -> Evidence:
    """Keep a web address as evidence. It is shown, never fetched.

    Raises FindingClosed, DraftGone, TitleMissing, AddressNotAllowed.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    return _add(
        finding, draft, by, now, kind=EvidenceKind.LINK, title=title, shows=shows, dated_on=dated_on,
        marking=marking, handling=handling, url=_web_address(url),
    )  # fmt: skip


@transaction.atomic
def withdraw(*, evidence: Evidence, by: User, now: datetime, reason: str) -> Evidence:
    """Take evidence back. It stays listed, as withdrawn, where it was used, and can't be downloaded any more.

    Raises ReasonMissing, AlreadyWithdrawn.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=evidence.force_id)
    if not reason.strip():
        raise ReasonMissing("Enter why you are withdrawing this evidence")
    locked = Evidence.objects.select_for_update().select_related("force").get(pk=evidence.pk)
    if locked.withdrawn_at:
        raise AlreadyWithdrawn
    locked.withdrawn_at, locked.withdrawn_by = now, by
    locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
    locked.drafts.clear()
    audit.record(
        EventKind.EVIDENCE_WITHDRAWN, by=by, now=now, finding=locked.findings.order_by("pk").first(),
        force=locked.force, evidence_id=locked.pk, title=locked.title, reason=reason.strip(),
    )  # fmt: skip
    return locked


@transaction.atomic
def record_download(*, evidence: Evidence, by: User, now: datetime) -> None:
    """Write down who took the file, before it is handed out. Raises NotDownloadable."""
    access.require(by, Permission.SEE_WORKSPACE, force_id=evidence.force_id)
    if not (evidence.is_downloadable and default_storage.exists(str(evidence.file))):
        raise NotDownloadable(_why_not(evidence))
    audit.record(
        EventKind.EVIDENCE_DOWNLOADED, by=by, now=now, finding=evidence.findings.order_by("pk").first(),
        force=evidence.force, evidence_id=evidence.pk, title=evidence.title,
    )  # fmt: skip


@transaction.atomic
def _add(
    finding: Finding, draft: UpdateDraft | None, by: User, now: datetime, *, title: str, **fields: Any
) -> Evidence:
    locked = lock_open_finding(finding)
    evidence = Evidence.objects.create(
        force_id=locked.force_id, title=_title(title), added_by=by, added_at=now, **fields
    )
    EvidenceUse.objects.create(evidence=evidence, finding=locked, force_id=locked.force_id)
    if draft:
        lock_own_draft(draft, by).evidence.add(evidence)
    audit.record(
        EventKind.EVIDENCE_ADDED, by=by, now=now, finding=locked, evidence_id=evidence.pk,
        title=evidence.title, evidence_kind=evidence.kind,
    )  # fmt: skip
    return evidence


def _title(title: str) -> str:
    text = title.strip()
    if not text or len(text) > LONGEST_TITLE:
        raise TitleMissing
    return text


def _web_address(url: str) -> str:
    address = url.strip()
    try:
        URLValidator(schemes=["http", "https"])(address)
        has_login = "@" in urlsplit(address).netloc
    except (ValidationError, ValueError):
        raise AddressNotAllowed from None
    # "https://known.example@other.example/" reads as one place and leads to another.
    if has_login or len(address) > LONGEST_ADDRESS:
        raise AddressNotAllowed
    return address


def _state_of_new_files() -> FileState:
    """No scanner is asked yet, and the pages say so; with one, new files will wait as RECEIVED."""
    return FileState.NOT_SCANNED


def _why_not(evidence: Evidence) -> str:
    if evidence.withdrawn_at:
        return "This evidence was withdrawn, so it can no longer be downloaded."
    if evidence.state == FileState.RECEIVED:
        return "This file is waiting for its virus scan. Try again later."
    if evidence.state == FileState.REJECTED:
        return f"This file was rejected: {evidence.rejected_because}"
    if evidence.file:
        return "This file is missing from the store. Tell the people who run the service."
    return "This evidence has no file to download."
