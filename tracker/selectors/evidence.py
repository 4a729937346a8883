"""A finding's evidence, and what of it goes with an update."""

from django.db.models import QuerySet

from tracker.models import Evidence, EvidenceUse, Finding, Update, UpdateDraft


def evidence_of(finding: Finding) -> "QuerySet[Evidence]":
    """The finding's evidence, each piece once, newest first, withdrawn ones too; with who added it."""
    used = EvidenceUse.objects.filter(finding=finding).values("evidence")
    rows = Evidence.objects.filter(pk__in=used).select_related("added_by", "withdrawn_by")
    return rows.order_by("-added_at", "-pk")


def in_draft(draft: UpdateDraft | None) -> "QuerySet[Evidence]":
    """What the draft's update will carry, in the order it was added."""
    return (draft.evidence if draft else Evidence.objects.none()).order_by("added_at", "pk")


def not_in_draft(finding: Finding, draft: UpdateDraft | None) -> "QuerySet[Evidence]":
    """What the finding has besides and could be used again."""
    return evidence_of(finding).filter(withdrawn_at=None).exclude(pk__in=in_draft(draft).values("pk"))


def came_with(update: Update) -> "QuerySet[Evidence]":
    """What the update carried, withdrawn pieces too."""
    rows = Evidence.objects.filter(uses__update=update).select_related("added_by", "withdrawn_by")
    return rows.order_by("added_at", "pk")
