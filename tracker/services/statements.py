"""Statements: a report's own sentences about earlier findings, once a person has confirmed them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from tracker.models import Finding, FindingLink, Inspection, Programme, Proposal, Question, Report, Statement
from tracker.refusals import Refusal
from tracker.selectors import names
from tracker.selectors.reports import earlier_findings
from tracker.services import findings, links, verdicts
from tracker.services.guards import lock_finding
from tracker.services.values import ValueNotUsable, Values
from tracker.vocabulary import (
    ClosureReason,
    Decision,
    FindingKind,
    LinkRelation,
    ProposalKind,
    StatementStrength,
    Verdict,
    Wording,
)

UNKNOWN_KIND = "unknown"  # parsed-report/1, of a statement that does not say what kind of finding it means
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“'\"])")


@dataclass(frozen=True)
class StatementDecision:
    """What a person says of a statement's finding.

    Without a predecessor, the one that another statement on the same matter made in this report is taken,
    else a new one is made "as reported"; a statement without a matter settles none. `closes`: close it as
    verified.
    """

    predecessor: Finding | None = None
    successors: Sequence[Finding] = ()
    relation: LinkRelation = LinkRelation.CONTINUES
    closes: bool = False


class PredecessorNotEarlier(Refusal):
    code = "predecessor_not_earlier"

    def __init__(self, finding: Finding) -> None:
        super().__init__(
            f"{finding.reference} cannot be what the statement is about: "
            "choose a finding of the same force and of an earlier inspection year."
        )


class NoFindingToSettle(Refusal):
    """The statement is about no one finding, so nothing can be linked to it or closed by it."""

    code = "no_finding_to_settle"


class NotResolved(Refusal):
    code = "not_resolved"


class StillEmbargoed(Refusal):
    """A closure would tell of a report before its publication."""

    code = "still_embargoed"


def confirm(
    proposal: Proposal,
    values: Values,
    decision: StatementDecision,
    *,
    by: User,
    now: datetime,
) -> Statement:
    """Make the statement of a proposal, with what follows from it: the earlier finding where it is not known
    yet, its verdict, its links to later findings, and its closure where the person says so.

    Called inside the transaction that decides the proposal, whose report's inspection is confirmed. Raises
    ValueNotUsable, PredecessorNotEarlier, NoFindingToSettle, NotResolved, and what links and findings raise.
    """
    told = _Told(proposal, values, by, now)
    finding = told.predecessor(decision)
    if finding:
        lock_finding(finding)  # nothing is said of one that is withdrawn at this moment
    _refuse_without_finding(finding, decision)
    statement = told.said_in_another(finding) or told.record(finding)
    if finding:
        _link(statement, finding, decision, proposal.candidates, by, now)
        if decision.closes:
            _close(statement, finding, by, now)
    return statement


class _Told:
    """One proposed statement, its values read and checked."""

    def __init__(self, proposal: Proposal, values: Values, by: User, now: datetime) -> None:
        report = proposal.report
        assert report.inspection is not None  # noqa: S101  confirmed first, see proposals.confirm
        self.proposal, self.by, self.now = proposal, by, now
        self.report: Report = report
        self.inspection: Inspection = report.inspection
        self.verdict = values.word(Verdict, "verdict", "a verdict")
        self.strength = values.word(StatementStrength, "strength", "how plainly it speaks")
        self.about_year = values.year_or_none("about_year", "the year it speaks of")
        self.about_kind = kind_spoken_of(values)
        self.matter = values.text_or_none("predecessor", "the earlier matter")
        self.wording = values.text_or_none("text", "the earlier finding's wording")
        self.question = question_of(self.inspection, values)

    def predecessor(self, decision: StatementDecision) -> Finding | None:
        """The finding it is about: the chosen one, the one another statement on the matter made, or new."""
        if self.strength == StatementStrength.RULE:
            return None
        if decision.predecessor:
            return self._fitting(decision.predecessor)
        if not self.matter:
            return None
        return self._made_by_another_statement() or self._as_reported()

    def _fitting(self, finding: Finding) -> Finding:
        rows = earlier_findings(self.inspection.force_id, self.inspection.year)
        if not rows.filter(pk=finding.pk).exists():
            raise PredecessorNotEarlier(finding)
        return finding

    def _made_by_another_statement(self) -> Finding | None:
        for other in self._others_on_the_matter():
            if other.status == Decision.CONFIRMED and other.statement and other.statement.finding:
                return other.statement.finding
        return None

    def _others_on_the_matter(self) -> Iterator[Proposal]:
        rows = self.report.proposals.filter(kind=ProposalKind.STATEMENT).exclude(pk=self.proposal.pk)
        for other in rows.select_related("statement__finding").order_by("position"):
            if other.values.get("predecessor") == self.matter:
                yield other

    def _as_reported(self) -> Finding:
        """A finding in the words of this report: its own wording is not known here yet.

        Another copy of the report, or an extract of it, may have told of it in the same words: then that one.
        """
        inspection = self._earlier_inspection()
        kind = self.about_kind or FindingKind.AREA_FOR_IMPROVEMENT
        text = self.wording or self._sentence_that_tells()
        rows = Finding.objects.select_related("merged_into")
        known = rows.filter(inspection=inspection, kind=kind, text=text).first()
        if known and known.merged_into:
            return known.merged_into
        return known or findings.raise_finding(
            inspection=inspection,
            kind=kind,
            text=text,
            question=self._question_in(inspection.programme),
            report=self.report,
            place=_place(self._passages()[0]),
            wording=Wording.AS_REPORTED,
            public_from=self.inspection.public_from,
            by=self.by,
            now=self.now,
        )

    def _question_in(self, programme: Programme) -> Question | None:
        """The programme's question under which the report tells of the matter, in whichever passage."""
        told: list[Any] = [self.question.text] if self.question else []
        told += [other.values["question"] for other in self._others_on_the_matter()]
        asked = (
            names.question_named(programme, name, pillar=self.inspection.pillar) for name in told if name
        )
        return next((question for question in asked if question), None)

    def _earlier_inspection(self) -> Inspection:
        year = self.about_year
        if year is None or year >= self.inspection.year:
            raise ValueNotUsable(
                "about_year", f"Enter the year of the earlier inspection, before {self.inspection.year}."
            )
        programme = names.peel_programme_of(year)
        if programme is None:
            raise ValueNotUsable("about_year", f"No PEEL programme of {year} is known here.")
        made, _ = Inspection.objects.get_or_create(
            force=self.inspection.force,
            programme=programme,
            pillar=self.inspection.pillar,
            year=year,
            defaults={"public_from": self.inspection.public_from},
        )
        return made

    def _passages(self) -> list[dict[str, Any]]:
        return list(self.proposal.payload["quotes"])

    def _sentence_that_tells(self) -> str:
        """The report's sentence that words the matter, wherever it stands; else the first passage."""
        passages = [*self._passages()]
        for other in self._others_on_the_matter():
            passages += other.payload["quotes"]
        sentences = (
            sentence for passage in passages for sentence in SENTENCE_END.split(_folded(passage["text"]))
        )
        matter = _folded(self.matter or "").casefold()
        telling = (sentence for sentence in sentences if matter in sentence.casefold())
        return next(telling, _folded(passages[0]["text"]))

    def said_in_another(self, finding: Finding | None) -> Statement | None:
        """The same sentence out of another report of the inspection, such as its web page beside its PDF."""
        rows = Statement.objects.filter(report__inspection=self.inspection).exclude(report=self.report)
        said = {"quote": self._passages()[0]["text"], "finding": finding, "verdict": self.verdict}
        return rows.filter(**said).order_by("pk").first()

    def record(self, finding: Finding | None) -> Statement:
        """Keep the statement; the verdict on its finding follows from it."""
        passages = self._passages()
        statement = Statement.objects.create(
            report=self.report,
            force=self.inspection.force,
            finding=finding,
            quote=passages[0]["text"],
            passages=passages,
            year=self.inspection.year,
            about_year=self.about_year,
            about_kind=self.about_kind or "",
            verdict=self.verdict,
            strength=self.strength,
            question=self.question,
            public_from=self.inspection.public_from,
            confirmed_by=self.by,
            confirmed_at=self.now,
        )
        if finding:
            verdicts.record(statement=statement, by=self.by, now=self.now)
        return statement


def question_of(inspection: Inspection, values: Values, field: str = "question") -> Question | None:
    """The inspection's question that a value names. Raises ValueNotUsable."""
    name = values.text_or_none(field, "the question")
    if name is None:
        return None
    question = names.question_named(inspection.programme, name, pillar=inspection.pillar)
    if question is None:
        raise ValueNotUsable(
            field,
            f"“{name}” is not a question of {inspection.programme} known here. "
            "Correct it, or have an editor add it to the programme.",
        )
    return question


def kind_spoken_of(values: Values) -> FindingKind | None:
    """The kind of finding that a statement speaks of; None where it does not say. Raises ValueNotUsable."""
    if values.text_or_none("about_kind", "the kind") in (None, UNKNOWN_KIND):
        return None
    return values.word(FindingKind, "about_kind", "a kind of finding")


def _refuse_without_finding(finding: Finding | None, decision: StatementDecision) -> None:
    if finding is None and (decision.predecessor or decision.successors or decision.closes):
        raise NoFindingToSettle(
            "This statement is about no one earlier finding, so nothing can be linked to it or closed by it."
        )


def _link(
    statement: Statement,
    finding: Finding,
    decision: StatementDecision,
    candidates: Sequence[Mapping[str, Any]],
    by: User,
    now: datetime,
) -> None:
    linked = FindingLink.objects.confirmed().filter(predecessor=finding).values_list("successor", flat=True)
    scores = {item["proposal"]: item for item in candidates if item["side"] == "successor"}
    # Three passages may tell of one matter: the link that the first of them made stands.
    for successor in (item for item in decision.successors if item.pk not in set(linked)):
        guess = scores.get(_position_of(successor, statement.report), {})
        links.link(
            predecessor=finding,
            successor=successor,
            relation=decision.relation,
            statement=statement,
            score=guess.get("score"),
            reasons=guess.get("reasons", ()),
            by=by,
            now=now,
        )


def _position_of(finding: Finding, report: Report) -> int | None:
    rows = finding.proposals.filter(report=report, kind=ProposalKind.FINDING)
    return rows.values_list("position", flat=True).first()


def _close(statement: Statement, finding: Finding, by: User, now: datetime) -> None:
    if statement.verdict != Verdict.RESOLVED:
        raise NotResolved("Only a finding that the report says is resolved is closed by its statement.")
    if not verdicts.is_public(statement, now=now):
        raise StillEmbargoed(
            "The report is not published yet. Confirm the statement now, and close the finding from its own "
            "page once the report is out."
        )
    if lock_finding(finding).is_closed:
        return  # another statement of the same matter closed it
    statement.finding = findings.close(
        finding=finding, reason=ClosureReason.VERIFIED, statement=statement, by=by, now=now
    )


def _place(passage: Mapping[str, Any]) -> dict[str, Any]:
    return {key: passage[key] for key in ("start", "end", "line", "page")}


def _folded(text: str) -> str:
    return " ".join(text.split())
