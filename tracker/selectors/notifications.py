"""What a person is told, newest first, and where it leads."""

from django.db.models import QuerySet
from django.urls import reverse

from tracker.models import AuditEvent, Notification
from tracker.models.visibility import Person


def inbox(user: Person) -> "QuerySet[Notification]":
    """The person's own notifications with all that a line of the list shows."""
    rows = Notification.objects.visible_to(user)
    return rows.select_related("event__finding__force", "event__force", "event__actor").order_by("-pk")


def headline(event: AuditEvent) -> str:
    """One line that gives nothing away of a finding's text: it also goes by mail."""
    about = event.finding.reference if event.finding else event.force.name if event.force else ""
    return f"{event.get_kind_display()}: {about}" if about else event.get_kind_display()


def address_of(event: AuditEvent) -> str:
    """The page, without the host, that the event is about."""
    if event.finding:
        return event.finding.get_absolute_url()
    if event.force:
        return reverse("force-detail", args=[event.force.slug])
    return reverse("notification-list")
