"""The workspace of a finding: what its force and HMICFRS write to each other. For those who see it only."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from tracker import access
from tracker.models import Evidence, EvidenceUse, Finding, Review, TargetDate, Update, UpdateDraft
from tracker.roles import Permission


@dataclass(frozen=True)
class Workspace:
    """Updates and evidence newest first, target dates oldest first, and what this person may do next.

    Each update has `reviews` (with who) and `used_evidence`; each piece of evidence who added it.
    """

    updates: Sequence[Update]
    evidence: Sequence[Evidence]
    target_dates: Sequence[TargetDate]
    draft: UpdateDraft | None
    may_update: bool
    may_review: bool
    may_close: bool
    may_void: bool


def workspace_of(finding: Finding, user: User) -> Workspace:
    """The finding's workspace in seven queries, however much is in it. The caller has asked `access`."""
    reviews = not finding.is_closed and _may(user, Permission.REVIEW, finding)
    return Workspace(
        updates=list(updates_of(finding)),
        evidence=list(evidence_of(finding)),
        target_dates=list(finding.target_dates.select_related("set_by").order_by("set_at", "pk")),
        draft=draft_of(finding, user),
        may_update=not finding.is_closed and _may(user, Permission.SUBMIT_UPDATE, finding),
        may_review=reviews and finding.is_awaiting_review,
        may_close=reviews and not finding.is_awaiting_review,
        may_void=finding.is_closed and _may(user, Permission.VOID_CLOSURE, finding),
    )


def updates_of(finding: Finding) -> "QuerySet[Update]":
    """The finding's updates, newest first, with sender, reviews and `used_evidence`."""
    uses = EvidenceUse.objects.select_related("evidence").order_by("pk")
    return (
        finding.updates.select_related("submitted_by", "corrects")
        .prefetch_related(
            Prefetch("reviews", Review.objects.select_related("reviewed_by")),
            Prefetch("evidence_uses", uses, to_attr="used_evidence"),
        )
        .order_by("-number")
    )


def evidence_of(finding: Finding) -> "QuerySet[Evidence]":
    """The finding's evidence, each piece once, newest first, withdrawn ones too."""
    used = EvidenceUse.objects.filter(finding=finding).values("evidence")
    rows = Evidence.objects.filter(pk__in=used).select_related("added_by", "withdrawn_by")
    return rows.order_by("-added_at", "-pk")


def draft_of(finding: Finding, user: User) -> UpdateDraft | None:
    """The person's own unsent update of the finding."""
    return UpdateDraft.objects.filter(finding=finding, user=user).first()


def _may(user: User, permission: Permission, finding: Finding) -> bool:
    return access.has_permission(user, permission, force_id=finding.force_id)
