"""Carried forward: open findings whose question the force's latest inspection did not inspect again.

Nothing of it is stored: it begins and ends with what published inspections are known to have inspected.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from tracker.models import BodiesBefore, Finding, FindingLink, Force, Inspection, Statement
from tracker.models.findings import FindingQuerySet
from tracker.selectors.bodies import EVER
from tracker.selectors.questions import question_map
from tracker.vocabulary import Confidence, Pillar, Verdict

# PEEL has had no pillars since 2021/22: such an inspection may come back to the findings of all four.
PILLARS = ("", *Pillar.values)


@dataclass(frozen=True)
class Latest:
    """The latest published inspection that may come back to a force's findings of that kind and pillar: its
    own, or one of a body that took over from it."""

    pk: int
    force_id: int
    kind: str
    pillar: str
    year: int
    asked: frozenset[int]


def carried_forward(rows: FindingQuerySet, *, force: Force | None = None) -> FindingQuerySet:
    """Those of the findings that are carried forward, of one force or of all.

    They are open, the latest inspection of their pillar did not inspect their question, and its report does
    not speak of them all the same. An inspection of which it is not known what it inspected ends nothing and
    begins nothing. Two queries before that of the rows.
    """
    latest = _latest(force)
    if not latest:
        return rows.none()
    not_inspected = reduce(or_, _not_inspected(latest))
    return rows.open().filter(not_inspected).exclude(_spoken_of([each.pk for each in latest]))


def not_inspected_since(finding: Finding) -> int | None:
    """The year of the latest inspection, where it left the finding carried forward. At most three queries."""
    if not carried_forward(Finding.objects.filter(pk=finding.pk), force=finding.force).exists():
        return None
    of = (finding.inspection.programme.kind, finding.inspection.pillar)
    return next(each.year for each in _latest(finding.force) if (each.kind, each.pillar) == of)


def _latest(force: Force | None) -> Sequence[Latest]:
    found: dict[tuple[int, str], dict[str, tuple[int, int, list[int]]]] = defaultdict(dict)
    for pk, force_id, kind, pillar, year, questions, before in _inspected(force):
        for body in (force_id, *before):
            of_pillar = found[body, kind]
            of_pillar[pillar] = max(of_pillar.get(pillar, (0, 0, [])), (year, pk, questions))
    return [
        Latest(pk, force_id, kind, pillar, year, frozenset(questions))
        for (force_id, kind), of_pillar in found.items()
        if force is None or force_id == force.pk
        for pillar in PILLARS
        for year, pk, questions in _newest(of_pillar, pillar)
    ]


def _inspected(force: Force | None) -> "QuerySet[Inspection, Any]":
    """The latest inspections of each force, kind and pillar, with the questions and the bodies before it."""
    asked = Inspection.assessed.through.objects.filter(inspection=OuterRef("pk")).values("question")
    rows = Inspection.objects.public(on=timezone.localdate()).filter(Exists(asked))
    rows = rows.annotate(before=BodiesBefore("force", Value(EVER)))
    if force:
        rows = rows.filter(Q(force=force) | Q(before__contains=[force.pk]))
    rows = rows.order_by("force_id", "programme__kind", "pillar", "-year", "-pk")
    return rows.distinct("force_id", "programme__kind", "pillar").values_list(
        "pk", "force_id", "programme__kind", "pillar", "year", ArraySubquery(asked), "before"
    )


def _newest(
    of_pillar: dict[str, tuple[int, int, list[int]]], pillar: str
) -> list[tuple[int, int, list[int]]]:
    """The newest inspection of the pillar, or of no pillar at all; none where there is neither."""
    return sorted(of_pillar[name] for name in {pillar, ""} & of_pillar.keys())[-1:]


def _not_inspected(latest: Iterable[Latest]) -> list[Q]:
    """One condition for all forces of which the same is true: there are few, as programmes are national."""
    alike: dict[tuple[str, str, int, frozenset[int]], list[int]] = defaultdict(list)
    for each in latest:
        alike[each.kind, each.pillar, each.year, each.asked].append(each.force_id)
    questions = question_map()
    return [
        Q(inspection__programme__kind=kind, inspection__pillar=pillar, year__lt=year, force__in=forces)
        & Q(question__isnull=False)
        # One that overlaps in part may have been inspected: that begins nothing.
        & ~Q(question__in=questions.covered_by(asked, at_least=Confidence.LOW))
        for (kind, pillar, year, asked), forces in alike.items()
    ]


def _spoken_of(inspections: Sequence[int]) -> Q:
    """The report speaks of the finding all the same, or takes it up under another question."""
    said = Statement.objects.filter(
        finding=OuterRef("pk"), report__inspection__in=inspections, counted_at__isnull=False
    ).exclude(verdict=Verdict.NOT_REINSPECTED)
    taken_up = FindingLink.objects.confirmed().filter(
        predecessor=OuterRef("pk"), successor__inspection__in=inspections
    )
    return Q(Exists(said)) | Q(Exists(taken_up))
