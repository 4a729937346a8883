"""A person's unsent updates."""

from django.db.models import QuerySet

from accounts.models import User
from tracker.models import Finding, UpdateDraft
from tracker.models.visibility import Person, reach_of
from tracker.roles import Permission


def draft_of(finding: Finding, user: User) -> UpdateDraft | None:
    """The person's own unsent update of the finding."""
    return UpdateDraft.objects.filter(finding=finding, user=user).select_related("finding").first()


def own_drafts(user: Person) -> "QuerySet[UpdateDraft]":
    """The person's own, of findings that still take an update, the latest first. Two queries."""
    findings = Finding.objects.visible_to(user).within(reach_of(user, Permission.SUBMIT_UPDATE)).open()
    rows = UpdateDraft.objects.filter(finding__in=findings, user=user.pk).select_related("finding")
    return rows.prefetch_related("evidence").order_by("-saved_at", "-pk")
