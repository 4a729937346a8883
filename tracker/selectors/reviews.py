"""What waits for an inspector."""

from django.db.models import Exists, OuterRef, QuerySet

from tracker.models import Update
from tracker.models.visibility import Person, reach_of
from tracker.roles import Permission
from tracker.vocabulary import InspectorateStatus


def queue(user: Person) -> "QuerySet[Update]":
    """The latest update of each finding under review that this person may review, oldest first.

    Each with its finding, force, question and sender. A newer update of a finding stands for the earlier
    ones, so a finding is there once.
    """
    waiting = Update.objects.within(reach_of(user, Permission.REVIEW)).filter(
        finding__inspectorate_status=InspectorateStatus.UNDER_REVIEW
    )
    newer = Update.objects.filter(finding=OuterRef("finding"), number__gt=OuterRef("number"))
    rows = waiting.filter(~Exists(newer)).order_by("submitted_at", "pk")
    return rows.select_related("finding__force", "finding__question", "submitted_by")
