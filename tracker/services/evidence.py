"""Evidence: what a force shows HMICFRS. Added, used again, withdrawn; never deleted.

New versions are `versions`' work, and what HMICFRS says of a piece `assessments`'.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Required, TypedDict, Unpack
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from govuk.dates import date_text
from tracker import access, jobs
from tracker.event_vocabulary import EventKind
from tracker.models import Evidence, EvidenceUse, Finding, Force, UpdateDraft
from tracker.refusals import Conflict, Refusal, Unavailable
from tracker.roles import Permission
from tracker.services import audit, files, measures, scanner
from tracker.services.file_types import FileRefused as FileRefused
from tracker.services.file_types import TypeDisagrees as TypeDisagrees
from tracker.services.file_types import TypeNotAllowed as TypeNotAllowed
from tracker.services.files import EmptyFile as EmptyFile
from tracker.services.files import FileNotStored as FileNotStored
from tracker.services.files import FileTooLarge as FileTooLarge
from tracker.services.guards import EvidenceNotUsable, ReasonMissing, lock_open_finding, lock_own_draft
from tracker.services.guards import FindingClosed as FindingClosed
from tracker.vocabulary import EvidenceKind, FileState, Marking

LONGEST_TITLE = 200
LONGEST_ADDRESS = 1_000
LONGEST_HANDLING = 200


class About(TypedDict, total=False):
    """What is said of evidence of any kind. `dated_on` is its own date, not that of its coming in."""

    title: Required[str]
    shows: str
    dated_on: date | None
    marking: str
    handling: str


class TitleMissing(Refusal):
    code = "title_missing"
    field = "title"

    def __init__(self) -> None:
        super().__init__(f"Enter a title for the evidence, {LONGEST_TITLE} characters or fewer")


class HandlingMissing(Refusal):
    code = "handling_missing"
    field = "handling"

    def __init__(self) -> None:
        super().__init__(
            "Enter a handling instruction for OFFICIAL-SENSITIVE evidence, "
            f"{LONGEST_HANDLING} characters or fewer"
        )


class DatedInFuture(Refusal):
    code = "dated_in_future"
    field = "dated_on"

    def __init__(self) -> None:
        super().__init__("Date of the evidence must be today or in the past")


class AddressNotAllowed(Refusal):
    """Not a web address that can be shown as a link."""

    code = "address_not_allowed"

    def __init__(self) -> None:
        super().__init__("Enter a web address that starts with http:// or https://")


class AlreadyHeld(Conflict):
    """The force has sent the same bytes before: `existing` can be used again."""

    code = "already_held"

    def __init__(self, existing: Evidence) -> None:
        super().__init__(
            f"This file was added before, as “{existing.title}” on {date_text(existing.added_at)}."
            " Use that instead of sending it again."
        )
        self.existing = existing


class NotDownloadable(Conflict):
    """There is no file to hand out."""

    code = "not_downloadable"


class StoreAway(Unavailable):
    code = "store_away"

    def __init__(self) -> None:
        super().__init__("The file’s store cannot be reached at the moment. Try again later.")


class AlreadyWithdrawn(Conflict):
    code = "already_withdrawn"

    def __init__(self) -> None:
        super().__init__("This evidence has already been withdrawn.")


# --- Adding ------------------------------------------------------------------------------------------


def add_file(
    *,
    finding: Finding,
    file: File[bytes],
    by: User,
    now: datetime,
    draft: UpdateDraft | None = None,
    **about: Unpack[About],
) -> Evidence:
    """Keep a file as evidence for the finding, and in the draft it was added to.

    On any refusal or failure there is neither row nor file. Where there is a scanner, nobody can have the
    file before it is found clean. Raises FindingClosed, DraftGone, AlreadyHeld, FileNotStored, and what
    `said` and `files.examine` raise.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    with stored(file, finding.force) as fields:
        return _add(finding, draft, by, now, **fields, **said(about, now))


def add_link(
    *,
    finding: Finding,
    url: str,
    by: User,
    now: datetime,
    draft: UpdateDraft | None = None,
    **about: Unpack[About],
) -> Evidence:
    """Keep a web address as evidence. It is shown, never fetched.

    Raises FindingClosed, DraftGone, AddressNotAllowed, and what `said` raises.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    fields = {"kind": EvidenceKind.LINK, "url": web_address(url)}
    return _add(finding, draft, by, now, **fields, **said(about, now))


@transaction.atomic
def add_measure(
    *,
    finding: Finding,
    figure: measures.Figure,
    by: User,
    now: datetime,
    draft: UpdateDraft | None = None,
    **about: Unpack[About],
) -> Evidence:
    """Keep a figure with its period and comparator as evidence.

    Raises FindingClosed, DraftGone, and what `said` and `measures.observe` raise.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    added = _add(finding, draft, by, now, kind=EvidenceKind.MEASURE, **said(about, now))
    measures.observe(added, figure)
    return added


@transaction.atomic
def use(
    *, evidence: Evidence, finding: Finding, by: User, now: datetime, draft: UpdateDraft | None = None
) -> Evidence:
    """Use evidence that the force holds for another of its findings, too, and in the draft.

    Using it where it is used already changes nothing but the draft. Raises FindingClosed, DraftGone,
    EvidenceNotUsable.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    locked = lock_open_finding(finding)
    held = Evidence.objects.select_for_update(no_key=True).get(pk=evidence.pk)
    if held.force_id != locked.force_id or not held.is_current:
        raise EvidenceNotUsable(held)
    if draft:
        lock_own_draft(draft, by).evidence.add(held)
    if not held.uses.filter(finding=locked).exists():
        EvidenceUse.objects.create(evidence=held, finding=locked, force_id=locked.force_id)
        audit.record(
            EventKind.EVIDENCE_REUSED, by=by, now=now, finding=locked, evidence=held,
            reference=locked.reference,
        )  # fmt: skip
    return held


@contextmanager
def stored(file: File[bytes], force: Force) -> Iterator[dict[str, Any]]:
    """What to write down of the file, which now lies in the store; it is gone again when the block fails.

    Raises AlreadyHeld, FileNotStored, and what `files.examine` raises.
    """
    facts = files.examine(file)
    refuse_held(force, facts.sent_sha256)
    kept, facts = files.without_metadata(file, facts)
    with files.kept(default_storage, kept, folder="evidence", extension=facts.extension) as name:
        yield {
            "kind": EvidenceKind.FILE,
            "file": name,
            "file_name": facts.name,
            "size": facts.size,
            "content_type": facts.content_type,
            "sha256": facts.sha256,
            "sent_sha256": facts.sent_sha256,
            "state": FileState.RECEIVED if scanner.is_there() else FileState.NOT_SCANNED,
        }


def refuse_held(force: Force, sent_sha256: str) -> None:
    """Raises AlreadyHeld where the force has current evidence of the same bytes."""
    held = Evidence.objects.current().filter(force=force, sent_sha256=sent_sha256).order_by("pk").first()
    if held:
        raise AlreadyHeld(held)


def said(about: About, now: datetime) -> dict[str, Any]:
    """What is said of evidence, as it is kept. Raises TitleMissing, HandlingMissing, DatedInFuture."""
    title, handling = about["title"].strip(), about.get("handling", "").strip()
    if not title or len(title) > LONGEST_TITLE:
        raise TitleMissing
    marking, dated_on = about.get("marking", Marking.OFFICIAL), about.get("dated_on")
    if (marking == Marking.OFFICIAL_SENSITIVE and not handling) or len(handling) > LONGEST_HANDLING:
        raise HandlingMissing
    if dated_on and dated_on > timezone.localdate(now):
        raise DatedInFuture
    shows = about.get("shows", "").strip()
    return {"title": title, "shows": shows, "dated_on": dated_on, "marking": marking, "handling": handling}


@transaction.atomic
def _add(finding: Finding, draft: UpdateDraft | None, by: User, now: datetime, **fields: Any) -> Evidence:
    locked = lock_open_finding(finding)
    evidence = create([locked], by=by, now=now, **fields)
    if draft:
        lock_own_draft(draft, by).evidence.add(evidence)
    audit.record(
        EventKind.EVIDENCE_ADDED, by=by, now=now, finding=locked, evidence=evidence,
        evidence_kind=evidence.kind,
    )  # fmt: skip
    return evidence


def create(findings: list[Finding], *, by: User, now: datetime, **fields: Any) -> Evidence:
    """Write the row, used for these findings of one force, and ring for its scan. Raises AlreadyHeld."""
    force = findings[0].force
    evidence = _created(Evidence(force=force, added_by=by, added_at=now, **fields))
    EvidenceUse.objects.bulk_create(
        EvidenceUse(evidence=evidence, finding=finding, force=force) for finding in findings
    )
    if evidence.state == FileState.RECEIVED:
        jobs.enqueue(jobs.SCAN_FILE, evidence_id=evidence.pk)
    return evidence


def _created(row: Evidence) -> Evidence:
    """Raises AlreadyHeld where someone has sent the same file since it was looked for."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if row.sent_sha256:
            refuse_held(row.force, row.sent_sha256)
        raise
    return row


def web_address(url: str) -> str:
    """The address to keep. Raises AddressNotAllowed."""
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


# --- Taking back, and handing out --------------------------------------------------------------------


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
    audit.record(EventKind.EVIDENCE_WITHDRAWN, by=by, now=now, evidence=locked, reason=reason.strip())
    return locked


@transaction.atomic
def opened(*, evidence: Evidence, by: User, now: datetime) -> File[bytes]:
    """The file to hand out, once it is written down who took it. Raises NotDownloadable, StoreAway."""
    access.require(by, Permission.SEE_WORKSPACE, force_id=evidence.force_id)
    # As it stands now, not as the page was asked for: it may have been withdrawn meanwhile.
    evidence = Evidence.objects.get(pk=evidence.pk)
    if not evidence.is_downloadable:
        raise NotDownloadable(_why_not(evidence))
    try:
        file: File[bytes] = evidence.file.open("rb")
    except FileNotFoundError:
        raise NotDownloadable(MISSING) from None
    except OSError:
        raise StoreAway from None
    audit.record(EventKind.EVIDENCE_DOWNLOADED, by=by, now=now, evidence=evidence, sha256=evidence.sha256)
    return file


MISSING = "This file is missing from the store. Tell the people who run the service."
WAITS = "This file is waiting for its virus scan. Try again later."
UNSCANNED = "This file could not be scanned for viruses. HMICFRS’s staff can have it scanned again."
NO_FILE = "This evidence has no file to download."


def _why_not(evidence: Evidence) -> str:
    if evidence.withdrawn_at:
        return "This evidence was withdrawn, so it can no longer be downloaded."
    match evidence.state:
        case FileState.RECEIVED | FileState.SCANNING | FileState.NOT_SCANNED:
            return WAITS
        case FileState.REJECTED:
            return f"This file was rejected. {evidence.rejected_because}"
        case FileState.FAILED:
            return UNSCANNED
    return NO_FILE
