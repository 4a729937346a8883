"""Trying again a mail that was given up."""

import pytest
from django.core import mail as outbox

from tests import factories
from tests.factories import NOW
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Notification
from tracker.services import audit, mails, notifications
from tracker.vocabulary import MailState


@pytest.fixture
def given_up(cast) -> Notification:
    audit.record(EventKind.UPDATE_RETURNED, by=cast.inspector, now=NOW, finding=factories.finding())
    Notification.objects.update(mail_state=MailState.FAILED, attempts=notifications.MOST_ATTEMPTS)
    return Notification.objects.get()


def test_it_is_sent_after_all(cast, given_up):
    mails.retry(notification=given_up, by=cast.editor, now=NOW)
    assert notifications.send(notification_id=given_up.pk, now=NOW + notifications.LEASE)
    assert [message.to for message in outbox.outbox] == [[given_up.recipient.email]]


def test_it_has_as_many_tries_as_a_new_one_and_one_event_tells_who_asked(cast, given_up):
    mails.retry(notification=given_up, by=cast.editor, now=NOW)
    given_up.refresh_from_db()
    assert (given_up.mail_state, given_up.attempts) == (MailState.UNSENT, 0)
    event = AuditEvent.objects.get(kind=EventKind.MAIL_RETRIED)
    assert (event.actor, event.finding) == (cast.editor, given_up.event.finding)


@pytest.mark.parametrize("state", [MailState.UNSENT, MailState.SENT, MailState.NOT_WANTED])
def test_a_mail_that_was_not_given_up_is_refused(cast, given_up, state):
    sent_at = NOW if state == MailState.SENT else None
    Notification.objects.filter(pk=given_up.pk).update(mail_state=state, sent_at=sent_at)
    with pytest.raises(mails.NothingToSendAgain, match="not given up"):
        mails.retry(notification=given_up, by=cast.editor, now=NOW)
    assert not AuditEvent.objects.filter(kind=EventKind.MAIL_RETRIED).exists()


@pytest.mark.parametrize("who", ["liaison", "stranger", "administrator", "nobody"])
def test_others_may_not(cast, given_up, who):
    with pytest.raises(access.NotAllowed):
        mails.retry(notification=given_up, by=getattr(cast, who), now=NOW)
