"""Forces that change: a new name, or a body that takes over from another."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from govuk.dates import date_text
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import FindingLink, Force, ForceName, ForceSuccession
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.bodies import EVER, answering_for, bodies_of
from tracker.services import audit


class NameNotNew(Refusal):
    """The new name is the present one, or another force's."""

    code = "name_not_new"


class NameTooEarly(Refusal):
    """The new name would begin before the present one."""

    code = "name_too_early"


class NameNotYet(Refusal):
    """The new name begins on a later day than today."""

    code = "name_not_yet"


class NoSuchSuccession(Refusal):
    """A body cannot take over so: from itself, in a ring, or out of order in time."""

    code = "no_such_succession"


class SucceededAlready(Conflict):
    code = "succeeded_already"

    def __init__(self, predecessor: Force, successor: Force) -> None:
        super().__init__(f"That {successor} took over from {predecessor} is recorded already.")


class SuccessionInUse(Conflict):
    """Findings of the two bodies are linked: without the succession the links would be of two forces."""

    code = "succession_in_use"

    def __init__(self, number: int) -> None:
        links = "1 link" if number == 1 else f"{number} links"
        super().__init__(f"{links} between findings of the two bodies rest on this, so it stays.")


# Words for what only the database can be sure of.
WORDS = {
    "force_succession_between_two_forces": "A force cannot take over from itself. Choose another force.",
    "force_succession_once": "This takeover is recorded already.",
    "force_succession_without_ring": (
        "The force to take over from has itself taken over from this one. Check which came first."
    ),
    "force_succession_dates_in_order": (
        "Another takeover of one of these forces is recorded for an earlier or a later day than this would "
        "allow. Check the days."
    ),
}


@transaction.atomic
def rename(*, force: Force, name: str, on: date, by: User, now: datetime) -> ForceName:
    """Give the force a new name from that day, and keep the name it had until then; return the latter.

    Reports and findings of earlier days go on showing the name of their time. Raises NotAllowed, NameNotNew,
    NameTooEarly, NameNotYet.
    """
    access.require(by, Permission.MANAGE_REFERENCE)
    force = Force.objects.select_for_update(no_key=True).get(pk=force.pk)
    name = " ".join(name.split())
    _refuse_known(name, force)
    before = _begin_of_present_name(force, on)
    if on > timezone.localdate(now):
        raise NameNotYet("Record the new name once it counts: its first day lies in the future.")
    former = ForceName.objects.create(force=force, name=force.name, used_from=before, used_until=on)
    force.name = name
    force.save(update_fields=["name"])
    audit.record(
        EventKind.FORCE_RENAMED, by=by, now=now, force=force, before=former.name, name=name, on=on.isoformat()
    )
    return former


def _refuse_known(name: str, force: Force) -> None:
    if not name:
        raise NameNotNew("Enter the new name.")
    if name == force.name:
        raise NameNotNew(f"The force is called {name} already.")
    if Force.objects.filter(name__iexact=name).exclude(pk=force.pk).exists():
        raise NameNotNew(f"Another force is called {name}.")


def _begin_of_present_name(force: Force, on: date) -> date | None:
    latest = force.former_names.order_by("-used_until").first()
    if latest and latest.used_until >= on:
        raise NameTooEarly(
            f"The present name, {force.name}, began on {date_text(latest.used_until)}. Enter a later day."
        )
    return latest.used_until if latest else None


@transaction.atomic
def record_succession(
    *, predecessor: Force, successor: Force, on: date, by: User, now: datetime
) -> ForceSuccession:
    """Record that one body took over from another on that day.

    The successor's chains carry the predecessor's findings, and from that day its people work on them.
    Raises NotAllowed, SucceededAlready, NoSuchSuccession.
    """
    access.require(by, Permission.MANAGE_REFERENCE)
    if ForceSuccession.objects.filter(predecessor=predecessor, successor=successor).exists():
        raise SucceededAlready(predecessor, successor)
    row = _create(predecessor=predecessor, successor=successor, on=on)
    _record(EventKind.FORCE_SUCCEEDED, row, by, now)
    return row


def _create(**facts: Any) -> ForceSuccession:
    try:
        with transaction.atomic():
            return ForceSuccession.objects.create(**facts)
    except IntegrityError as problem:
        diagnosis = getattr(problem.__cause__, "diag", None)
        words = WORDS.get(getattr(diagnosis, "constraint_name", None) or "")
        if words is None:
            raise
        raise NoSuchSuccession(words) from None


@transaction.atomic
def remove_succession(*, succession: ForceSuccession, by: User, now: datetime) -> None:
    """Take back a succession that was recorded by mistake. Raises NotAllowed, SuccessionInUse."""
    access.require(by, Permission.MANAGE_REFERENCE)
    links = FindingLink.objects.filter(
        predecessor__force__in=bodies_of(succession.predecessor_id),
        successor__force__in=answering_for(succession.successor_id, on=EVER),
    )
    if number := links.count():
        raise SuccessionInUse(number)
    _record(EventKind.FORCE_SUCCESSION_REMOVED, succession, by, now)
    succession.delete()


def _record(kind: EventKind, row: ForceSuccession, by: User, now: datetime) -> None:
    audit.record(
        kind,
        by=by,
        now=now,
        force=row.successor,
        predecessor_id=row.predecessor_id,
        predecessor=row.predecessor.name,
        on=row.on.isoformat(),
    )
