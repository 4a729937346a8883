"""Notifications: derived from audit events, never sent to the one who acted. The row is the queue."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.models.audit import AuditEvent
from tracker.models.mailed import Mailed, MailedQuerySet
from tracker.models.visibility import Person, reach_inside


class NotificationQuerySet(MailedQuerySet["Notification"]):
    def visible_to(self, user: Person) -> Self:
        """One's own, as long as one's role reaches what they tell of."""
        reach = reach_inside(user)
        own = self.filter(recipient_id=user.pk)
        return own if reach.all_forces else own.filter(event__force__in=reach.force_ids)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Notification(Mailed):
    """Tells one person of one event, on the page and by a mail that holds a link and no finding's text."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="notifications")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications"
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta(Mailed.Meta):
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_of_person"),
            models.Index(fields=["id"], condition=Q(mail_state="unsent"), name="notification_queue"),
            models.Index(fields=["id"], condition=Q(mail_state="failed"), name="notification_given_up"),
        ]
        constraints = [
            *Mailed.Meta.constraints,
            models.UniqueConstraint(
                fields=["event", "recipient"], name="notification_once_per_event_and_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} for {self.recipient}"
