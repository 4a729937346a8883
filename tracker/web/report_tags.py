"""How pages word and colour reports and their proposals: `{% load reports %}`."""

from collections.abc import Sequence
from typing import Any

from django import template

from tracker import vocabulary
from tracker.importing import differences
from tracker.importing.differences import Change
from tracker.models import EditionDifference, FindingLink, FindingMerge, Proposal, Report
from tracker.selectors import corrections
from tracker.selectors.taught import quote_of
from tracker.services import publication
from tracker.services.reshaping import OF_WORDS
from tracker.vocabulary import Decision, JobState, ProposalKind, ReportStatus
from tracker.web.tags import published_text

register = template.Library()

COLOURS: dict[str, str] = {
    ReportStatus.UPLOADED: "grey",
    ReportStatus.READING: "blue",
    ReportStatus.READ: "yellow",
    ReportStatus.NEEDS_PERSON: "orange",
    ReportStatus.FAILED: "red",
    ReportStatus.DECIDED: "green",
    JobState.STUCK: "orange",
    JobState.FAILED: "red",
    JobState.RUNNING: "blue",
    JobState.WAITING: "grey",
    Decision.PROPOSED: "yellow",
    Decision.CONFIRMED: "green",
    Decision.REJECTED: "grey",
    Decision.REPLACED: "grey",
}
NAMES: dict[str, str] = {
    ProposalKind.INSPECTION: "Inspection",
    ProposalKind.JUDGMENT: "Judgment",
    ProposalKind.FINDING: "Finding",
    ProposalKind.STATEMENT: "Statement",
    ProposalKind.MEASURE: "Measure",
    ProposalKind.SUGGESTION: "Suggestion",
}


@register.inclusion_tag("components/status_tag.html")
def report_status(report: Report) -> dict[str, str]:
    return {"says": "", "label": report.get_status_display(), "colour": COLOURS[report.status]}


@register.inclusion_tag("components/status_tag.html")
def job_state(state: str) -> dict[str, str]:
    return {"says": "", "label": JobState(state).label, "colour": COLOURS[state]}


@register.inclusion_tag("components/status_tag.html")
def decision(proposal: Proposal | FindingLink | FindingMerge) -> dict[str, str]:
    return {"says": "", "label": proposal.get_status_display(), "colour": COLOURS[proposal.status]}


@register.inclusion_tag("components/status_tag.html")
def edition_decision(row: EditionDifference) -> dict[str, str]:
    taken = "Taken away" if row.is_gone else "Taken over"
    labels = {Decision.PROPOSED: "To decide", Decision.CONFIRMED: taken, Decision.REJECTED: "Left as it was"}
    return {"says": "", "label": labels[Decision(row.status)], "colour": COLOURS[row.status]}


@register.filter
def words_between(before: Any, after: Any) -> list[tuple[str, str]]:
    """Both values as runs of words that are the same, gone or new: `components/change.html`."""
    return [(str(state), words) for state, words in differences.words_between(str(before), str(after))]


@register.filter
def says(proposal: Proposal) -> str:
    """The report's words from which it was read."""
    return quote_of(proposal)


@register.filter
def corrected_before(proposal: Proposal) -> list[corrections.Change]:
    """What was corrected of it when it was confirmed."""
    read = proposal.payload
    return [corrections.change_of(name, read.get(name), now) for name, now in proposal.correction.items()]


@register.filter
def names_words(changes: Sequence[Change]) -> bool:
    """Whether the changes hold the item's own words already."""
    return any(change.field in ("text", "quote", "name") for change in changes)


@register.filter
def has_words(proposal: Proposal) -> bool:
    """Whether it can be split and merged."""
    return proposal.kind in OF_WORDS


@register.filter
def get(rows: dict[Any, Any], key: Any) -> Any:
    """What a dict holds of a key, or nothing."""
    return rows.get(key)


@register.filter
def percent(link: FindingLink | FindingMerge) -> int:
    """The machine's score, of 100."""
    return round((link.score or 0) * 100)


@register.filter
def name(proposal: Proposal) -> str:
    """ "Finding 3": how the sheet and the source call a proposal."""
    if proposal.kind == ProposalKind.INSPECTION:
        return NAMES[proposal.kind]
    return f"{NAMES[proposal.kind]} {proposal.position + 1}"


@register.filter
def label_of(word: str | None, words: str) -> str:
    """The label of what may not be a word at all: `{{ values.verdict|label_of:"Verdict" }}`."""
    labels = dict(getattr(vocabulary, words).choices)
    return str(labels.get(word, word or "Missing"))


@register.filter
def printed_date(printed: str | None) -> str:
    """ "March 2018" for 2018-03; what is no date as it stands."""
    try:
        day, precision = publication.parsed(printed)
    except publication.DateNotReadable as unreadable:
        return unreadable.printed
    return published_text(Report(published_on=day, published_precision=precision)) or "Missing"
