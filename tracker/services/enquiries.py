"""Questions about a finding: asked by HMICFRS with a day, answered by the force, closed by HMICFRS."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Enquiry, EnquiryMessage, Finding
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.selectors.enquiries import may_be_mentioned
from tracker.services import audit
from tracker.services.guards import DateInPast, lock_open_finding
from tracker.vocabulary import EnquirySide, EnquiryState

LONGEST_SUBJECT = 120
LONGEST_TEXT = 2_000
MOST_MENTIONED = 20


class NothingWritten(Refusal):
    code = "nothing_written"


class TooLong(Refusal):
    code = "too_long"


class NotToBeMentioned(Refusal):
    """Somebody was named who does not see the finding's workspace."""

    code = "not_to_be_mentioned"

    def __init__(self) -> None:
        super().__init__("You can only mention people who may see this finding: choose them from the list.")


class NotPublishedYet(Refusal):
    """The force does not know of the finding yet."""

    code = "not_published_yet"

    def __init__(self) -> None:
        super().__init__("The force does not know of this finding before its publication day. Ask after it.")


class EnquiryClosed(Conflict):
    """HMICFRS has closed the question."""

    code = "enquiry_closed"

    def __init__(self, enquiry: Enquiry) -> None:
        super().__init__(f"{enquiry.closed_by} has closed this question, so nothing more is written to it.")


@transaction.atomic
def ask(
    *, finding: Finding, subject: str, text: str, answer_by: date, by: User, now: datetime,
    mentioned: Collection[int] = (),
) -> Enquiry:  # fmt: skip
    """Ask the force about the finding, to be answered by a day; `mentioned` are ids of people to tell, too.

    Raises NotAllowed, FindingClosed, NotPublishedYet, NothingWritten, TooLong, DateInPast, NotToBeMentioned.
    """
    access.require(by, Permission.ASK_ENQUIRY, force_id=finding.force_id)
    locked = lock_open_finding(finding)
    if locked.public_from is None or locked.public_from > timezone.localdate(now):
        raise NotPublishedYet
    enquiry = Enquiry(
        finding=locked, subject=_within(subject, LONGEST_SUBJECT, "subject"), asked_by=by, asked_at=now,
        answer_by=_still_to_come(answer_by, now),
    )  # fmt: skip
    question = _within(text, LONGEST_TEXT, "question")
    enquiry.save()
    _write(enquiry, EventKind.ENQUIRY_ASKED, question, by, now, mentioned, answer_by=answer_by)
    return enquiry


@transaction.atomic
def ask_again(
    *, enquiry: Enquiry, text: str, answer_by: date, by: User, now: datetime, mentioned: Collection[int] = ()
) -> EnquiryMessage:
    """Ask on, with a day for the answer. Raises NotAllowed, EnquiryClosed, and what `ask` raises."""
    locked = _lock(enquiry, by, Permission.ASK_ENQUIRY)
    locked.state, locked.answer_by = EnquiryState.WAITING, _still_to_come(answer_by, now)
    question = _within(text, LONGEST_TEXT, "question")
    locked.save(update_fields=["state", "answer_by"])
    return _write(
        locked, EventKind.ENQUIRY_ASKED, question, by, now, mentioned, answer_by=answer_by, again=True
    )


@transaction.atomic
def answer(
    *, enquiry: Enquiry, text: str, by: User, now: datetime, mentioned: Collection[int] = ()
) -> EnquiryMessage:
    """Answer for the force; a second answer adds to the first.

    Raises NotAllowed, EnquiryClosed, NothingWritten, TooLong, NotToBeMentioned.
    """
    locked = _lock(enquiry, by, Permission.ANSWER_ENQUIRY)
    said = _within(text, LONGEST_TEXT, "answer")
    locked.state = EnquiryState.ANSWERED
    locked.save(update_fields=["state"])
    return _write(locked, EventKind.ENQUIRY_ANSWERED, said, by, now, mentioned)


@transaction.atomic
def close(*, enquiry: Enquiry, by: User, now: datetime) -> Enquiry:
    """HMICFRS has its answer, or does not want one any more. Raises NotAllowed, EnquiryClosed."""
    locked = _lock(enquiry, by, Permission.ASK_ENQUIRY)
    was, locked.state = locked.state, EnquiryState.CLOSED
    locked.closed_by, locked.closed_at = by, now
    locked.save(update_fields=["state", "closed_by", "closed_at"])
    _record(locked, EventKind.ENQUIRY_CLOSED, by, now, was=was)
    return locked


def _lock(enquiry: Enquiry, by: User, permission: Permission) -> Enquiry:
    rows = Enquiry.objects.select_related("finding", "closed_by")
    locked = rows.select_for_update(of=("self",)).get(pk=enquiry.pk)
    access.require(by, permission, force_id=locked.finding.force_id)
    if locked.is_closed:
        raise EnquiryClosed(locked)
    return locked


def _write(
    enquiry: Enquiry, kind: EventKind, text: str, by: User, now: datetime, mentioned: Collection[int],
    *, answer_by: date | None = None, again: bool = False,
) -> EnquiryMessage:  # fmt: skip
    people = _who_may_see(enquiry.finding, mentioned)
    side = EnquirySide.HMICFRS if answer_by else EnquirySide.FORCE
    message = EnquiryMessage.objects.create(
        enquiry=enquiry, side=side, text=text, answer_by=answer_by, written_by=by, written_at=now
    )
    message.mentioned.set(people)
    day = answer_by.isoformat() if answer_by else None
    _record(enquiry, kind, by, now, message_id=message.pk, mentioned=people, answer_by=day, again=again)
    return message


def _record(enquiry: Enquiry, kind: EventKind, by: User, now: datetime, **more: Any) -> None:
    about: dict[str, Any] = {"enquiry_id": enquiry.pk, "subject": enquiry.subject}
    about["asked_by"] = enquiry.asked_by_id
    audit.record(kind, by=by, now=now, finding=enquiry.finding, **about, **more)


def _who_may_see(finding: Finding, mentioned: Collection[int]) -> list[int]:
    chosen = sorted(set(mentioned))
    if len(chosen) > MOST_MENTIONED:
        raise TooLong(f"Mention no more than {MOST_MENTIONED} people.")
    if chosen and not {pk for pk, _ in may_be_mentioned(finding)}.issuperset(chosen):
        raise NotToBeMentioned
    return chosen


def _within(text: str, most: int, what: str) -> str:
    words = text.strip()
    if not words:
        raise NothingWritten(f"Enter your {what}")
    if len(words) > most:
        raise TooLong(f"Your {what} must be {most:,} characters or fewer")
    return words


def _still_to_come(day: date, now: datetime) -> date:
    if day < timezone.localdate(now):
        raise DateInPast("The day for the answer must be today or in the future")
    return day
