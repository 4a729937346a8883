"""What HMICFRS decides on an update: enough, signed at each level of sign-off, or more evidence needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from govuk.dates import date_text
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.lifecycle import Step, next_status
from tracker.models import Finding, FindingLink, Review, Update
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.reviews import Level, level_after, levels
from tracker.selectors.states import State, digest_of, seen_of, state_of
from tracker.services import audit, findings
from tracker.services.guards import DateInPast, ReasonMissing, lock_finding
from tracker.vocabulary import ClosureReason, ReviewOutcome


class AlreadyReviewed(Conflict):
    """Somebody decided on this update before. `review` is theirs."""

    code = "already_reviewed"

    def __init__(self, review: Review) -> None:
        super().__init__(
            f"{review.reviewed_by} reviewed this update on {date_text(review.reviewed_at)}:"
            f" {review.get_outcome_display().lower()}."
        )
        self.review = review


class OwnUpdate(Refusal):
    """Nobody reviews what they sent."""

    code = "own_update"

    def __init__(self) -> None:
        super().__init__("You sent this update, so someone else has to review it.")


class NewerUpdate(Conflict):
    """The force has sent a later update, which stands for this one too. `newer` is that update."""

    code = "newer_update"

    def __init__(self, newer: Update) -> None:
        super().__init__(f"The force has sent update {newer.number} since. Review that one instead.")
        self.newer = newer


class NotYoursToSign(Refusal):
    """Someone signs one level of an update only, and only a level that is theirs."""

    code = "not_yours_to_sign"


class ChangedMeanwhile(Conflict):
    """What was shown is not what would be decided on."""

    code = "changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            "Something has changed since you opened this page: the evidence, the actions or the dates."
            " Look at it again, then save your decision."
        )


@dataclass(frozen=True)
class _Case:
    """An update locked for a decision at that level; `state` is what is decided on."""

    update: Update
    finding: Finding
    level: Level
    state: State


@transaction.atomic
def accept(
    *, update: Update, by: User, now: datetime, reason: str = "", close_as: ClosureReason | None = None,
    link: FindingLink | None = None, level: int | None = None, seen: str = "",
) -> Review:  # fmt: skip
    """Accept the update at the level of sign-off that is next.

    At the last level the finding is open again, or closed in the same breath with `close_as`
    (superseded by the successor of `link`); before it, the
    update waits on for the next level. `level` and `seen` (`states.seen_of`) are what the page showed.
    Raises NotAllowed, AlreadyReviewed, OwnUpdate, NotYoursToSign, NewerUpdate, ChangedMeanwhile,
    StepNotAllowed.
    """
    case = _lock_for_review(update, by, level, seen)
    note = reason.strip()
    if not case.level.is_last:
        return _sign(case, by, now, note)
    review = _decide(case, ReviewOutcome.ACCEPTED, Step.ACCEPT, by, now, note)
    _record(EventKind.UPDATE_ACCEPTED, case, by, now, note)
    if close_as:
        findings.close(finding=case.finding, reason=close_as, link=link, by=by, now=now, note=note)
    return review


@transaction.atomic
def return_to_force(
    *, update: Update, by: User, now: datetime, reason: str, more_by: date | None = None,
    level: int | None = None, seen: str = "",
) -> Review:  # fmt: skip
    """Ask the force for more evidence, by a day if one is given. It needs no further level of sign-off.

    Raises ReasonMissing, DateInPast, and what `accept` raises.
    """
    case = _lock_for_review(update, by, level, seen)
    note = reason.strip()
    if not note:
        raise ReasonMissing("Enter what evidence is missing")
    if more_by and more_by < timezone.localdate(now):
        raise DateInPast("The date for more evidence must be today or in the future")
    review = _decide(case, ReviewOutcome.MORE_EVIDENCE, Step.RETURN, by, now, note, more_by=more_by)
    day = more_by.isoformat() if more_by else None
    _record(EventKind.UPDATE_RETURNED, case, by, now, note, more_by=day)
    return review


def _lock_for_review(update: Update, by: User, level: int | None, seen: str) -> _Case:
    """The update's finding, locked, once nothing stands against a review of the update by this person."""
    access.require(by, Permission.REVIEW, force_id=update.finding.force_id)
    finding = lock_finding(update.finding)
    # The lock comes first: of two inspectors who press at once, the second one reads the first one's review.
    signed = list(update.reviews.select_related("reviewed_by").order_by("level"))
    pending = level_after(signed, levels())
    if signed and (signed[-1].is_final or level not in (None, pending.number)):
        raise AlreadyReviewed(signed[-1])
    _refuse_signature(update, signed, pending, by)
    newer = finding.updates.filter(number__gt=update.number).first()
    if newer:
        raise NewerUpdate(newer)
    state = state_of(update)
    if seen and seen != seen_of(state):
        raise ChangedMeanwhile
    return _Case(update, finding, pending, state)


def _refuse_signature(update: Update, signed: Sequence[Review], level: Level, by: User) -> None:
    if update.submitted_by_id == by.pk:
        raise OwnUpdate
    if by.pk in {review.reviewed_by_id for review in signed}:
        raise NotYoursToSign("You have signed this update already, so someone else signs the next level.")
    if not level.may_be_signed_by(by):
        raise NotYoursToSign(f"Only those named for it may sign at level {level.number}, {level.name}.")


def _sign(case: _Case, by: User, now: datetime, note: str) -> Review:
    review = _review(case, ReviewOutcome.ACCEPTED, by, now, note, is_final=False)
    _record(EventKind.UPDATE_SIGNED, case, by, now, note, level=case.level.number, level_name=case.level.name)
    return review


def _decide(
    case: _Case, outcome: ReviewOutcome, step: Step, by: User, now: datetime, reason: str, **more: Any
) -> Review:
    finding = case.finding
    finding.inspectorate_status = next_status(finding.inspectorate_status, step)
    finding.version = F("version") + 1
    finding.save(update_fields=["inspectorate_status", "version"])
    finding.refresh_from_db(fields=["version"])
    return _review(case, outcome, by, now, reason, **more)


def _review(case: _Case, outcome: ReviewOutcome, by: User, now: datetime, reason: str, **more: Any) -> Review:
    return Review.objects.create(
        update=case.update, finding=case.finding, submitted_by_id=case.update.submitted_by_id,
        outcome=outcome, reason=reason, reviewed_by=by, reviewed_at=now,
        level=case.level.number, level_name=case.level.name,
        state=case.state, state_sha256=digest_of(case.state), **more,
    )  # fmt: skip


def _record(kind: EventKind, case: _Case, by: User, now: datetime, reason: str, **more: Any) -> None:
    update = case.update
    audit.record(
        kind, by=by, now=now, finding=case.finding, update_id=update.pk, number=update.number,
        submitted_by=update.submitted_by_id, reason=reason, **more,
    )  # fmt: skip
