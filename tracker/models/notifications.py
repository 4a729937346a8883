"""Notifications: derived from audit events, never sent to the one who acted. The row is the queue."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.models.audit import AuditEvent
from tracker.models.visibility import Person, reach_of
from tracker.roles import Permission
from tracker.vocabulary import MailState


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: Person) -> Self:
        """One's own, as long as one's role reaches what they tell of."""
        reach = reach_of(user, Permission.SEE_WORKSPACE)
        own = self.filter(recipient_id=user.pk)
        return own if reach.all_forces else own.filter(event__force__in=reach.force_ids)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def waiting_to_be_sent(self, *, now: datetime) -> Self:
        """Unsent and not held by a worker whose lease still runs."""
        return self.filter(
            Q(lease_until__isnull=True) | Q(lease_until__lt=now), mail_state=MailState.UNSENT
        ).order_by("pk")


class Notification(models.Model):
    """Tells one person of one event, on the page and by a mail that holds a link and no finding's text."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="notifications")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications"
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(max_length=20, choices=MailState, default=MailState.UNSENT)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_of_person"),
            models.Index(fields=["id"], condition=Q(mail_state="unsent"), name="notification_queue"),
            models.Index(fields=["id"], condition=Q(mail_state="failed"), name="notification_given_up"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient"], name="notification_once_per_event_and_person"
            ),
            models.CheckConstraint(
                condition=Q(mail_state="sent", sent_at__isnull=False)
                | (~Q(mail_state="sent") & Q(sent_at__isnull=True)),
                name="notification_sent_at_iff_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} for {self.recipient}"
