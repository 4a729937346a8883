"""Mails that were given up. Sending them is `notifications`' work, which the audit trail itself rings for."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from tracker import access, jobs
from tracker.event_vocabulary import EventKind
from tracker.models import Digest, Notification
from tracker.models.mailed import Mailed
from tracker.refusals import Conflict
from tracker.roles import Permission
from tracker.services import audit
from tracker.vocabulary import MailState


class NothingToSendAgain(Conflict):
    code = "nothing_to_send_again"


@transaction.atomic
def retry(*, notification: Notification, by: User, now: datetime) -> Notification:
    """Have a mail that was given up tried again, as often as a new one.

    Raises NotAllowed, NothingToSendAgain.
    """
    access.require(by, Permission.DECIDE_REPORT)
    notification = Notification.objects.select_for_update().get(pk=notification.pk)
    _free(notification, now)
    audit.record(
        EventKind.MAIL_RETRIED,
        by=by,
        now=now,
        finding=notification.event.finding,
        notification_id=notification.pk,
    )
    jobs.enqueue(jobs.SEND_NOTIFICATION, notification_id=notification.pk)
    return notification


@transaction.atomic
def retry_digest(*, digest: Digest, by: User, now: datetime) -> Digest:
    """As `retry`, of a digest. Raises NotAllowed, NothingToSendAgain."""
    access.require(by, Permission.DECIDE_REPORT)
    digest = Digest.objects.select_for_update().get(pk=digest.pk)
    _free(digest, now)
    audit.record(EventKind.MAIL_RETRIED, by=by, now=now, digest_id=digest.pk)
    jobs.enqueue(jobs.SEND_DIGEST, digest_id=digest.pk)
    return digest


def _free(mail: Mailed, now: datetime) -> None:
    """Let a worker take it from now on: a mail of last week would look stuck as soon as it waits again."""
    if mail.mail_state != MailState.FAILED:
        state = mail.get_mail_state_display().lower()
        raise NothingToSendAgain(f"This mail was not given up, so it is not tried again. It is {state}.")
    mail.mail_state, mail.attempts, mail.lease_until = MailState.UNSENT, 0, now
    mail.save(update_fields=["mail_state", "attempts", "lease_until"])
