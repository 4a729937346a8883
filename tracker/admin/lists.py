"""Everything that is registered, one file a noun."""

from tracker.admin import (
    audit,
    evidence,
    factual_checks,
    findings,
    forces,
    inspections,
    links,
    measures,
    merges,
    notifications,
    people,
    programmes,
    reports,
    reviews,
    statements,
    updates,
)

__all__ = [
    "audit",
    "evidence",
    "factual_checks",
    "findings",
    "forces",
    "inspections",
    "links",
    "measures",
    "merges",
    "notifications",
    "people",
    "programmes",
    "reports",
    "reviews",
    "statements",
    "updates",
]
