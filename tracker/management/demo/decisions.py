"""How the demo decides what the reader proposes, as an editor with the report in hand would."""

from datetime import datetime

from accounts.models import User
from tracker.models import Finding, Proposal, Report, Theme
from tracker.services import proposals, themes
from tracker.services.proposals import StatementDecision
from tracker.vocabulary import Decision, LinkRelation, ProposalKind, StatementStrength, Verdict

# Which finding of 2017 takes up what a statement speaks of: words of the statement -> words of the finding.
SUCCESSORS = {
    "registered sex offenders": "risks posed by registered sex offenders",
    "high use of this outcome category": "Evidential difficulties",
}
THEMES = ("dash", "registered-sex-offenders", "victims-code")
PLAIN = (ProposalKind.JUDGMENT, ProposalKind.FINDING, ProposalKind.MEASURE, ProposalKind.SUGGESTION)


def decide(report: Report, *, by: User, now: datetime) -> None:
    """Confirm what the report says plainly; what it leaves open is confirmed without settling a finding."""
    proposals.confirm(proposal=report.proposals.get(kind=ProposalKind.INSPECTION), by=by, now=now)
    for kind in PLAIN:
        proposals.confirm_all(report=report, kind=kind, by=by, now=now)
    for proposal in report.proposals.filter(kind=ProposalKind.STATEMENT).order_by("position"):
        proposals.confirm(proposal=proposal, by=by, now=now, decision=_decision(proposal))


def decide_themes(*, by: User, now: datetime) -> None:
    """Confirm what wording proposes for a few themes; the rest waits, as it would on a working day."""
    for theme in Theme.objects.filter(slug__in=THEMES).order_by("pk"):
        waiting = theme.finding_links.proposed().values_list("pk", flat=True)
        if waiting:
            themes.decide_several(theme=theme, pks=waiting, decision=Decision.CONFIRMED, by=by, now=now)


def _decision(proposal: Proposal) -> StatementDecision | None:
    values = proposal.values
    if values["strength"] == StatementStrength.IMPLICIT or not values["predecessor"]:
        return None
    return StatementDecision(
        predecessor=None,
        successors=_successors(proposal),
        relation=LinkRelation.CONTINUES,
        closes=values["verdict"] == Verdict.RESOLVED and values["strength"] == StatementStrength.EXPLICIT,
    )


def _successors(proposal: Proposal) -> list[Finding]:
    quote = " ".join(passage["text"] for passage in proposal.payload["quotes"])
    return [
        Finding.objects.get(report=proposal.report, text__contains=finding)
        for words, finding in SUCCESSORS.items()
        if words in quote
    ]
