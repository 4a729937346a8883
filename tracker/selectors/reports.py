"""Reports, and what stands on the sheet of one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from tracker.models import Finding, Proposal, Report
from tracker.models.findings import FindingQuerySet
from tracker.models.visibility import Person
from tracker.selectors.bodies import bodies_of
from tracker.vocabulary import Decision, ProposalKind, StatementStrength, Verdict

RELATED = ("decided_by", "finding", "statement__finding", "judgment")
# In the order in which a person decides them.
GROUPS = {
    ProposalKind.INSPECTION: "Inspection",
    ProposalKind.JUDGMENT: "Judgments",
    ProposalKind.FINDING: "Findings",
    ProposalKind.STATEMENT: "Statements about earlier findings",
    ProposalKind.MEASURE: "Measures",
    ProposalKind.SUGGESTION: "Suggestions",
}


def listing(user: Person) -> QuerySet[Report]:
    """Reports the person may see, newest first, each with how many are `proposed` and `decided`."""
    rows = Report.objects.visible_to(user).select_related("uploaded_by", "inspection__force")
    return (
        rows.defer("text", "warnings")
        .annotate(
            proposed=Count("proposals"),
            decided=Count("proposals", filter=~Q(proposals__status=Decision.PROPOSED)),
        )
        .order_by("-uploaded_at", "-pk")
    )


def earlier_findings(force_id: int, year: int) -> FindingQuerySet:
    """What a report of that year may speak of: findings of the force, and of those it took over from."""
    rows = Finding.objects.standing().filter(force__in=bodies_of(force_id), year__lt=year)
    return rows.select_related("question").order_by("-year", "reference")


@dataclass(frozen=True)
class Guess:
    """What the machine thinks a statement may speak of: an earlier finding, or a proposed one of its report.

    `finding` is None while the proposed finding is not confirmed. `score` is from 0 to 1.
    """

    finding: Finding | None
    proposal: Proposal | None
    score: float
    reasons: tuple[str, ...]
    is_likely: bool

    @property
    def percent(self) -> int:
        return round(self.score * 100)

    @property
    def text(self) -> str:
        return self.finding.text if self.finding else str(self.proposal and self.proposal.values["text"])


@dataclass(frozen=True)
class Row:
    """One proposal on the sheet. `same_matter`: the finding another statement on its matter has settled."""

    proposal: Proposal
    predecessors: tuple[Guess, ...] = ()
    successors: tuple[Guess, ...] = ()
    same_matter: Finding | None = None

    @property
    def values(self) -> dict[str, Any]:
        return self.proposal.values

    @property
    def made(self) -> Finding | None:
        """The finding that confirming it made, or settled."""
        statement = self.proposal.statement
        return statement.finding if statement else self.proposal.finding

    @property
    def likely_predecessor(self) -> Finding | None:
        likely = (guess.finding for guess in self.predecessors if guess.is_likely)
        return self.same_matter or next(likely, None)

    @property
    def likely_successor(self) -> Guess | None:
        """The new finding that carries the matter on; a resolved matter has none."""
        if self.values["verdict"] == Verdict.RESOLVED or not self.settles_a_finding:
            return None
        return next((guess for guess in self.successors if guess.is_likely), None)

    @property
    def settles_a_finding(self) -> bool:
        """Whether confirming it as it stands is about one earlier finding, known or new."""
        if self.values["strength"] == StatementStrength.RULE:
            return False
        return bool(self.likely_predecessor or self.values["predecessor"])


@dataclass(frozen=True)
class Group:
    kind: ProposalKind
    label: str
    rows: list[Row] = field(default_factory=list)

    @property
    def in_bulk(self) -> bool:
        """Whether all may be confirmed at once; the others want a look each."""
        return self.kind not in (ProposalKind.INSPECTION, ProposalKind.STATEMENT)

    @property
    def undecided(self) -> int:
        return sum(row.proposal.status == Decision.PROPOSED for row in self.rows)


@dataclass(frozen=True)
class Sheet:
    """A read report with its proposals in groups, one per kind that it has."""

    report: Report
    groups: list[Group]

    def of_kind(self, kind: str) -> list[Row]:
        return next((group.rows for group in self.groups if group.kind == kind), [])


def sheet(report: Report) -> Sheet:
    """Everything the sheet of a report shows, in two queries however much it proposes."""
    rows = _rows(report.proposals.select_related(*RELATED).order_by("position"))
    groups = [
        Group(kind, label, [row for row in rows if row.proposal.kind == kind])
        for kind, label in GROUPS.items()
    ]
    return Sheet(report, [group for group in groups if group.rows])


def _rows(proposals: QuerySet[Proposal]) -> list[Row]:
    guesser = _Guesser(proposals)
    return [guesser.row(proposal) for proposal in proposals]


def row_of(proposal: Proposal) -> Row:
    """One proposal as the sheet shows it."""
    others = proposal.report.proposals.select_related(*RELATED).order_by("position")
    return next(row for row in _rows(others) if row.proposal.pk == proposal.pk)


class _Guesser:
    """Puts rows in place of the ids among the candidates of statements."""

    def __init__(self, proposals: Iterable[Proposal]) -> None:
        self.proposed = {
            item.position: item
            for item in proposals
            if item.kind == ProposalKind.FINDING and item.status != Decision.REPLACED
        }
        ids = {c["finding"] for item in proposals for c in item.candidates if "finding" in c}
        found = Finding.objects.select_related("question", "merged_into__question").in_bulk(ids)
        self.findings = {pk: finding.merged_into or finding for pk, finding in found.items()}
        self.settled = {
            item.values.get("predecessor"): item.statement.finding
            for item in proposals
            if item.statement and item.statement.finding
        }

    def row(self, proposal: Proposal) -> Row:
        guesses = [self._guess(each) for each in proposal.candidates if self._is_there(each)]
        matter = proposal.values.get("predecessor")
        return Row(
            proposal,
            tuple(guess for guess in guesses if guess.proposal is None),
            tuple(guess for guess in guesses if guess.proposal is not None),
            self.settled.get(matter) if matter else None,
        )

    def _is_there(self, candidate: dict[str, Any]) -> bool:
        """Not one that was withdrawn, or replaced by others, since the statement was ranked."""
        if "proposal" in candidate:
            return candidate["proposal"] in self.proposed
        return candidate["finding"] in self.findings

    def _guess(self, candidate: dict[str, Any]) -> Guess:
        proposed = self.proposed[candidate["proposal"]] if "proposal" in candidate else None
        return Guess(
            finding=proposed.finding if proposed else self.findings[candidate["finding"]],
            proposal=proposed,
            score=candidate["score"],
            reasons=tuple(candidate["reasons"]),
            is_likely=candidate["proposed"],
        )
