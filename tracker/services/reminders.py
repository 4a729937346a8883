"""Reminders: written each day for what has come to need someone, and how often each person wants to hear."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from tracker.event_vocabulary import EventKind
from tracker.models import Reminder, ReminderChoice
from tracker.reminder_vocabulary import DigestRhythm
from tracker.selectors.needs import Need, all_needs
from tracker.services import audit, digests

# What began to need someone longer ago is on their page, and no mail tells of it: a report read in late, or a
# service that stood still, must not mail of dates long past.
WINDOW = timedelta(days=7)


@transaction.atomic
def write(*, now: datetime) -> int:
    """Write a reminder for each matter that began to need a person today or in the last week, once.

    Then the digests that are due (`digests.gather`). Running it again writes nothing twice: the database
    holds one row for each rule, thing, day and person. Returns how many matters were looked at.
    """
    on = timezone.localdate(now)
    fresh = [need for need in all_needs(on=on) if on - WINDOW < need.matter.day <= on]
    Reminder.objects.bulk_create((_row(need, now) for need in fresh), ignore_conflicts=True)
    digests.gather(now=now)
    return len(fresh)


@transaction.atomic
def choose(*, digest: DigestRhythm, by: User, now: datetime) -> ReminderChoice:
    """Say how often the digest shall come. Choosing the same again changes nothing."""
    choice, made = ReminderChoice.objects.select_for_update().get_or_create(
        person=by, defaults={"digest": digest, "chosen_at": now}
    )
    if not made and choice.digest == digest:
        return choice
    choice.digest, choice.chosen_at = digest, now
    choice.save(update_fields=["digest", "chosen_at"])
    audit.record(EventKind.DIGEST_CHOSEN, by=by, now=now, digest=digest)
    return choice


def _row(need: Need, now: datetime) -> Reminder:
    matter = need.matter
    return Reminder(
        rule=matter.rule,
        person_id=need.person_id,
        day=matter.day,
        force_id=matter.force_id,
        finding_id=matter.finding_id,
        factual_check_id=matter.check_id,
        update_round_id=matter.round_id,
        enquiry_id=matter.enquiry_id,
        report_id=matter.report_id,
        created_at=now,
    )
