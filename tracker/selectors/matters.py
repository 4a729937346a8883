"""What a rule of reminders finds: a matter, since when it stands, and the stages of a date."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from tracker.reminder_vocabulary import ReminderRule
from tracker.roles import Permission, Role, Scope

AHEAD = (30, 7, 1)  # days before a date on which it is reminded of; and the day after it

Forces = frozenset[int] | None  # None: all forces


@dataclass(frozen=True)
class Matter:
    """One thing that needs someone since `day`; `due_on` is the date it is about, where it has one.

    `named` are people whom it concerns by name. `actor` is the person whose own deed it follows from: nobody
    is reminded of what they did themselves.
    """

    rule: ReminderRule
    force_id: int
    day: date
    due_on: date | None = None
    finding_id: int | None = None
    check_id: int | None = None
    round_id: int | None = None
    enquiry_id: int | None = None
    report_id: int | None = None
    named: frozenset[int] = frozenset()
    actor: int | None = None

    @property
    def key(self) -> int:
        """The id of what it is about; unique among those of its rule."""
        ids = (self.round_id, self.enquiry_id, self.finding_id, self.check_id, self.report_id)
        return next(filter(None, ids), 0)

    @property
    def thing(self) -> tuple[Any, ...]:
        """What it is about, whatever the day: a matter keeps it from one reminder to the next."""
        about = (self.finding_id, self.check_id, self.round_id, self.enquiry_id, self.report_id)
        return (self.rule, *about)


@dataclass(frozen=True)
class Rule:
    """`roles` of the matter's force are concerned; roles that are of no force, for every force.

    Those named in a matter are concerned while a role of `named_scope` gives them `named_may`.
    """

    matters: Callable[[date, Forces], Iterable[Matter]]
    roles: frozenset[Role]
    named_may: Permission | None = None
    named_scope: Scope = Scope.OWN_FORCE


def stage(due_on: date, *, on: date, since: date, ahead: Iterable[int] = AHEAD) -> date:
    """The latest day up to `on` on which a date is reminded of: so many days ahead, or the day after it.

    Not before `since`, the day from which the matter stood.
    """
    days = [due_on - timedelta(days=days) for days in ahead] + [due_on + timedelta(days=1)]
    return max([since, *(day for day in days if since < day <= on)])


def repeated(first: date, every: int, *, on: date) -> date:
    """The latest of `first` and each so many days after it, up to `on`."""
    return first + timedelta(days=(on - first).days // every * every)


def names(*people: int | None) -> frozenset[int]:
    return frozenset(pk for pk in people if pk)


def day_of(moment: datetime) -> date:
    return timezone.localdate(moment)
