"""Who is told of an event: derived from the audit trail, never the one who acted; mail with a link only."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from accounts.models import User
from tracker import access, jobs
from tracker.models import AuditEvent, Notification
from tracker.models.visibility import reach_inside
from tracker.selectors.notifications import address_of, headline
from tracker.selectors.recipients import recipients_of
from tracker.services import mailing

LEASE = jobs.MAILING_LEASE
MOST_ATTEMPTS = mailing.MOST_ATTEMPTS
SWEEP_AT_ONCE = 200


def derive(event: AuditEvent) -> None:
    """Write a notification for each person who should hear of the event, once, and ring for their mails."""
    people = list(recipients_of(event))
    if not people:
        return
    Notification.objects.bulk_create(
        Notification(event=event, recipient_id=pk, created_at=event.at) for pk in people
    )
    # Once for all of them: with the broker down each ring would keep the person who acted waiting.
    jobs.enqueue(jobs.SWEEP_NOTIFICATIONS, event_id=event.pk)


@transaction.atomic
def mark_read(*, notification: Notification, by: User, now: datetime) -> Notification:
    """Note when the person first read it. Raises NotVisible for anyone else's."""
    if notification.recipient_id != by.pk:
        raise access.NotVisible
    Notification.objects.filter(pk=notification.pk).unread().update(read_at=now)
    notification.refresh_from_db(fields=["read_at"])
    return notification


@transaction.atomic
def mark_all_read(*, by: User, now: datetime) -> int:
    """As `mark_read` for all of the person's unread ones; how many there were."""
    return Notification.objects.visible_to(by).unread().update(read_at=now)


def send(*, notification_id: int, now: datetime) -> bool:
    """Mail one notification, if nobody has or is about to. Whether a mail went out."""
    about = ("recipient", "event__finding", "event__force", "event__actor")
    rows = Notification.objects.select_related(*about)
    return mailing.deliver(rows, notification_id, now=now, message_of=_message_if_it_concerns)


def sweep(*, now: datetime, event_id: int | None = None) -> int:
    """Ring for the mails of one event; without one, for all that wait or whose sender was lost. How many."""
    rows = Notification.objects.waiting_to_be_sent(now=now)
    rows = rows.filter(event=event_id) if event_id else rows
    waiting = rows.values_list("pk", flat=True)[:SWEEP_AT_ONCE]
    if not waiting or mailing.server_is_away():
        return 0
    for pk in waiting:
        jobs.enqueue(jobs.SEND_NOTIFICATION, notification_id=pk)
    return len(waiting)


def _message_if_it_concerns(notification: Notification) -> EmailMessage | None:
    return _message_for(notification) if _still_concerns(notification) else None


def _still_concerns(notification: Notification) -> bool:
    """Whether the person has not left, nor lost the role, between the event and its mail."""
    reach = reach_inside(notification.recipient)
    return reach.all_forces or reach.covers(notification.event.force_id)


def _message_for(notification: Notification) -> EmailMessage:
    event = notification.event
    context = {
        "person": notification.recipient,
        "headline": headline(event),
        "address": settings.SITE_URL + address_of(event),
    }
    return EmailMessage(
        subject=headline(event),
        body=render_to_string("emails/notification.txt", context),
        to=[notification.recipient.email],
        headers={
            "Message-ID": f"<notification-{notification.pk}@tracker>",
            "Auto-Submitted": "auto-generated",
        },
    )
