"""Reminders are written once, digests come as chosen, and a mail gives nothing of a finding away."""

import socket
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.db import IntegrityError, transaction

from tests import factories
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Digest, Reminder, ReminderChoice
from tracker.reminder_vocabulary import DigestRhythm, ReminderRule
from tracker.selectors.needs import needs_of
from tracker.services import digests, reminders
from tracker.vocabulary import MailState

NOW = datetime(2018, 6, 1, 9, 30, tzinfo=UTC)  # a Friday
MONDAY = NOW + timedelta(days=3)
TEXT = "The force should ensure that it flags the vulnerable people it has been told of."


@pytest.fixture
def overdue(cast):
    """Overdue since this day: it concerns the force's liaison officer."""
    return factories.finding(due_on=date(2018, 5, 31), last_update_at=NOW, text=TEXT)


def told():
    return list(Reminder.objects.values_list("rule", "day"))


# --- Writing ------------------------------------------------------------------------------------------


def test_written_again_is_written_once(cast, overdue):
    for minutes in (0, 15, 300):
        reminders.write(now=NOW + timedelta(minutes=minutes))
    assert told() == [("overdue", date(2018, 6, 1))]
    assert Digest.objects.count() == 1


def test_the_database_holds_one_for_each_rule_thing_day_and_person(cast, overdue):
    reminders.write(now=NOW)
    row = Reminder.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="reminder_once"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(("days", "expected"), [(6, 1), (7, 0)])
def test_a_day_missed_is_caught_up_with_for_a_week(cast, overdue, days, expected):
    reminders.write(now=NOW + timedelta(days=days))
    assert Reminder.objects.filter(rule=ReminderRule.OVERDUE).count() == expected


def test_a_date_long_past_is_on_the_list_and_in_no_reminder(cast):
    factories.finding(due_on=date(2017, 5, 31), last_update_at=NOW)
    reminders.write(now=NOW)
    assert (Reminder.objects.count(), len(needs_of(cast.liaison, on=NOW.date()))) == (0, 1)


def test_many_cost_as_many_statements_as_one(cast, overdue, django_assert_max_num_queries):
    for _ in range(30):
        factories.finding(due_on=date(2018, 5, 31), last_update_at=NOW, lead=cast.viewer)
    with django_assert_max_num_queries(25):
        reminders.write(now=NOW)
    assert Reminder.objects.count() == 61


# --- The digest ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rhythm", "at", "expected"),
    [
        (None, NOW, 1),
        (DigestRhythm.DAILY, NOW, 1),
        (DigestRhythm.WEEKLY, NOW, 0),
        (DigestRhythm.WEEKLY, MONDAY, 1),
        (DigestRhythm.NEVER, MONDAY, 0),
        (None, datetime(2018, 6, 1, 5, 59, tzinfo=UTC), 0),  # a minute to seven in London
        (None, datetime(2018, 6, 1, 6, 0, tzinfo=UTC), 1),
    ],
)
def test_the_digest_comes_as_chosen_from_seven_in_the_morning(cast, overdue, rhythm, at, expected):
    if rhythm:
        reminders.choose(digest=rhythm, by=cast.liaison, now=NOW)
    reminders.write(now=at)
    assert Digest.objects.count() == expected


def test_what_comes_later_on_a_day_waits_for_the_next(cast, overdue):
    reminders.write(now=NOW)
    factories.finding(due_on=date(2018, 5, 31), last_update_at=NOW)
    reminders.write(now=NOW + timedelta(hours=1))
    assert [digest.reminders.count() for digest in Digest.objects.all()] == [1]
    reminders.write(now=NOW + timedelta(days=1))
    assert Digest.objects.get(day=date(2018, 6, 2)).reminders.count() == 1


def test_without_anything_new_no_digest_comes(cast, overdue):
    for day in range(5):
        reminders.write(now=NOW + timedelta(days=day))
    assert Digest.objects.count() == 1


def test_choosing_is_recorded_once(cast):
    for _ in range(2):
        reminders.choose(digest=DigestRhythm.WEEKLY, by=cast.liaison, now=NOW)
    assert ReminderChoice.objects.get().digest == DigestRhythm.WEEKLY
    assert AuditEvent.objects.filter(kind=EventKind.DIGEST_CHOSEN, actor=cast.liaison).count() == 1


# --- The mail, by a server that really takes it -------------------------------------------------------


class Inbox(Message):
    def __init__(self):
        super().__init__()
        self.mails = []

    def prepare_message(self, session, envelope):
        return message_from_bytes(envelope.content, policy=default)

    def handle_message(self, message):
        self.mails.append(message)


@pytest.fixture
def inbox(settings):
    handler = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler.mails
    server.stop()


@pytest.fixture
def digest(cast, overdue):
    reminders.write(now=NOW)
    return Digest.objects.get()


def test_one_mail_with_counts_and_a_link_and_no_word_of_a_finding(digest, overdue, inbox, cast):
    assert digests.send(digest_id=digest.pk, now=NOW)
    assert not digests.send(digest_id=digest.pk, now=NOW)
    (mail,) = inbox
    body = mail.get_content()
    assert mail["Subject"] == "1 matter needs you"
    assert (mail["To"], mail["Message-ID"]) == (cast.liaison.email, f"<digest-{digest.pk}@tracker>")
    assert "/needs/" in body
    assert "1  Target date passed" in body
    assert TEXT not in body
    assert overdue.reference not in body


def test_nothing_is_sent_once_it_is_done(digest, overdue, inbox):
    overdue.due_on = date(2018, 9, 1)
    overdue.save()
    assert not digests.send(digest_id=digest.pk, now=NOW)
    digest.refresh_from_db()
    assert (inbox, digest.mail_state) == ([], MailState.NOT_WANTED)


def test_nothing_is_sent_to_who_has_left(digest, inbox, cast):
    cast.liaison.memberships.update(ends_on=date(2018, 5, 31))
    assert not digests.send(digest_id=digest.pk, now=NOW)
    assert inbox == []


def test_a_mail_server_that_is_away_is_tried_again(digest, settings, inbox):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert not digests.send(digest_id=digest.pk, now=NOW)
    settings.EMAIL_PORT = port
    assert not digests.send(digest_id=digest.pk, now=NOW)  # the lease still runs
    assert digests.send(digest_id=digest.pk, now=NOW + timedelta(minutes=6))
    assert len(inbox) == 1
