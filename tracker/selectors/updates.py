"""A person's unsent update of a finding."""

from accounts.models import User
from tracker.models import Finding, UpdateDraft


def draft_of(finding: Finding, user: User) -> UpdateDraft | None:
    """The person's own unsent update of the finding."""
    return UpdateDraft.objects.filter(finding=finding, user=user).select_related("finding").first()
