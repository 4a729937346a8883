"""The calendar at a secret address: references only, the person's own, until it is revoked."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from config.logs import without_query
from tests import factories
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, CalendarFeed

TODAY = timezone.localdate()
TEXT = "The force should ensure that it flags the vulnerable people it has been told of."


@pytest.fixture
def address(cast, client):
    """The path of the liaison officer's calendar; the browser is signed out again."""
    client.force_login(cast.liaison)
    page = client.post("/needs/calendar/make/").content.decode()
    client.logout()
    return re.search(r"https?://[^/]+(/calendar/[\w-]+\.ics)", page).group(1)


def entries(answer):
    return {str(entry["summary"]): entry for entry in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_it_holds_dates_and_references_and_no_word_of_a_finding(cast, client, address):
    soon, passed = TODAY + timedelta(days=200), TODAY - timedelta(days=3)
    far, late = factories.finding(due_on=soon, text=TEXT), factories.finding(force_due_on=passed)
    factories.finding("hertfordshire", due_on=soon)
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar"
    assert "no-store" in answer["Cache-Control"]
    found = entries(answer)
    assert {name: entry["dtstart"].dt for name, entry in found.items()} == {
        f"Target date: {far}": soon, f"Target date: {late}": passed,
    }  # fmt: skip
    assert b"vulnerable" not in answer.content


def test_a_new_address_ends_the_old_one(cast, client, address):
    client.force_login(cast.liaison)
    client.post("/needs/calendar/make/")
    client.logout()
    assert client.get(address).status_code == 404
    assert CalendarFeed.objects.count() == 1


def test_revoked_it_answers_nobody(cast, client, address):
    assert client.get(address).status_code == 200
    client.force_login(cast.liaison)
    client.post("/needs/calendar/revoke/")
    assert client.get(address).status_code == 404
    kinds = AuditEvent.objects.filter(actor=cast.liaison).values_list("kind", flat=True)
    assert {EventKind.CALENDAR_MADE, EventKind.CALENDAR_REVOKED} <= set(kinds)


def test_who_has_left_the_force_has_no_dates_in_it(cast, client, address):
    factories.finding(due_on=TODAY)
    cast.liaison.memberships.update(ends_on=TODAY - timedelta(days=1))
    assert entries(client.get(address)) == {}


def test_who_can_not_sign_in_has_no_calendar(cast, client, address):
    cast.liaison.is_active = False
    cast.liaison.save()
    assert client.get(address).status_code == 404


def test_the_secret_is_kept_nowhere(cast, client, address):
    secret = address.removeprefix("/calendar/").removesuffix(".ics")
    assert CalendarFeed.objects.get().secret_sha256 != secret
    logged = without_query(None, "info", {"request": f"GET {address}"})
    assert secret not in logged["request"]
