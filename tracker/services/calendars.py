"""The secret address of a person's calendar: made, made anew, revoked."""

import secrets
from datetime import datetime

from django.db import transaction

from accounts.models import User
from tracker.event_vocabulary import EventKind
from tracker.models import CalendarFeed
from tracker.selectors.calendars import hash_of
from tracker.services import audit


@transaction.atomic
def make(*, by: User, now: datetime) -> str:
    """Give the person a secret for a new address, shown this once. An earlier address stops working."""
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        person=by, defaults={"secret_sha256": hash_of(secret), "made_at": now}
    )
    audit.record(EventKind.CALENDAR_MADE, by=by, now=now)
    return secret


@transaction.atomic
def revoke(*, by: User, now: datetime) -> bool:
    """Let the address stop working. Whether there was one."""
    revoked, _ = CalendarFeed.objects.filter(person=by).delete()
    if revoked:
        audit.record(EventKind.CALENDAR_REVOKED, by=by, now=now)
    return bool(revoked)
