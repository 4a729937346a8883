"""From a parsed report to proposals: each item a row, statements with the findings they may speak of."""

from collections.abc import Iterable, Sequence
from typing import Any

from tracker.importing import match
from tracker.importing.match import Candidate
from tracker.importing.parsed import ParsedReport
from tracker.importing.problems import UnreadableReport
from tracker.models import Finding, Programme, Proposal, Report
from tracker.selectors import names
from tracker.selectors.candidates import candidates_of
from tracker.selectors.reports import earlier_findings
from tracker.vocabulary import Decision, ProposalKind, StatementStrength

MOST_ITEMS = 2000  # of one kind; real reports have some dozens
MOST_CANDIDATES = 5  # shown for one side of a statement

KIND_OF_LIST = {
    "judgments": ProposalKind.JUDGMENT,
    "findings": ProposalKind.FINDING,
    "statements": ProposalKind.STATEMENT,
    "measures": ProposalKind.MEASURE,
    "suggestions": ProposalKind.SUGGESTION,
}
ABOUT_THE_INSPECTION = (
    "force",
    "programme",
    "pillar",
    "inspection_year",
    "title",
    "published",
    "isbn",
    "overall_judgment",
    "assessed",
)
# They speak of no one finding, so there is nothing to rank.
NOT_OF_ONE_FINDING = (StatementStrength.RULE, StatementStrength.CROSS_REPORT)


def refuse_too_many(parsed: ParsedReport) -> None:
    """Raises UnreadableReport for a text made to look like thousands of findings."""
    for name in KIND_OF_LIST:
        count = len(getattr(parsed, name))
        if count > MOST_ITEMS:
            raise UnreadableReport(
                f"This does not look like one report: {count:,} {name} were found. "
                "Upload the reports one by one."
            )


def propose(report: Report, parsed: ParsedReport) -> int:
    """Write the proposals, in place of those of an earlier reading; return how many there are."""
    whole = parsed.as_json()
    rows = [
        Proposal(
            report=report,
            kind=ProposalKind.INSPECTION,
            position=0,
            payload={name: whole[name] for name in ABOUT_THE_INSPECTION},
        )
    ]
    for name, kind in KIND_OF_LIST.items():
        rows += [
            Proposal(report=report, kind=kind, position=position, payload=item)
            for position, item in enumerate(whole[name])
        ]
    for row in rows:
        row.reader = report.reader
    programme = names.programme_named(whole["programme"]) if whole["programme"] else None
    _rank(rows, _earlier(whole["force"], whole["inspection_year"]), programme, parsed.text)
    report.proposals.undecided().delete()
    Proposal.objects.bulk_create(rows)
    return len(rows)


def rank_again(report: Report) -> None:
    """Rank the undecided statements anew: once a person has told the force and year that were read wrongly,
    or once other proposals stand in the place of some."""
    rows = report.proposals.exclude(status__in=[Decision.REPLACED, Decision.REJECTED])
    findings = list(rows.filter(kind=ProposalKind.FINDING))
    statements = list(rows.undecided().filter(kind=ProposalKind.STATEMENT))
    _rank([*findings, *statements], *_ground_of(report), report.text)
    Proposal.objects.bulk_update(statements, ["candidates"])


def _ground_of(report: Report) -> tuple[Iterable[Finding], Programme | None]:
    """The earlier findings that the report may speak of, and its programme, as far as they are known."""
    of = report.inspection
    if of:
        return earlier_findings(of.force_id, of.year), of.programme
    about = report.proposals.get(kind=ProposalKind.INSPECTION).payload
    programme = names.programme_named(about["programme"]) if about["programme"] else None
    return _earlier(about["force"], about["inspection_year"]), programme


def _earlier(force_name: str | None, year: int | None) -> Iterable[Finding]:
    force = names.force_named(force_name) if force_name else None
    return earlier_findings(force.pk, year) if force and year else []


def _rank(
    rows: Sequence[Proposal], earlier: Iterable[Finding], programme: Programme | None, text: str
) -> None:
    """Fill in `candidates` of the statements among the proposals, which are of a report of the programme that
    has this text."""
    predecessors = candidates_of(earlier, asked_in=programme)
    successors = [
        _as_candidate(row.position, row.payload | row.correction)
        for row in rows
        if row.kind == ProposalKind.FINDING
    ]
    for row in rows:
        if row.kind == ProposalKind.STATEMENT and _may_speak_of_one(row.payload):
            statement = match.statement_candidate(row.payload, "statement", text)
            row.candidates = [
                *_ranked(statement, predecessors, "predecessor", "finding", statement.year),
                *_ranked(statement, successors, "successor", "proposal", None),
            ]


def _as_candidate(position: int, told: dict[str, Any]) -> Candidate:
    return Candidate(str(position), told["text"], None, told["kind"], told["question"])


def _may_speak_of_one(payload: dict[str, Any]) -> bool:
    # "Progress in all areas" must never come to stand as the verdict on one finding.
    is_of_all = payload["strength"] == StatementStrength.SUMMARY and not payload["predecessor"]
    return payload["strength"] not in NOT_OF_ONE_FINDING and not is_of_all


def _ranked(
    statement: Candidate, candidates: Sequence[Candidate], side: str, what: str, of_year: int | None
) -> list[dict[str, Any]]:
    links = match.rank_statement(statement, candidates, of_year=of_year)
    return [
        {
            "side": side,
            what: int(link.earlier),
            "score": link.score,
            "relation": link.relation,
            "proposed": link.proposed,
            "reasons": list(link.reasons),
        }
        for link in links[:MOST_CANDIDATES]
    ]
