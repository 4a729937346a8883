"""How pages word and colour reports and their proposals: `{% load reports %}`."""

from django import template

from tracker import vocabulary
from tracker.models import FindingLink, FindingMerge, Proposal, Report
from tracker.services import publication
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
