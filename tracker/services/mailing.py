"""How a row becomes a mail: claimed by one worker, tried so often, its end written down.

At least once: a worker killed between the mail server's "accepted" and our note of it sends it again under
the same Message-ID. A mail server that can't be reached costs a mail nothing: it waits. One that answers and
then does not take the mail is tried again when the lease has run out, a few times.
"""

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.db.models import F

from tracker.jobs import MAILING_LEASE
from tracker.models.mailed import Mailed, MailedQuerySet
from tracker.vocabulary import MailState

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
# How long a mail rests whose server was away; the sweeps wait for the server, not for the mails.
REST = timedelta(seconds=10)

Row = TypeVar("Row", bound=Mailed)


def deliver(
    rows: "MailedQuerySet[Row]", pk: int, *, now: datetime, message_of: Callable[[Row], EmailMessage | None]
) -> bool:
    """Send the row's mail, if nobody has or is about to. Whether a mail went out.

    `message_of` gives None where nobody wants it any more.
    """
    row = _claim(rows, pk, now)
    if row is None:
        return False
    if row.attempts > MOST_ATTEMPTS:  # the workers that tried it were lost, each of them
        _settle(row, MailState.FAILED)
        return False
    message = message_of(row)
    if message is None:
        _settle(row, MailState.NOT_WANTED)
        return False
    message.connection = server = get_connection()
    if not _is_open(server):
        return _put_back(row, now)
    with closing(server):
        return _send(row, message, now)


def server_is_away() -> bool:
    """Whether mails go out by a server that does not answer."""
    connection = get_connection()
    if not isinstance(connection, SmtpBackend):
        return False
    if is_away := not _is_open(connection):
        logger.warning("mail_server_away")
    connection.close()
    return is_away


def _is_open(connection: BaseEmailBackend) -> bool:
    try:
        connection.open()
    except OSError:  # what `smtplib` raises is one, too
        return False
    return True


def _send(row: Mailed, message: EmailMessage, now: datetime) -> bool:
    try:
        message.send()
    except OSError as problem:
        reason = type(problem).__name__  # its words may hold an address
        logger.warning("mail_failed", extra={"mail": f"{row._meta.model_name} {row.pk}", "reason": reason})
        if row.attempts >= MOST_ATTEMPTS:
            _settle(row, MailState.FAILED)
        return False
    _settle(row, MailState.SENT, sent_at=now)
    return True


def _put_back(row: Mailed, now: datetime) -> bool:
    rows = type(row)._default_manager.filter(pk=row.pk, mail_state=MailState.UNSENT)
    rows.update(attempts=F("attempts") - 1, lease_until=now + REST)
    return False


def _claim(rows: "MailedQuerySet[Row]", pk: int, now: datetime) -> Row | None:
    everything: Any = rows.model._default_manager.all()
    free = everything.waiting_to_be_sent(now=now).filter(pk=pk)
    taken = free.update(lease_until=now + MAILING_LEASE, attempts=F("attempts") + 1)
    return rows.get(pk=pk) if taken else None


def _settle(row: Mailed, state: MailState, *, sent_at: datetime | None = None) -> None:
    """Write how the mail's way ended."""
    rows = type(row)._default_manager.filter(pk=row.pk, mail_state=MailState.UNSENT)
    rows.update(mail_state=state, sent_at=sent_at, lease_until=None)
