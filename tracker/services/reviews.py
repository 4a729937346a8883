"""What HMICFRS decides on an update: enough, or more evidence needed."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from govuk.dates import date_text
from tracker import access
from tracker.lifecycle import Step, next_status
from tracker.models import Finding, Review, Update
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.services import audit, findings
from tracker.services.guards import DateInPast, ReasonMissing, lock_finding
from tracker.vocabulary import ClosureReason, EventKind, ReviewOutcome


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


@transaction.atomic
def accept(
    *, update: Update, by: User, now: datetime, reason: str = "", close_as: ClosureReason | None = None
) -> Review:
    """Accept the update: the finding is open again, or closed in the same breath with `close_as`.

    Raises AlreadyReviewed, OwnUpdate, NewerUpdate, StepNotAllowed.
    """
    finding = _lock_for_review(update, by)
    note = reason.strip()
    review = _decide(finding, update, ReviewOutcome.ACCEPTED, Step.ACCEPT, by, now, note)
    audit.record(
        EventKind.UPDATE_ACCEPTED, by=by, now=now, finding=finding, update_id=update.pk, number=update.number,
        submitted_by=update.submitted_by_id, reason=note,
    )  # fmt: skip
    if close_as:
        findings.close(finding=finding, reason=close_as, by=by, now=now, note=note)
    return review


@transaction.atomic
def return_to_force(
    *, update: Update, by: User, now: datetime, reason: str, more_by: date | None = None
) -> Review:
    """Ask the force for more evidence, by a day if one is given.

    Raises ReasonMissing, DateInPast, AlreadyReviewed, OwnUpdate, NewerUpdate, StepNotAllowed.
    """
    finding = _lock_for_review(update, by)
    note = reason.strip()
    if not note:
        raise ReasonMissing("Enter what evidence is missing")
    if more_by and more_by < timezone.localdate(now):
        raise DateInPast("The date for more evidence must be today or in the future")
    review = _decide(
        finding, update, ReviewOutcome.MORE_EVIDENCE, Step.RETURN, by, now, note, more_by=more_by
    )
    audit.record(
        EventKind.UPDATE_RETURNED, by=by, now=now, finding=finding, update_id=update.pk, number=update.number,
        submitted_by=update.submitted_by_id, reason=note, more_by=more_by.isoformat() if more_by else None,
    )  # fmt: skip
    return review


def _lock_for_review(update: Update, by: User) -> Finding:
    """The update's finding, locked, once nothing stands against a review of the update by this person."""
    access.require(by, Permission.REVIEW, force_id=update.finding.force_id)
    finding = lock_finding(update.finding)
    # The lock comes first: of two inspectors who press at once, the second one reads the first one's review.
    earlier = update.reviews.select_related("reviewed_by").first()
    if earlier:
        raise AlreadyReviewed(earlier)
    if update.submitted_by_id == by.pk:
        raise OwnUpdate
    newer = finding.updates.filter(number__gt=update.number).first()
    if newer:
        raise NewerUpdate(newer)
    return finding


def _decide(
    finding: Finding, update: Update, outcome: ReviewOutcome, step: Step, by: User, now: datetime,
    reason: str, *, more_by: date | None = None,
) -> Review:  # fmt: skip
    finding.inspectorate_status = next_status(finding.inspectorate_status, step)
    finding.version = F("version") + 1
    finding.save(update_fields=["inspectorate_status", "version"])
    finding.refresh_from_db(fields=["version"])
    return Review.objects.create(
        update=update, finding=finding, submitted_by_id=update.submitted_by_id, outcome=outcome,
        reason=reason, more_by=more_by, reviewed_by=by, reviewed_at=now,
    )  # fmt: skip
