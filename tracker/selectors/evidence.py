"""A force's evidence: of a finding, of an update, its versions, and what could be used again."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from tracker.models import Evidence, EvidenceUse, Finding, Observation, Update, UpdateDraft
from tracker.models.visibility import Person
from tracker.vocabulary import FileState, InspectorateStatus

MOST_VERSIONS = 20
MOST_FINDINGS = 50
# What one line on a page says of a measure.
FIGURES = Prefetch("observations", Observation.objects.select_related("measure"))


def evidence_of(finding: Finding) -> "QuerySet[Evidence]":
    """The finding's evidence, each piece once, newest first, withdrawn ones too; with who added it."""
    used = EvidenceUse.objects.filter(finding=finding).values("evidence")
    rows = Evidence.objects.filter(pk__in=used).select_related("added_by", "withdrawn_by")
    return rows.prefetch_related(FIGURES).order_by("-added_at", "-pk")


def in_draft(draft: UpdateDraft | None) -> "QuerySet[Evidence]":
    """What the draft's update will carry, in the order it was added."""
    rows = draft.evidence.all() if draft else Evidence.objects.none()
    return rows.prefetch_related(FIGURES).order_by("added_at", "pk")


def not_in_draft(finding: Finding, draft: UpdateDraft | None) -> "QuerySet[Evidence]":
    """What the finding has besides and could be used again."""
    used = EvidenceUse.objects.filter(finding=finding).values("evidence")
    rows = Evidence.objects.current().filter(pk__in=used).exclude(pk__in=in_draft(draft).values("pk"))
    rows = rows.select_related("added_by", "withdrawn_by").prefetch_related(FIGURES)
    return rows.order_by("-added_at", "-pk")


def rejected_of(finding: Finding) -> "QuerySet[Evidence]":
    """What did not pass the virus scan, newest first: it is in no update, and its sender should know why."""
    used = EvidenceUse.objects.filter(finding=finding).values("evidence")
    rows = Evidence.objects.filter(pk__in=used, state=FileState.REJECTED, withdrawn_at=None, replaced_by=None)
    return rows.order_by("-added_at", "-pk")


def elsewhere(finding: Finding, *, words: str = "") -> "QuerySet[Evidence]":
    """The force's current evidence that this finding does not use, newest first."""
    used = EvidenceUse.objects.filter(finding=finding).values("evidence")
    rows = Evidence.objects.current().filter(force=finding.force_id).exclude(pk__in=used)
    found = with_words(rows, words).select_related("added_by", "force").prefetch_related(FIGURES)
    return found.order_by("-added_at", "-pk")


def came_with(update: Update) -> "QuerySet[Evidence]":
    """What the update carried, withdrawn pieces too."""
    rows = Evidence.objects.filter(uses__update=update)
    rows = rows.select_related("added_by", "withdrawn_by", "replaced_by", "assessed_by")
    return rows.prefetch_related(FIGURES).order_by("added_at", "pk")


def listed(user: Person) -> "QuerySet[Evidence]":
    """All evidence that the person may see, newest first."""
    rows = Evidence.objects.visible_to(user).select_related("force", "added_by")
    return rows.prefetch_related(FIGURES).order_by("-added_at", "-pk")


def with_words(rows: "QuerySet[Evidence]", words: str) -> "QuerySet[Evidence]":
    """Those in which every word stands: in what is said of the evidence, or the reference of a finding."""
    for word in words.split():
        at_a_finding = EvidenceUse.objects.filter(evidence=OuterRef("pk"), finding__reference__icontains=word)
        said = Q(title__icontains=word) | Q(shows__icontains=word) | Q(file_name__icontains=word)
        rows = rows.filter(said | Q(sha256=word.lower()) | Q(sent_sha256=word.lower()) | Exists(at_a_finding))
    return rows


def with_references(rows: Iterable[Evidence], user: Person) -> Sequence[dict[str, Any]]:
    """Each piece with the references of the findings that use it and that the person may see. One query."""
    rows = list(rows)
    seen = Finding.objects.visible_to(user)
    uses = EvidenceUse.objects.filter(evidence__in=rows, finding__in=seen).order_by("finding__reference")
    references: dict[int, list[str]] = {}
    for evidence_id, reference in uses.values_list("evidence_id", "finding__reference").distinct():
        references.setdefault(evidence_id, []).append(reference)
    return [{"item": row, "references": references.get(row.pk, [])} for row in rows]


def versions_of(evidence: Evidence, user: Person) -> Sequence[Evidence]:
    """Its older and newer versions and itself, newest first; empty where there is but one.

    Each has `at`, the reference of a finding that uses it and that the person may see. A query a version, of
    which there are few.
    """
    uses = EvidenceUse.objects.filter(evidence=OuterRef("pk"), finding__in=Finding.objects.visible_to(user))
    at = Subquery(uses.order_by("finding__reference").values("finding__reference")[:1])
    rows = Evidence.objects.select_related("added_by").annotate(at=at)
    found = [evidence]
    while found[0].replaced_by_id and len(found) < MOST_VERSIONS:
        found.insert(0, rows.get(pk=found[0].replaced_by_id))
    while (older := rows.filter(replaced_by=found[-1]).first()) and len(found) < MOST_VERSIONS:
        found.append(older)
    return found if len(found) > 1 else []


def findings_of(evidence: Evidence, user: Person) -> "QuerySet[Finding]":
    """What it is used for, as far as the person may see that."""
    rows = Finding.objects.visible_to(user).filter(evidence_uses__evidence=evidence)
    return rows.distinct().order_by("reference")[:MOST_FINDINGS]


def findings_without(evidence: Evidence, user: Person) -> "QuerySet[Finding]":
    """The force's open findings that do not use it yet, as far as the person may see them."""
    used = evidence.uses.values("finding")
    rows = Finding.objects.visible_to(user).filter(force=evidence.force_id).exclude(pk__in=used)
    return rows.exclude(inspectorate_status=InspectorateStatus.CLOSED).order_by("reference")
