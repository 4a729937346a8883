"""The register by force: what was judged, what was found, and which matters came back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Max, OuterRef, QuerySet, Subquery

from tracker.models import Finding, FindingLink, Force, Inspection, Judgment
from tracker.models.visibility import Person
from tracker.selectors.bodies import bodies_of
from tracker.vocabulary import LinkRelation

# Far above what one force has had in ten years of inspections; the list of findings has the rest.
MOST_SHOWN = 300


@dataclass(frozen=True)
class Judged:
    """The grades given in one inspection, the overall one first."""

    inspection: Inspection
    judgments: Sequence[Judgment]


@dataclass(frozen=True)
class FindingsOfQuestion:
    """The findings under one question over the years, newest first; no question: `title` is empty."""

    title: str
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Matter:
    """One matter that was found in more than one inspection: its findings, earliest first."""

    findings: Sequence[Finding]

    @property
    def years(self) -> list[int]:
        return sorted({finding.year for finding in self.findings})

    @property
    def latest(self) -> Finding:
        return self.findings[-1]


@dataclass(frozen=True)
class ForceRegister:
    force: Force
    judged: Sequence[Judged]
    questions: Sequence[FindingsOfQuestion]
    matters: Sequence[Matter]
    is_cut: bool


def all_forces(user: Person) -> "QuerySet[Force]":
    """Every force by name, with `latest_year`, that of its latest inspection this person may see, or None."""
    seen = Inspection.objects.visible_to(user).filter(force=OuterRef("pk")).order_by().values("force")
    return Force.objects.annotate(latest_year=Subquery(seen.annotate(year_=Max("year")).values("year_")))


def register_of(force: Force, user: Person) -> ForceRegister:
    """What is published of one force and of the bodies it took over from, as far as this person may see it.
    Four queries.

    At most `MOST_SHOWN` findings, the newest; `is_cut` says that there are more.
    """
    bodies = bodies_of(force.pk)
    found = list(_findings(bodies, user)[: MOST_SHOWN + 1])
    shown = found[:MOST_SHOWN]
    return ForceRegister(
        force=force,
        judged=_judged(bodies, user),
        questions=_by_question(shown),
        matters=_matters(shown, _pairs(shown, user)),
        is_cut=len(found) > MOST_SHOWN,
    )


def _findings(bodies: Sequence[int], user: Person) -> "QuerySet[Finding]":
    rows = Finding.objects.visible_to(user).filter(force__in=bodies)
    return rows.select_related("question").order_by("-year", "reference")


def _judged(bodies: Sequence[int], user: Person) -> list[Judged]:
    rows = Judgment.objects.visible_to(user).filter(inspection__force__in=bodies)
    rows = rows.select_related("inspection__programme", "inspection__force", "question", "grade").order_by(
        "-inspection__year", "inspection_id", "question__position", "pk"
    )
    return [
        Judged(inspection, sorted(judgments, key=lambda judgment: judgment.question_id is not None))
        for inspection, judgments in groupby(rows, key=lambda judgment: judgment.inspection)
    ]


def _by_question(findings: Iterable[Finding]) -> list[FindingsOfQuestion]:
    """Grouped by slug, which programmes share where they ask the same; in the order of the questions."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.question.slug if finding.question else "", []).append(finding)
    return [
        FindingsOfQuestion(title=group[0].question.text if group[0].question else "", findings=group)
        for group in sorted(groups.values(), key=_position)
    ]


def _position(group: Sequence[Finding]) -> tuple[bool, str, int]:
    question = group[0].question
    return (question is None, question.pillar if question else "", question.position if question else 0)


def _pairs(findings: Sequence[Finding], user: Person) -> list[tuple[int, int]]:
    links = FindingLink.objects.visible_to(user).confirmed().exclude(relation=LinkRelation.RELATED)
    links = links.filter(predecessor__in=findings, successor__in=findings)
    return list(links.order_by("pk").values_list("predecessor_id", "successor_id"))


def _matters(findings: Sequence[Finding], pairs: Iterable[tuple[int, int]]) -> list[Matter]:
    """Findings that links join, most often found first."""
    matter = {finding.pk: {finding.pk} for finding in findings}
    for one, other in pairs:
        joined = matter[one] | matter[other]
        matter.update(dict.fromkeys(joined, joined))
    by_id = {finding.pk: finding for finding in findings}
    together = {min(ids): ids for ids in matter.values() if len(ids) > 1}
    found = [_matter([by_id[pk] for pk in ids]) for ids in together.values()]
    return sorted(found, key=lambda item: (-len(item.years), -item.latest.year, item.latest.reference))


def _matter(findings: Iterable[Finding]) -> Matter:
    return Matter(sorted(findings, key=lambda finding: (finding.year, finding.reference)))
