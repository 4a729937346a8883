"""Evidence's files on their way past the virus scanner. The row is the queue; nothing passes unscanned.

A scanner that is away costs a file nothing: it waits. One that answers without a verdict is asked again a few
times; then staff look at it.
"""

import hashlib
import logging
from contextlib import suppress
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from accounts.models import User
from tracker import access, jobs
from tracker.event_vocabulary import EventKind
from tracker.models import Evidence
from tracker.models.evidence import EvidenceQuerySet
from tracker.refusals import Conflict
from tracker.roles import Permission
from tracker.services import audit, scanner
from tracker.vocabulary import FileState

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
SWEPT_AT_ONCE = 20
LONGEST_VIRUS_NAME = 200
GAVE_UP = f"Scanning was begun {MOST_ATTEMPTS} times and never came to an end."
CHANGED = "The stored file is not the one that was sent."
NO_FILE = "The stored file could not be opened."


class NothingToScanAgain(Conflict):
    code = "nothing_to_scan_again"


def scan(*, evidence_id: int, now: datetime) -> bool:
    """Scan the file if it waits for that, and write down the verdict. False: nothing to claim, or no verdict.

    The row is claimed by a conditional UPDATE with a lease. A worker that dies leaves a lease that runs out;
    then the file is scanned again, and as the verdict is written under that lease, nothing is doubled.
    """
    evidence = _claimed(evidence_id, now) if scanner.is_there() else None
    if evidence is None:
        return False
    try:
        version = scanner.version()
        virus = _virus_in(evidence)
    except scanner.ScannerAway as problem:
        logger.warning("scanner_away", extra={"evidence": evidence_id, "reason": type(problem).__name__})
        return _put_back(evidence)
    except scanner.NoVerdict as problem:
        return _put_back_or_give_up(evidence, str(problem))
    facts = {"scanner": version[:200], "scanned_at": now}
    return _reject(evidence, virus, now, **facts) if virus else _settle(evidence, FileState.CLEAN, **facts)


def sweep(*, now: datetime) -> int:
    """Ring again for the files that have waited longest and that nobody has taken; return how many.

    While the scanner is away nobody is rung for: the workers have other things to do than to wait for it.
    """
    waiting = Evidence.objects.waiting_to_be_scanned(now=now).values_list("pk", flat=True)[:SWEPT_AT_ONCE]
    if not scanner.is_there() or not waiting:
        return 0
    try:
        scanner.version()
    except scanner.ScannerAway:
        logger.warning("scanner_away")
        return 0
    for evidence_id in waiting:
        jobs.enqueue(jobs.SCAN_FILE, evidence_id=evidence_id)
    return len(waiting)


@transaction.atomic
def retry(*, evidence: Evidence, by: User, now: datetime) -> Evidence:
    """Have a file scanned again that the scanner gave no verdict on, or whose worker was lost.

    Raises NotAllowed, NothingToScanAgain.
    """
    access.require(by, Permission.DECIDE_REPORT)
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    is_lost = evidence.lease_until is not None and evidence.lease_until < now
    if evidence.state != FileState.FAILED and not is_lost:
        state = evidence.get_state_display().lower()
        raise NothingToScanAgain(f"There is nothing to try again with this file. It is now: {state}.")
    evidence.state, evidence.attempts, evidence.lease_until = FileState.RECEIVED, 0, None
    evidence.save(update_fields=["state", "attempts", "lease_until"])
    audit.record(EventKind.EVIDENCE_RESCANNED, by=by, now=now, evidence=evidence)
    jobs.enqueue(jobs.SCAN_FILE, evidence_id=evidence.pk)
    return evidence


def _claimed(evidence_id: int, now: datetime) -> Evidence | None:
    waiting = Evidence.objects.waiting_to_be_scanned(now=now).filter(pk=evidence_id)
    lease = now + jobs.SCANNING_LEASE
    taken = waiting.order_by().update(state=FileState.SCANNING, lease_until=lease, attempts=F("attempts") + 1)
    return Evidence.objects.select_related("force").get(pk=evidence_id) if taken else None


def _virus_in(evidence: Evidence) -> str | None:
    """What is wrong with the stored file. Raises NoVerdict."""
    if evidence.attempts > MOST_ATTEMPTS:
        raise scanner.NoVerdict(GAVE_UP)
    try:
        with evidence.file.open("rb") as stored:
            if hashlib.file_digest(stored, "sha256").hexdigest() != evidence.sha256:
                return CHANGED
            stored.seek(0)
            virus = scanner.virus_in(stored.file)
    except OSError:
        raise scanner.NoVerdict(NO_FILE) from None
    return f"A virus was found in it: {virus[:LONGEST_VIRUS_NAME]}." if virus else None


def _put_back(evidence: Evidence) -> bool:
    _ours(evidence).update(state=FileState.RECEIVED, lease_until=None, attempts=F("attempts") - 1)
    return False


def _put_back_or_give_up(evidence: Evidence, problem: str) -> bool:
    state = FileState.FAILED if evidence.attempts >= MOST_ATTEMPTS else FileState.RECEIVED
    _settle(evidence, state, scan_problem=problem)
    return False


def _settle(evidence: Evidence, state: FileState, **facts: object) -> bool:
    return bool(_ours(evidence).update(state=state, lease_until=None, **{"scan_problem": "", **facts}))


@transaction.atomic
def _reject(evidence: Evidence, why: str, now: datetime, **facts: object) -> bool:
    """Write down why, tell the force, and destroy the bytes: nobody shall have them, and no backup either."""
    if not _settle(evidence, FileState.REJECTED, rejected_because=why, **facts):
        return False
    audit.record(
        EventKind.EVIDENCE_REJECTED, by=None, now=now, evidence=evidence, reason=why,
        added_by=evidence.added_by_id,
    )  # fmt: skip
    evidence.drafts.clear()
    transaction.on_commit(partial(_destroy, str(evidence.file)))
    return True


def _destroy(name: str) -> None:
    with suppress(OSError):  # the sweep for orphans finds it
        default_storage.delete(name)


def _ours(evidence: Evidence) -> EvidenceQuerySet:
    """The row, unless somebody took it over since it was claimed."""
    return Evidence.objects.filter(pk=evidence.pk, state=FileState.SCANNING, lease_until=evidence.lease_until)
