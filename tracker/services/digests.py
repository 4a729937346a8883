"""The digest: one mail a day or a week, only if something new needs the person, with a link and counts."""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tracker import jobs
from tracker.models import Digest, Reminder
from tracker.models.reminders import ABOUT
from tracker.reminder_vocabulary import DigestRhythm
from tracker.selectors.needs import counts_of, needs_of
from tracker.services import mailing

FROM = time(7)  # in Europe/London; nobody needs it at midnight
MONDAY = 0
# A reminder that no digest has told of by then is told by none: the person wanted none meanwhile.
OLDEST = timedelta(days=14)
SWEEP_AT_ONCE = 200


@transaction.atomic
def gather(*, now: datetime) -> int:
    """Make today's digest for each person with reminders that no mail has told of. How many people.

    Nobody gets two on a day; before seven in the morning nobody gets one. Three statements.
    """
    local = timezone.localtime(now)
    if local.time() < FROM:
        return 0
    people = list(_untold(now).order_by("person").values_list("person", flat=True).distinct())
    rows = [Digest(person_id=pk, day=local.date(), created_at=now) for pk in people]
    Digest.objects.bulk_create(rows, ignore_conflicts=True)
    todays = Digest.objects.filter(person=OuterRef("person"), day=local.date(), created_at=now)
    _recent(now).filter(person__in=people).update(digest=Subquery(todays.values("pk")[:1]))
    if people:
        jobs.enqueue(jobs.SWEEP_DIGESTS)
    return len(people)


def _untold(now: datetime) -> "QuerySet[Reminder]":
    """Reminders in no digest yet, of people whose day it is and who have had none today."""
    today = timezone.localdate(now)
    had_one = Digest.objects.filter(person=OuterRef("person"), day=today)
    wanted = [DigestRhythm.DAILY]
    if today.weekday() == MONDAY:
        wanted.append(DigestRhythm.WEEKLY)
    rhythm = Coalesce("person__reminder_choice__digest", Value(DigestRhythm.DAILY))
    return _recent(now).annotate(rhythm=rhythm).filter(~Exists(had_one), rhythm__in=wanted)


def _recent(now: datetime) -> "QuerySet[Reminder]":
    """Reminders in no digest yet, and not too old to be told."""
    oldest = timezone.localdate(now) - OLDEST
    return Reminder.objects.filter(digest__isnull=True, day__gt=oldest, person__is_active=True)


def send(*, digest_id: int, now: datetime) -> bool:
    """Mail one digest, if nobody has or is about to and it still tells of something. Whether it went."""
    rows = Digest.objects.select_related("person")
    return mailing.deliver(rows, digest_id, now=now, message_of=lambda digest: _message_of(digest, now=now))


def sweep(*, now: datetime) -> int:
    """Ring for all digests that wait or whose sender was lost. How many."""
    waiting = Digest.objects.waiting_to_be_sent(now=now).values_list("pk", flat=True)[:SWEEP_AT_ONCE]
    if not waiting or mailing.server_is_away():
        return 0
    for pk in waiting:
        jobs.enqueue(jobs.SEND_DIGEST, digest_id=pk)
    return len(waiting)


def _message_of(digest: Digest, *, now: datetime) -> EmailMessage | None:
    """None if nothing that the digest was made for needs the person any more, or they have left."""
    person: User = digest.person
    matters = needs_of(person, on=timezone.localdate(now))
    told = digest.reminders.values_list("rule", *ABOUT)
    new = set(told) & {matter.thing for matter in matters}
    if not new:
        return None
    return EmailMessage(
        subject=_subject(len(matters)),
        body=render_to_string("emails/digest.txt", _context(person, matters, new)),
        to=[person.email],
        headers={"Message-ID": f"<digest-{digest.pk}@tracker>", "Auto-Submitted": "auto-generated"},
    )


def _context(person: User, matters: list[Any], new: set[Any]) -> dict[str, object]:
    return {
        "person": person,
        "counts": [(number, rule.label) for rule, number in counts_of(matters).items()],
        "total": len(matters),
        "new": len(new),
        "address": settings.SITE_URL + reverse("need-list"),
        "settings_address": settings.SITE_URL + reverse("reminder-settings"),
    }


def _subject(number: int) -> str:
    return "1 matter needs you" if number == 1 else f"{number} matters need you"
