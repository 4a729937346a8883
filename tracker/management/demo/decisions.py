"""How the demo decides what the reader proposes, as an editor with the report in hand would."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from tracker.models import Finding, Proposal, Report, Theme
from tracker.services import links, proposals, themes
from tracker.services.proposals import StatementDecision
from tracker.vocabulary import Decision, LinkRelation, ProposalKind, StatementStrength, Verdict


@dataclass(frozen=True)
class Told:
    """What the statement with these words tells: of which earlier finding, where that one's own report is
    here, and which finding of its report takes it up. Findings by words of theirs."""

    words: str
    predecessor: str | None = None
    successor: str | None = None
    relation: LinkRelation = LinkRelation.CONTINUES


TOLD = (
    Told("registered sex offenders", successor="risks posed by registered sex offenders"),
    Told("high use of this outcome category", successor="Evidential difficulties"),
    Told("policing model was not effective", predecessor="routine part of neighbourhood policing"),
    Told(
        "no longer consistently used",
        predecessor="structured and consistent problem-solving",
        successor="right resources, in the right place",
        relation=LinkRelation.CONTINUES_IN_PART,
    ),
)
# Which later finding continues which earlier one, though no sentence of its report says so.
REPEATED = {"appropriately prioritise crime prevention": "routine part of neighbourhood policing"}
# What the whole report inspected, where the extract has less of it.
ASSESSED = {
    "cleveland-2016-extract.txt": (
        "Preventing crime and tackling anti-social behaviour",
        "Investigating crime and reducing re-offending",
        "Protecting vulnerable people",
        "Tackling serious and organised crime",
    ),
    "cleveland-2018-extract.txt": (
        "Preventing crime and tackling anti-social behaviour",
        "Investigating crime",
        "Protecting vulnerable people",
        "Tackling serious and organised crime",
    ),
}
THEMES = ("dash", "registered-sex-offenders", "victims-code")
PLAIN = (ProposalKind.JUDGMENT, ProposalKind.FINDING, ProposalKind.MEASURE, ProposalKind.SUGGESTION)


def decide(report: Report, *, by: User, now: datetime) -> None:
    """Confirm what the report says plainly; what it leaves open is confirmed without settling a finding."""
    inspection = report.proposals.get(kind=ProposalKind.INSPECTION)
    assessed = ASSESSED.get(report.file_name)
    correction = {"assessed": list(assessed)} if assessed else None
    proposals.confirm(proposal=inspection, by=by, now=now, correction=correction)
    for kind in PLAIN:
        proposals.confirm_all(report=report, kind=kind, by=by, now=now)
    for proposal in report.proposals.filter(kind=ProposalKind.STATEMENT).order_by("position"):
        proposals.confirm(proposal=proposal, by=by, now=now, decision=_decision(proposal))
    for finding in Finding.objects.filter(report=report).order_by("pk"):
        _link_repeated(finding, by, now)


def decide_themes(*, by: User, now: datetime) -> None:
    """Confirm what wording proposes for a few themes; the rest waits, as it would on a working day."""
    for theme in Theme.objects.filter(slug__in=THEMES).order_by("pk"):
        waiting = theme.finding_links.proposed().values_list("pk", flat=True)
        if waiting:
            themes.decide_several(theme=theme, pks=waiting, decision=Decision.CONFIRMED, by=by, now=now)


def _decision(proposal: Proposal) -> StatementDecision | None:
    values, told = proposal.values, _told(proposal)
    is_implicit = values["strength"] == StatementStrength.IMPLICIT
    if not (told and told.predecessor) and (is_implicit or not values["predecessor"]):
        return None
    return StatementDecision(
        predecessor=_finding(told.predecessor) if told and told.predecessor else None,
        successors=[_finding(told.successor, report=proposal.report)] if told and told.successor else [],
        relation=told.relation if told else LinkRelation.CONTINUES,
        closes=values["verdict"] == Verdict.RESOLVED and not is_implicit,
    )


def _told(proposal: Proposal) -> Told | None:
    quote = " ".join(passage["text"] for passage in proposal.payload["quotes"])
    return next((told for told in TOLD if told.words in quote), None)


def _link_repeated(later: Finding, by: User, now: datetime) -> None:
    for words, earlier in REPEATED.items():
        if words in later.text:
            links.link(
                predecessor=_finding(earlier),
                successor=later,
                relation=LinkRelation.CONTINUES,
                note="Prevention had been found good in between.",
                by=by,
                now=now,
            )


def _finding(words: str, **where: Report) -> Finding:
    return Finding.objects.get(text__contains=words, **where)
