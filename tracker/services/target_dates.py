"""Target dates, HMICFRS's and the force's: set once, and each move with its reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Finding, TargetDate
from tracker.roles import Permission
from tracker.services import audit
from tracker.services.guards import DateInPast, ReasonMissing, TooLong, lock_open_finding

LONGEST_REASON = 500


def set_for_hmicfrs(*, finding: Finding, due_on: date, by: User, now: datetime, reason: str = "") -> Finding:
    """Set the day by which HMICFRS expects the finding to be done, or move it. The force's own date stays.

    The day that it has already: nothing is recorded.
    Raises NotAllowed, FindingClosed, DateInPast, ReasonMissing, TooLong.
    """
    access.require(by, Permission.REVIEW, force_id=finding.force_id)
    return _set(finding, due_on, reason, by, now, is_hmicfrs=True)


def set_for_force(*, finding: Finding, due_on: date, by: User, now: datetime, reason: str = "") -> Finding:
    """Set the force's own target date, or move it, without an update. HMICFRS's date stays.

    As `set_for_hmicfrs`, and raises the same.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    return _set(finding, due_on, reason, by, now, is_hmicfrs=False)


@transaction.atomic
def _set(
    finding: Finding, due_on: date, reason: str, by: User, now: datetime, *, is_hmicfrs: bool
) -> Finding:
    locked, field = lock_open_finding(finding), "due_on" if is_hmicfrs else "force_due_on"
    before = getattr(locked, field)
    text = reason_for(before, due_on, reason, now)
    if due_on == before:
        return locked
    keep(locked, due_on, before, text, is_hmicfrs=is_hmicfrs, by=by, now=now)
    setattr(locked, field, due_on)
    # The row is locked, so counting here cannot lose a change.
    locked.version += 1
    locked.save(update_fields=[field, "version"])
    audit.record(
        EventKind.TARGET_DATE_SET, by=by, now=now, finding=locked, reason=text, due_on=due_on.isoformat(),
        before=before.isoformat() if before else None, is_hmicfrs=is_hmicfrs,
    )  # fmt: skip
    return locked


def keep(
    finding: Finding,
    due_on: date,
    before: date | None,
    reason: str,
    *,
    is_hmicfrs: bool,
    by: User,
    now: datetime,
) -> TargetDate:
    """Write the date down beside the earlier ones. The finding is locked."""
    return TargetDate.objects.create(
        finding=finding, is_hmicfrs=is_hmicfrs, due_on=due_on, moved_from=before, reason=reason, set_by=by,
        set_at=now,
    )  # fmt: skip


def reason_for(before: date | None, chosen: date | None, reason: str, now: datetime) -> str:
    """The reason to keep for a moved date; none where the date is the first or stays.

    Raises DateInPast, ReasonMissing, TooLong.
    """
    if chosen is None or chosen == before:
        return ""
    if chosen < timezone.localdate(now):
        raise DateInPast("Target date must be today or in the future")
    if before is None:
        return ""
    text = reason.strip()
    if not text:
        raise ReasonMissing("Enter why the target date has moved")
    if len(text) > LONGEST_REASON:
        raise TooLong("The reason", LONGEST_REASON)
    return text
