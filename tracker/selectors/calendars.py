"""A person's dates as an iCalendar file: references and addresses only, as others may see the calendar."""

import hashlib
from datetime import date, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event

from accounts.models import User
from tracker.models import CalendarFeed
from tracker.reminder_vocabulary import ReminderRule
from tracker.selectors.matters import Matter
from tracker.selectors.needs import address_of, dates_of, references_of

# One word for a date before and after it has passed: an entry keeps its name in the calendar.
NAMES: dict[ReminderRule, str] = {
    ReminderRule.OVERDUE: "Target date",
    ReminderRule.TARGET_DATE: "Target date",
    ReminderRule.MORE_EVIDENCE: "More evidence due",
    ReminderRule.ENQUIRY: "Answer due",
    ReminderRule.ROUND: "Update round ends",
    ReminderRule.DUTY: "56 days end",
    ReminderRule.COMMENTS: "56 days end: chief officer’s comments",
    ReminderRule.FACTUAL_CHECK: "Factual check ends",
}


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def owner_of(secret: str) -> User | None:
    """Whose calendar stands at that secret address; nobody's once it was revoked or the person has left."""
    feed = CalendarFeed.objects.filter(secret_sha256=hash_of(secret), person__is_active=True)
    found = feed.select_related("person").first()
    return found.person if found else None


def calendar_of(person: User, *, on: date, now: datetime) -> bytes:
    """An all-day entry for each date that concerns the person."""
    calendar = Calendar()
    calendar.add("prodid", "-//Police inspection findings tracker//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Inspection findings")
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    matters = dates_of(person, on=on)
    for matter, reference in zip(matters, references_of(matters), strict=True):
        calendar.add_component(_entry(matter, reference, now))
    feed: bytes = calendar.to_ical()
    return feed


def _entry(matter: Matter, reference: str, now: datetime) -> Event:
    name = NAMES[matter.rule]
    entry = Event()
    entry.add("uid", f"{name.lower().replace(' ', '-')}-{matter.key}@tracker")
    entry.add("dtstamp", now)
    entry.add("dtstart", matter.due_on)
    entry.add("dtend", (matter.due_on or now.date()) + timedelta(days=1))
    entry.add("summary", f"{name}: {reference}" if reference else name)
    entry.add("url", settings.SITE_URL + address_of(matter, reference))
    entry.add("transp", "TRANSPARENT")
    return entry
