"""What several deeds on a finding begin with: its row lock, and refusals they share."""

from accounts.models import User
from tracker import access
from tracker.models import Finding, UpdateDraft
from tracker.refusals import Conflict, Refusal


class FindingClosed(Conflict):
    """The finding is closed, and closed findings take no more updates or evidence."""

    code = "finding_closed"

    def __init__(self) -> None:
        super().__init__("HMICFRS has closed this finding, so nothing more can be sent for it.")


class ReasonMissing(Refusal):
    """The deed needs a reason."""

    code = "reason_missing"


class DateInPast(Refusal):
    """A date was chosen that has gone by."""

    code = "date_in_past"


def require_own_draft(draft: UpdateDraft, by: User) -> None:
    """A draft is its writer's alone. Raises NotVisible."""
    if draft.user_id != by.pk:
        raise access.NotVisible


def lock_finding(finding: Finding) -> Finding:
    """The finding as it stands now, locked until the transaction ends; rows pointing at it may still come."""
    return Finding.objects.select_for_update(no_key=True).get(pk=finding.pk)


def lock_open_finding(finding: Finding) -> Finding:
    """As `lock_finding`. Raises FindingClosed."""
    locked = lock_finding(finding)
    if locked.is_closed:
        raise FindingClosed
    return locked
