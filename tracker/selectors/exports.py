"""A person's exports, and how far one is."""

from django.db.models import QuerySet

from govuk.dates import date_text
from tracker.documents.vocabulary import ExportState
from tracker.models import Export
from tracker.models.visibility import Person


def exports_of(user: Person) -> "QuerySet[Export]":
    """The person's own, newest first."""
    return Export.objects.visible_to(user).order_by("-pk")


def words_of(export: Export) -> str:
    """How far the export is, in a sentence or two."""
    match export.state:
        case ExportState.WAITING:
            return "This file waits for a worker to make it."
        case ExportState.MAKING:
            return f"A worker is making this file: {export.done:,} of {export.total or 0:,} written."
        case ExportState.READY:
            return f"This file is ready. It is deleted after {date_text(export.expires_at)}."
        case ExportState.FAILED:
            return f"This file could not be made. {export.problem}"
        case ExportState.CANCELLED:
            return "You cancelled this file before it was ready. Have it made again from its page."
    return "This file was deleted after its last day. Have it made again."
