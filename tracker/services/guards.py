"""What several deeds on a finding begin with: its row lock, and refusals they share."""

from collections.abc import Iterable

from accounts.models import User
from tracker import access
from tracker.models import Evidence, Finding, UpdateDraft
from tracker.refusals import Conflict, Refusal


class FindingClosed(Conflict):
    """The finding is closed, and closed findings take no more updates or evidence."""

    code = "finding_closed"

    def __init__(self) -> None:
        super().__init__("HMICFRS has closed this finding, so nothing more can be sent for it.")


class FindingWithdrawn(Conflict):
    """The finding was recorded by mistake, so nothing more is done with it."""

    code = "finding_withdrawn"

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.reference} was withdrawn by HMICFRS: it had been recorded by mistake.")


class TooLong(Refusal):
    code = "too_long"

    def __init__(self, what: str, most: int) -> None:
        super().__init__(f"{what} must be {most:,} characters or fewer")


class ChangedMeanwhile(Conflict):
    """Someone has changed the finding since the person looked at it."""

    code = "changed_meanwhile"

    def __init__(self) -> None:
        super().__init__("This finding has changed since you looked at it. Look at it before you go on.")


class ReasonMissing(Refusal):
    """The deed needs a reason."""

    code = "reason_missing"


class DateInPast(Refusal):
    """A date was chosen that has gone by."""

    code = "date_in_past"


class EvidenceNotUsable(Conflict):
    """The evidence is another force's, was withdrawn or replaced, or did not pass the virus scan."""

    code = "evidence_not_usable"

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(f"“{evidence.title}” cannot be used: {_why_not(evidence)}.")


def _why_not(evidence: Evidence) -> str:
    if evidence.withdrawn_at:
        return "it was withdrawn"
    if evidence.replaced_by_id:
        return "a newer version has replaced it"
    return "it did not pass the virus scan" if not evidence.is_current else "it is another force’s"


class DraftGone(Conflict):
    """There is no draft any more: it was sent, or discarded. `sent` is the person's latest update, if any."""

    code = "draft_gone"

    def __init__(self, finding: Finding, by: User) -> None:
        self.sent = finding.updates.filter(submitted_by=by).order_by("-number").first()
        words = f"You have already sent update {self.sent.number}." if self.sent else "The draft is gone."
        super().__init__(f"{words} Start a new update if there is more to report.")


def refuse_unusable(finding: Finding, evidence: Iterable[Evidence]) -> None:
    """Of evidence as it stands now: nobody withdraws it before the transaction ends.

    Raises EvidenceNotUsable.
    """
    held = Evidence.objects.select_for_update(no_key=True).order_by("pk")
    for item in held.filter(pk__in=[item.pk for item in evidence]):
        if item.force_id != finding.force_id or not item.is_current:
            raise EvidenceNotUsable(item)


def lock_own_draft(draft: UpdateDraft, by: User) -> UpdateDraft:
    """The draft as it stands now, locked until the transaction ends. A draft is its writer's alone.

    Raises NotVisible for anyone else's, and DraftGone when it was sent or discarded meanwhile.
    """
    if draft.user_id != by.pk:
        raise access.NotVisible
    locked = UpdateDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        raise DraftGone(draft.finding, by)
    return locked


def lock_finding(finding: Finding) -> Finding:
    """The finding as it stands now, locked until the transaction ends; rows pointing at it may still come.

    Raises FindingWithdrawn.
    """
    locked = Finding.kept.select_for_update(no_key=True).get(pk=finding.pk)
    if locked.withdrawn_at:
        raise FindingWithdrawn(locked)
    return locked


def lock_open_finding(finding: Finding) -> Finding:
    """As `lock_finding`. Raises FindingWithdrawn, FindingClosed."""
    locked = lock_finding(finding)
    if locked.is_closed:
        raise FindingClosed
    return locked
