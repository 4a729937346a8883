"""Actions: the steps of a force's plan for a finding, added one by one, ordered, and done."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Action, Finding
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.people import people_of
from tracker.services import audit
from tracker.services.guards import lock_open_finding

LONGEST_WHAT = 500
LONGEST_NAME = 120
MOST = 50  # a plan that nobody can overlook is no plan


class ActionNotSaid(Refusal):
    """What is to be done is missing or too long."""

    code = "action_missing"


class OwnerNotClear(Refusal):
    """An action has one owner: a user of the force, or a name with or without a role."""

    code = "owner_not_clear"


class TooManyActions(Conflict):
    code = "too_many_actions"

    def __init__(self) -> None:
        super().__init__(f"A finding can have {MOST} actions. Remove one that is not needed first.")


class ActionGone(Conflict):
    code = "action_gone"

    def __init__(self) -> None:
        super().__init__("Someone has removed this action meanwhile.")


class DoneInFuture(Refusal):
    code = "done_in_future"

    def __init__(self) -> None:
        super().__init__("The day it was done must be today or in the past")


@transaction.atomic
def add(
    *,
    finding: Finding,
    by: User,
    now: datetime,
    what: str,
    owner: User | None = None,
    owner_name: str = "",
    owner_role: str = "",
    due_on: date | None = None,
) -> Action:
    """Put an action at the end of the finding's list.

    Raises NotAllowed, FindingClosed, ActionNotSaid, OwnerNotClear, TooManyActions.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    locked = lock_open_finding(finding)
    last = locked.actions.order_by("-position").values_list("position", flat=True).first() or 0
    if locked.actions.count() >= MOST:
        raise TooManyActions
    action = Action(
        finding=locked,
        position=last + 1,
        created_by=by,
        created_at=now,
        due_on=due_on,
    )
    _say(action, what, owner, owner_name, owner_role, by)
    action.save()
    _record(EventKind.ACTION_ADDED, action, by, now, **_facts(action))
    return action


@transaction.atomic
def change(
    *,
    action: Action,
    by: User,
    now: datetime,
    what: str,
    owner: User | None = None,
    owner_name: str = "",
    owner_role: str = "",
    due_on: date | None = None,
) -> Action:
    """Say it anew; what it said before stays in the audit event. Nothing new: nothing is recorded.

    Raises NotAllowed, FindingClosed, ActionGone, ActionNotSaid, OwnerNotClear.
    """
    locked = _locked(action, by)
    before = _facts(locked)
    _say(locked, what, owner, owner_name, owner_role, by)
    locked.due_on = due_on
    after = _facts(locked)
    if after != before:
        locked.save()
        _record(EventKind.ACTION_CHANGED, locked, by, now, **after, before=before)
    return locked


@transaction.atomic
def set_done(*, action: Action, done_on: date | None, by: User, now: datetime) -> Action:
    """Mark it as done on that day; without a day, as not done after all.

    Raises NotAllowed, FindingClosed, ActionGone, DoneInFuture.
    """
    locked = _locked(action, by)
    if done_on and done_on > timezone.localdate(now):
        raise DoneInFuture
    if locked.done_on != done_on:
        locked.done_on = done_on
        locked.save(update_fields=["done_on"])
        kind = EventKind.ACTION_DONE if done_on else EventKind.ACTION_NOT_DONE
        _record(kind, locked, by, now, done_on=done_on.isoformat() if done_on else None)
    return locked


@transaction.atomic
def move(*, action: Action, up: bool, by: User, now: datetime) -> None:
    """Change places with the one before it, or after it; at the end of the list nothing happens.

    Raises NotAllowed, FindingClosed, ActionGone.
    """
    locked = _locked(action, by)
    rows = list(locked.finding.actions.order_by("position", "pk"))
    place = rows.index(locked)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, 1):
        row.position = position
    Action.objects.bulk_update(rows, ["position"])
    _record(EventKind.ACTION_MOVED, locked, by, now, position=other + 1)


@transaction.atomic
def remove(*, action: Action, by: User, now: datetime) -> None:
    """Take it off the list; what it said stays in the audit event.

    Raises NotAllowed, FindingClosed, ActionGone.
    """
    locked = _locked(action, by)
    _record(EventKind.ACTION_REMOVED, locked, by, now, **_facts(locked))
    locked.delete()


def _locked(action: Action, by: User) -> Action:
    finding = action.finding
    access.require(by, Permission.SUBMIT_UPDATE, force_id=finding.force_id)
    lock_open_finding(finding)
    locked = Action.objects.select_for_update(of=("self",)).select_related("finding").filter(pk=action.pk)
    found = locked.first()
    if found is None:
        raise ActionGone
    return found


def _say(action: Action, what: str, owner: User | None, name: str, role: str, by: User) -> None:
    text, name, role = what.strip(), name.strip(), role.strip()
    if not text:
        raise ActionNotSaid("Enter what will be done")
    if len(text) > LONGEST_WHAT:
        raise ActionNotSaid(f"What will be done must be {LONGEST_WHAT} characters or fewer")
    _refuse_unclear_owner(action, owner, name, role, by)
    action.what, action.owner = text, owner
    action.owner_name, action.owner_role = name, role if name else ""


def _refuse_unclear_owner(action: Action, owner: User | None, name: str, role: str, by: User) -> None:
    if not owner and not name:
        raise OwnerNotClear("Select who will do it, or enter a name")
    if owner and name:
        raise OwnerNotClear("Select a person or enter a name, not both")
    if max(len(name), len(role)) > LONGEST_NAME:
        raise OwnerNotClear(f"Names and roles must be {LONGEST_NAME} characters or fewer")
    # Who owned it already may have left the force: that alone does not stop a change of something else.
    if owner and owner.pk != action.owner_id and not people_of(action.finding).filter(pk=owner.pk).exists():
        raise OwnerNotClear(f"{owner.name} does not work on this force’s findings")


def _facts(action: Action) -> dict[str, Any]:
    return {
        "what": action.what,
        "owner_id": action.owner_id,
        "owner": action.owner_text,
        "due_on": action.due_on.isoformat() if action.due_on else None,
    }


def _record(kind: EventKind, action: Action, by: User, now: datetime, **data: Any) -> None:
    facts = {"action_id": action.pk, "what": action.what, **data}
    audit.record(kind, by=by, now=now, finding=action.finding, **facts)
