"""How pages word a piece of evidence: `{% load evidence %}`."""

from typing import Any

from django import template

from tracker.models import Evidence
from tracker.selectors.charts import words_of
from tracker.vocabulary import Assessment, FileState

register = template.Library()

ASSESSED = {Assessment.NOT_ASSESSED: "grey", Assessment.ACCEPTED: "green", Assessment.NOT_ENOUGH: "orange"}
SCANNED = {
    FileState.NOT_SCANNED: "yellow",
    FileState.RECEIVED: "yellow",
    FileState.SCANNING: "yellow",
    FileState.REJECTED: "red",
    FileState.FAILED: "red",
}


@register.filter
def figure_text(evidence: Evidence) -> str:
    """ "32 orders, 12 months to 30 June 2017, was 69": a measure in one line. Prefetch its observations."""
    row = next(iter(evidence.observations.all()), None)
    if row is None:
        return ""
    parts = [words_of(row.value, row.value_words, row.measure.unit), row.period]
    if row.comparator_value is not None:
        held_against = words_of(row.comparator_value)
        parts.append(f"{row.comparator}: {held_against}" if row.comparator else f"was {held_against}")
    return ", ".join(part for part in parts if part)


@register.inclusion_tag("components/status_tag.html")
def assessment_tag(evidence: Evidence) -> dict[str, Any]:
    label = Assessment(evidence.assessment).label
    return {"says": "", "label": label, "colour": ASSESSED[Assessment(evidence.assessment)]}


@register.inclusion_tag("evidence/standing.html")
def standing(evidence: Evidence) -> dict[str, Any]:
    """Tags for what keeps it from being shown: withdrawn, replaced, not past the scanner."""
    state = FileState(evidence.state)
    return {
        "item": evidence,
        "state": state.label if state in SCANNED else "",
        "colour": SCANNED.get(state, ""),
    }
