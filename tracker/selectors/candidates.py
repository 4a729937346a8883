"""Which findings of a force a finding may be linked to: ranked by a machine, or found by their words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from tracker.importing import match
from tracker.importing.match import Candidate, RankedLink
from tracker.models import Finding, FindingLink, Programme
from tracker.models.findings import FindingQuerySet
from tracker.selectors.bodies import EVER, answering_for
from tracker.selectors.questions import QuestionMap, question_map
from tracker.selectors.reports import earlier_findings

MOST_RANKED = 300  # of a force's nearest years: a dozen inspections' worth
MOST_FOUND = 20


class Side(StrEnum):
    """Where in time the finding stands that is looked for."""

    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True)
class Likely:
    """A finding that another may be linked to, with the link there is between them already, if any.

    `score` is from 0 to 1; `is_proposed` says whether a machine would put the pair to a person.
    """

    finding: Finding
    score: float
    is_proposed: bool
    reasons: tuple[str, ...]
    link: FindingLink | None

    @property
    def percent(self) -> int:
        return round(self.score * 100)


def candidates_of(findings: Iterable[Finding], *, asked_in: Programme | None = None) -> list[Candidate]:
    """The findings as texts to be ranked; have their questions loaded. One query at most.

    With `asked_in`, a question goes by the name it has in that later programme, where it is surely the same.
    """
    questions = question_map() if asked_in else None
    return [_candidate(finding, asked_in, questions) for finding in findings]


def _candidate(finding: Finding, asked_in: Programme | None, questions: QuestionMap | None) -> Candidate:
    asked = finding.question.text if finding.question else None
    if asked_in and questions and finding.question_id:
        asked = questions.same_in(asked_in.pk, finding.question_id) or asked
    return Candidate(str(finding.pk), finding.text, finding.year, finding.kind, asked)


def findings_on(side: Side, of: Finding) -> FindingQuerySet:
    """The findings of the force, and of bodies it took over from or that took over from it, in the years
    before (or after) the finding's own; the nearest year first."""
    if side is Side.EARLIER:
        return earlier_findings(of.force_id, of.year)
    rows = Finding.objects.standing().filter(force__in=answering_for(of.force_id, on=EVER), year__gt=of.year)
    return rows.select_related("question").order_by("year", "reference")


def likely(finding: Finding, side: Side, *, most: int) -> Sequence[Likely]:
    """The `most` likely of them, best first, ranked among the MOST_RANKED of the nearest years."""
    others = {other.pk: other for other in findings_on(side, finding)[:MOST_RANKED]}
    this = candidates_of([finding])
    if side is Side.EARLIER:
        pairs = match.rank(candidates_of(others.values(), asked_in=finding.inspection.programme), this)
    else:
        pairs = match.rank(this, candidates_of(others.values()))
    best = [(others[_other(pair, side)], pair) for pair in pairs[:most]]
    linked = _links(finding, side, [other for other, _ in best])
    return [
        Likely(other, pair.score, pair.proposed, pair.reasons, linked.get(other.pk)) for other, pair in best
    ]


def found(finding: Finding, side: Side, words: str) -> Sequence[Finding]:
    """Those whose wording or reference holds every word, MOST_FOUND at most."""
    rows = findings_on(side, finding)
    for word in words.split():
        rows = rows.filter(Q(text__icontains=word) | Q(reference__icontains=word))
    return list(rows[:MOST_FOUND])


def _other(pair: RankedLink, side: Side) -> int:
    return int(pair.earlier if side is Side.EARLIER else pair.later)


def _links(finding: Finding, side: Side, others: Sequence[Finding]) -> dict[int, FindingLink]:
    """By the id of the other finding."""
    this, other = ("successor", "predecessor_id") if side is Side.EARLIER else ("predecessor", "successor_id")
    rows = FindingLink.objects.filter(**{this: finding, f"{other}__in": [each.pk for each in others]})
    return {getattr(link, other): link for link in rows}
