"""What waits for an inspector, and at which level of sign-off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from tracker.models import Review, SignOffLevel, Update
from tracker.models.visibility import Person, reach_of
from tracker.roles import Permission
from tracker.vocabulary import InspectorateStatus

MOST_LOOKED_THROUGH = 200  # for the next one that this person may sign


@dataclass(frozen=True)
class Level:
    """One level of sign-off; without `signers` every inspector signs there."""

    number: int
    name: str
    signers: frozenset[int] = frozenset()
    is_last: bool = True

    def may_be_signed_by(self, user: Person) -> bool:
        return not self.signers or user.pk in self.signers


ONLY_LEVEL = Level(1, "Inspector")


@dataclass(frozen=True)
class Waiting:
    """An update of the queue, the level it waits at, and why this person may not sign it, if so."""

    update: Update
    level: Level
    not_yours: str


def levels() -> Sequence[Level]:
    """The levels of sign-off, first to last; where none are kept as data, the only one. Two queries."""
    rows = list(SignOffLevel.objects.prefetch_related("signers").order_by("number"))
    found = [
        Level(row.number, row.name, frozenset(user.pk for user in row.signers.all()), row is rows[-1])
        for row in rows
    ]
    return found or [ONLY_LEVEL]


def level_after(signed: Iterable[Review], among: Sequence[Level]) -> Level:
    """The level that is next once these have signed.

    Where the levels above were taken away while the update waited, one more signature settles it.
    """
    done = max((review.level for review in signed), default=0)
    last_one = Level(done + 1, "Last sign-off")
    return next((level for level in among if level.number > done), last_one)


def queue(user: Person) -> "QuerySet[Update]":
    """The latest update of each finding under review that this person may review, oldest first.

    Each with its finding, force, question and sender. A newer update of a finding stands for the earlier
    ones, so a finding is there once.
    """
    waiting = Update.objects.within(reach_of(user, Permission.REVIEW)).filter(
        finding__inspectorate_status=InspectorateStatus.UNDER_REVIEW
    )
    newer = Update.objects.filter(finding=OuterRef("finding"), number__gt=OuterRef("number"))
    rows = waiting.filter(~Exists(newer)).order_by("submitted_at", "pk")
    return rows.select_related("finding__force", "finding__question", "submitted_by")


def waiting_at(rows: Iterable[Update], user: Person) -> Sequence[Waiting]:
    """The updates of the queue, each with its level. Three queries, however many."""
    updates, among = list(rows), levels()
    signed: dict[int, list[Review]] = {}
    for review in Review.objects.filter(update__in=updates).order_by("level"):
        signed.setdefault(review.update_id, []).append(review)
    return [_waiting(update, signed.get(update.pk, []), among, user) for update in updates]


def next_for(user: Person, *, after: Update) -> Update | None:
    """The oldest other update that waits for this person's signature, if there is one."""
    rows = waiting_at(queue(user).exclude(pk=after.pk)[:MOST_LOOKED_THROUGH], user)
    return next((row.update for row in rows if not row.not_yours), None)


def _waiting(update: Update, signed: Sequence[Review], among: Sequence[Level], user: Person) -> Waiting:
    level = level_after(signed, among)
    if update.submitted_by_id == user.pk:
        return Waiting(update, level, "You sent it")
    if user.pk in {review.reviewed_by_id for review in signed}:
        return Waiting(update, level, "You have signed it")
    return Waiting(update, level, "" if level.may_be_signed_by(user) else "Others sign here")
