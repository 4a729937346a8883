"""A person's unsent update, and what a finding's next update begins from."""

from django.db.models import QuerySet

from accounts.models import User
from tracker.models import Finding, TargetDate, UpdateDraft


def draft_of(finding: Finding, user: User) -> UpdateDraft | None:
    """The person's own unsent update of the finding."""
    return UpdateDraft.objects.filter(finding=finding, user=user).select_related("finding").first()


def moves_of_the_force_s_date(finding: Finding) -> "QuerySet[TargetDate]":
    """Each target date the force has set, the first one first, with who set it."""
    rows = finding.target_dates.filter(is_hmicfrs=False).select_related("set_by")
    return rows.order_by("set_at", "pk")
