"""Who is told of an event: derived from the audit trail, never the one who acted."""

from tracker.models import AuditEvent


def derive(event: AuditEvent) -> None:
    """Write a notification for each person who should hear of the event. Filled in with the recipients."""
