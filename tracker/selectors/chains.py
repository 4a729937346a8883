"""The chain of a finding: the same matter found again in one inspection after another."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from tracker.models import Finding, FindingLink, Inspection, Judgment, Statement
from tracker.models.visibility import Person
from tracker.selectors import people
from tracker.selectors.ages import Age, age_of
from tracker.selectors.questions import QuestionMap, question_map
from tracker.vocabulary import LinkRelation

# Each step leads to another inspection year, and PEEL began in 2014: far more than any chain can have.
MAX_GENERATIONS = 40

# Both ways from one finding over the links a person sees. NOT MATERIALIZED: a step reads the link's index.
WALK = """
WITH RECURSIVE link AS NOT MATERIALIZED ({links}),
earlier (id, depth) AS (
    SELECT %s::bigint, 0
    UNION
    SELECT link.predecessor_id, depth + 1 FROM earlier JOIN link ON link.successor_id = earlier.id
    WHERE depth < %s
),
later (id, depth) AS (
    SELECT %s::bigint, 0
    UNION
    SELECT link.successor_id, depth + 1 FROM later JOIN link ON link.predecessor_id = later.id
    WHERE depth < %s
)
SELECT id FROM earlier UNION SELECT id FROM later
"""


@dataclass(frozen=True)
class ChainFinding:
    """One finding of the chain: the grade its question had then, and the links it hangs by.

    `links` lead to its predecessors. `branches` lead to successors outside this chain: where an earlier
    finding was split, its other parts.
    """

    finding: Finding
    is_this: bool
    judgment: Judgment | None
    links: Sequence[FindingLink]
    branches: Sequence[FindingLink]


@dataclass(frozen=True)
class ChainYear:
    """What one inspection year did to the chain: findings raised, statements about earlier ones, and
    judgments carried forward because their question was not inspected (silence is not closure).

    `not_inspected`: in a year without any of these, inspections known not to have asked its questions.
    """

    year: int
    findings: Sequence[ChainFinding]
    statements: Sequence[Statement]
    carried_forward: Sequence[Judgment]
    not_inspected: Sequence[Inspection]

    @property
    def verdicts(self) -> list[str]:
        """Each verdict that its report gives, once."""
        return list(dict.fromkeys(statement.verdict for statement in self.statements))


@dataclass(frozen=True)
class Chain:
    """All generations of one matter, newest year first, as far as one person may see them.

    `related` are links of this finding to findings that are near, not the same. `capacities` say who the
    people who decided the links are.
    """

    finding: Finding
    years: Sequence[ChainYear]
    related: Sequence[FindingLink]
    capacities: dict[int, str]

    @property
    def findings(self) -> list[Finding]:
        return [raised.finding for year in self.years for raised in year.findings]

    @property
    def statements(self) -> list[Statement]:
        return [statement for year in self.years for statement in year.statements]

    @property
    def links(self) -> list[FindingLink]:
        """Each link that leads from a finding of the chain to its predecessor."""
        return [link for year in self.years for raised in year.findings for link in raised.links]

    @property
    def first(self) -> Finding:
        """The earliest finding of the matter that is known here."""
        return min(self.findings, key=lambda finding: (finding.year, finding.pk))

    @property
    def latest(self) -> list[Finding]:
        """The findings of its latest generation: how they stand is how the matter stands."""
        newest = max(finding.year for finding in self.findings)
        return [finding for finding in self.findings if finding.year == newest]

    def age(self, *, on: date) -> Age | None:
        """Since the first one was published; None where its own report is not held (never made up)."""
        return age_of(self.first, on=on)

    @property
    def times_found(self) -> int:
        """In how many inspections the matter was found."""
        return len({finding.inspection_id for finding in self.findings})

    @property
    def times_repeated(self) -> int:
        """In how many of them it was found again."""
        return self.times_found - 1


def chain_of(finding: Finding, user: Person) -> Chain:
    """The chain that the finding stands in, over confirmed links, for this person's eyes.

    Earlier findings it goes back to and later ones that take it up, at any depth; what the person may not
    see yet is not there, nor what lies behind it. At most seven queries. The finding itself must be visible.
    """
    findings = list(_walk(finding, user))
    questions = question_map()
    links = list(_links(findings, user))
    statements = list(_statements(findings, user))
    judgments = list(_judgments(findings, user, questions))
    raised = _raised(finding, findings, links, judgments)
    return Chain(
        finding=finding,
        years=_years(raised, statements, judgments, _left_out(findings, user, questions)),
        related=[link for link in links if _is_related(link, finding)],
        capacities=people.capacities(link.decided_by_id for link in links),
    )


def predecessors_of(
    findings: Iterable[Finding], user: Person, *, moment: datetime | None = None
) -> dict[int, list[Finding]]:
    """Finding id -> the findings it takes up, earliest first, for a list of findings; by the links that stood
    confirmed at that moment, if one is given. One query."""
    seen = FindingLink.objects.visible_to(user)
    links = (seen.confirmed_by(moment) if moment else seen.confirmed()).exclude(relation=LinkRelation.RELATED)
    taken_up: dict[int, list[Finding]] = defaultdict(list)
    rows = links.filter(successor__in=[finding.pk for finding in findings]).select_related("predecessor")
    for link in rows.order_by("predecessor__year", "predecessor__reference"):
        taken_up[link.successor_id].append(link.predecessor)
    return dict(taken_up)


def _walk(finding: Finding, user: Person) -> "QuerySet[Finding]":
    links = FindingLink.objects.visible_to(user).confirmed().exclude(relation=LinkRelation.RELATED)
    sql, params = links.order_by().values("predecessor_id", "successor_id").query.sql_with_params()
    steps = [finding.pk, MAX_GENERATIONS]
    # The only text put into the statement is the query set's own; every value is a parameter.
    ids = RawSQL(WALK.format(links=sql), [*params, *steps, *steps])  # noqa: S611
    rows = Finding.objects.visible_to(user).filter(pk__in=ids)
    return rows.select_related("force", "inspection__programme", "question", "report__inspection")


def _links(findings: Sequence[Finding], user: Person) -> "QuerySet[FindingLink]":
    rows = FindingLink.objects.visible_to(user).confirmed()
    rows = rows.filter(Q(predecessor__in=findings) | Q(successor__in=findings))
    return rows.select_related("predecessor", "successor", "decided_by").order_by("pk")


def _statements(findings: Sequence[Finding], user: Person) -> "QuerySet[Statement]":
    rows = Statement.objects.visible_to(user).filter(finding__in=findings)
    return rows.select_related("finding", "report", "question").order_by("-year", "pk")


def _judgments(findings: Sequence[Finding], user: Person, questions: QuestionMap) -> "QuerySet[Judgment]":
    """The grades of the chain's questions since it began, whatever later programmes call them."""
    asked = {finding.question_id for finding in findings if finding.question_id}
    rows = Judgment.objects.visible_to(user).filter(
        inspection__force__in={finding.force_id for finding in findings},
        inspection__year__gte=min(finding.year for finding in findings),
        question__in=questions.asked_again_by(asked),
    )
    return rows.select_related("inspection__programme", "question", "grade").order_by("pk")


def _raised(
    this: Finding, findings: Iterable[Finding], links: Sequence[FindingLink], judgments: Iterable[Judgment]
) -> list[ChainFinding]:
    given = {(judgment.inspection_id, judgment.question_id): judgment for judgment in judgments}
    inside = {finding.pk for finding in findings}
    same = [link for link in links if link.relation != LinkRelation.RELATED]
    return [
        ChainFinding(
            finding=finding,
            is_this=finding.pk == this.pk,
            judgment=given.get((finding.inspection_id, finding.question_id)),
            links=[link for link in same if link.successor_id == finding.pk],
            branches=[
                link for link in same if link.predecessor_id == finding.pk and link.successor_id not in inside
            ],
        )
        for finding in findings
    ]


def _left_out(findings: Sequence[Finding], user: Person, questions: QuestionMap) -> list[Inspection]:
    """Later inspections of the forces that are known to have asked none of the questions still open then."""
    asked = Inspection.assessed.through.objects.filter(inspection=OuterRef("pk")).values("question")
    rows = Inspection.objects.visible_to(user).filter(
        Exists(asked),
        force__in={finding.force_id for finding in findings},
        year__gt=min(finding.year for finding in findings),
    )
    rows = rows.select_related("programme").annotate(asked=ArraySubquery(asked)).order_by("year", "pk")
    return [each for each in rows if _leaves_out(each, findings, questions.covered_by(each.asked))]


def _leaves_out(inspection: Inspection, findings: Iterable[Finding], covered: Container[int]) -> bool:
    """Of its own kind and pillar; PEEL has had no pillars since 2021/22."""
    due = [
        finding.question_id
        for finding in findings
        if finding.year < inspection.year
        and finding.question_id
        and finding.inspection.programme.kind == inspection.programme.kind
        and (not inspection.pillar or finding.inspection.pillar in ("", inspection.pillar))
        and not _was_settled(finding, inspection)
    ]
    return bool(due) and not any(question in covered for question in due)


def _was_settled(finding: Finding, inspection: Inspection) -> bool:
    """Whether it was closed by the time the inspection's report came out."""
    published, closed = inspection.public_from, finding.closed_at
    return closed is not None and published is not None and closed.date() < published


def _years(
    raised: Iterable[ChainFinding],
    statements: Iterable[Statement],
    judgments: Iterable[Judgment],
    left_out: Iterable[Inspection],
) -> list[ChainYear]:
    found, said, carried = defaultdict(list), defaultdict(list), defaultdict(list)
    silent = defaultdict(list)
    for item in raised:
        found[item.finding.year].append(item)
    for statement in statements:
        said[statement.year].append(statement)
    for judgment in judgments:
        if judgment.carried_forward and judgment.inspection.year not in found:
            carried[judgment.inspection.year].append(judgment)
    for inspection in left_out:
        if inspection.year not in {*found, *said, *carried}:
            silent[inspection.year].append(inspection)
    return [
        ChainYear(year, found[year], said[year], carried[year], silent[year])
        for year in sorted({*found, *said, *carried, *silent}, reverse=True)
    ]


def _is_related(link: FindingLink, finding: Finding) -> bool:
    return link.relation == LinkRelation.RELATED and finding.pk in {link.predecessor_id, link.successor_id}
