"""Merges of findings as reported into real ones: what waits for a decision, and what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, Value, When

from tracker.models import Finding, FindingMerge, Report
from tracker.models.visibility import Person
from tracker.vocabulary import Decision

RELATED = (
    "reported__question",
    "reported__report__inspection",
    "original__question",
    "original__report",
    "decided_by",
)


def listing(user: Person) -> "QuerySet[FindingMerge]":
    """All merges the person may see: those to decide first, the likeliest of them at the top."""
    undecided = Case(When(status=Decision.PROPOSED, then=Value(0)), default=Value(1))
    rows = FindingMerge.objects.visible_to(user).select_related(*RELATED)
    return rows.order_by(undecided, "-decided_at", "-score", "pk")


def to_decide(user: Person) -> "QuerySet[FindingMerge]":
    """Those proposed of findings that still stand for themselves."""
    rows = FindingMerge.objects.visible_to(user).filter(status=Decision.PROPOSED)
    return rows.filter(reported__merged_into__isnull=True)


def of_report(report: Report) -> "QuerySet[FindingMerge]":
    """Merges of findings that the report words, or that it tells of; the likeliest first."""
    rows = FindingMerge.objects.filter(Q(original__report=report) | Q(reported__report=report))
    return rows.select_related(*RELATED).order_by("-score", "pk")


@dataclass(frozen=True)
class Merged:
    """A finding as a later report told of it, now merged, and the decision."""

    finding: Finding
    decision: FindingMerge


def merged_into(finding: Finding) -> list[Merged]:
    """What was merged into the finding, earliest first. One query."""
    rows = FindingMerge.objects.filter(reported__merged_into=finding, status=Decision.CONFIRMED)
    rows = rows.select_related("reported__report__inspection", "original", "decided_by").order_by(
        "decided_at", "pk"
    )
    return [Merged(row.reported, row) for row in rows]


def decisions_on(reported: Finding) -> Iterable[FindingMerge]:
    """What was decided of merging this finding, newest first."""
    rows = reported.merges.exclude(status=Decision.PROPOSED).select_related("original", "decided_by")
    return rows.order_by("-decided_at", "-pk")
