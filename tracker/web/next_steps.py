"""What to do next with a finding: one step for the one who reads it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from govuk.dates import date_text
from tracker import access
from tracker.models import Finding
from tracker.models.visibility import Person
from tracker.roles import Permission
from tracker.selectors.closures import Offer, offers_on
from tracker.selectors.embedding import due, may_be_checked, undecided_of
from tracker.selectors.workspaces import Workspace
from tracker.vocabulary import InspectorateStatus as Status
from tracker.vocabulary import Verdict


@dataclass(frozen=True)
class NextStep:
    """A sentence, what HMICFRS asked for (if it did), a button and perhaps a second, quieter one."""

    text: str
    asked: str = ""
    href: str = ""
    button: str = ""
    other_href: str = ""
    other: str = ""


def next_step(finding: Finding, workspace: Workspace, user: Person) -> NextStep:
    """The step for this person; for someone who only reads, whose turn it is."""
    if finding.is_closed:
        return _after_closure(finding, user)
    if access.has_permission(user, Permission.SUBMIT_UPDATE, force_id=finding.force_id):
        return _for_the_force(finding, workspace)
    if access.has_permission(user, Permission.REVIEW, force_id=finding.force_id):
        return _for_an_inspector(finding, workspace)
    return NextStep(_whose_turn(finding), asked=_asked(finding, workspace))


def _after_closure(finding: Finding, user: Person) -> NextStep:
    text = "HMICFRS has closed this finding. Nothing more can be sent for it."
    if step := _on_embedding(finding, user):
        return step
    if not access.has_permission(user, Permission.VOID_CLOSURE, force_id=finding.force_id):
        return NextStep(text)
    href = reverse("finding-void-closure", args=[finding.reference])
    return NextStep(text, other_href=href, other="Void the closure")


def _on_embedding(finding: Finding, user: Person) -> NextStep | None:
    """Of what was closed as verified: whether it is still embedded, and what becomes of it if not."""
    if not may_be_checked(finding):
        return None
    may = {each: access.has_permission(user, each, force_id=finding.force_id) for each in _ON_EMBEDDING}
    if may[Permission.SUBMIT_UPDATE]:
        return _to_say(finding)
    said = undecided_of(finding) if may[Permission.DECIDE_REPORT] else None
    if said is None:
        return None
    href = reverse("finding-no-longer-embedded", args=[finding.reference])
    text = f"{finding.force} says that this is no longer embedded. Decide whether it becomes a new finding."
    return NextStep(text, asked=said.text, href=href, button="Decide")


def _to_say(finding: Finding) -> NextStep:
    closed = f"HMICFRS closed this finding as verified on {date_text(finding.closed_at)}."
    href = reverse("finding-embedded", args=[finding.reference])
    if due(on=timezone.localdate()).filter(pk=finding.pk).exists():
        text = f"{closed} Say whether the improvement is still embedded."
        return NextStep(text, href=href, button="Say whether it is embedded")
    text = f"{closed} You can say at any time whether the improvement is still embedded."
    return NextStep(text, other_href=href, other="Say whether it is embedded")


_ON_EMBEDDING = (Permission.SUBMIT_UPDATE, Permission.DECIDE_REPORT)


def _for_the_force(finding: Finding, workspace: Workspace) -> NextStep:
    href = reverse("update-status", args=[finding.reference])
    button = "Continue your update" if workspace.draft else "Send an update"
    if finding.is_awaiting_review and workspace.latest:
        text = f"HMICFRS has update {workspace.latest.number} to review. If more has happened, send another."
    elif finding.inspectorate_status == Status.MORE_EVIDENCE_NEEDED:
        text = f"HMICFRS asked for more evidence{_by(workspace)}."
    else:
        text = "Tell HMICFRS what has changed and attach your evidence."
    return NextStep(text, asked=_asked(finding, workspace), href=href, button=button)


def _for_an_inspector(finding: Finding, workspace: Workspace) -> NextStep:
    if finding.is_awaiting_review and workspace.latest:
        latest = workspace.latest
        text = f"{finding.force} sent update {latest.number} on {date_text(latest.submitted_at)}."
        return NextStep(text, href=reverse("review-detail", args=[latest.pk]), button="Review the update")
    offers = offers_on(finding)
    href = reverse("finding-offered-closure", args=[finding.reference]) if offers else ""
    return NextStep(
        " ".join(_offered(offer) for offer in offers) or _whose_turn(finding),
        asked=_asked(finding, workspace),
        href=href,
        button="Close it or leave it open",
        other_href=reverse("finding-close", args=[finding.reference]),
        other="Close it on other grounds" if offers else "Close this finding",
    )


def _offered(offer: Offer) -> str:
    if offer.link:
        return f"{offer.link.successor} continues this finding, so you can close it as superseded."
    return f"The {offer.finding.verdict_year} report says this is resolved, so you can close it as verified."


def _whose_turn(finding: Finding) -> str:
    if finding.is_awaiting_review:
        return "An update waits for HMICFRS to review it."
    if finding.inspectorate_status == Status.MORE_EVIDENCE_NEEDED:
        return f"HMICFRS has asked {finding.force} for more evidence."
    if finding.verdict == Verdict.RESOLVED:
        return f"The {finding.verdict_year} report found this resolved. HMICFRS has not closed it yet."
    return f"The next step is {finding.force}’s: to send an update."


def _asked(finding: Finding, workspace: Workspace) -> str:
    needed = finding.inspectorate_status == Status.MORE_EVIDENCE_NEEDED
    return workspace.latest_review.reason if needed and workspace.latest_review else ""


def _by(workspace: Workspace) -> str:
    review = workspace.latest_review
    return f" by {date_text(review.more_by)}" if review and review.more_by else ""
