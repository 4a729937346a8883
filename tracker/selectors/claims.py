"""Claim against verdict: the force said a finding was complete, and the next verdict was not "resolved".

Facts of the workspace: only those who see a finding's workspace see that its force claimed anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from tracker.models import Finding, Force, Statement, Update
from tracker.models.statements import RANK_OF_STRENGTH
from tracker.models.visibility import Person
from tracker.vocabulary import ForceStatus, Verdict

# The finding that the claim counts for: one that was merged counts in the one it was merged into.
STANDING = Coalesce("finding__merged_into", "finding")


@dataclass(frozen=True)
class Divergence:
    """What the force claimed of a finding, and what the next report said of it."""

    claim: Update
    verdict: Statement

    @property
    def finding(self) -> Finding:
        """The one that stands for what was claimed of: the claim may have been sent before a merge."""
        return self.claim.finding.merged_into or self.claim.finding


def contradicted_claims(user: Person) -> "QuerySet[Update]":
    """The claims of completion that the next verdict contradicts, one of each finding: its latest that a
    verdict followed. Each has `answer`, the id of that verdict's statement; the newest claims come first.

    A report published after the claim answers it, once its statement counts; within one report the statement
    that is most about the finding. "Not re-inspected" is no answer.
    """
    claims = Update.objects.visible_to(user).filter(force_status=ForceStatus.COMPLETE)
    answered = claims.annotate(answer=_next("pk")).filter(answer__isnull=False)
    newest_first = Window(RowNumber(), partition_by=[STANDING], order_by=["-submitted_at", "-pk"])
    latest = answered.annotate(place=newest_first).filter(place=1).values("pk")
    rows = Update.objects.filter(pk__in=latest).annotate(answer=_next("pk"), verdict=_next("verdict"))
    rows = rows.exclude(verdict=Verdict.RESOLVED).order_by("-submitted_at", "-pk")
    return rows.select_related("finding__force", "finding__merged_into__force", "submitted_by")


def divergences(claims: Iterable[Update]) -> Sequence[Divergence]:
    """The claims, each with its verdict. One query."""
    claims = list(claims)
    ids = [claim.answer for claim in claims]  # type: ignore[attr-defined]
    said = Statement.objects.select_related("report").in_bulk(ids)
    return [Divergence(claim, said[answer]) for claim, answer in zip(claims, ids, strict=True)]


def counts_by_force(user: Person) -> "QuerySet[Force]":
    """The forces with contradicted claims, each with `contradicted`, how many; the most first."""
    of_force = contradicted_claims(user).order_by().values("finding__force").annotate(n=Count("pk"))
    mine = of_force.filter(finding__force=OuterRef("pk")).values("n")
    rows = Force.objects.annotate(contradicted=Subquery(mine, output_field=IntegerField()))
    return rows.filter(contradicted__gt=0).order_by("-contradicted", "name")


def _next(column: str) -> Subquery:
    """That column of the first statement that answers a claim."""
    said = Statement.objects.filter(
        finding=Coalesce(OuterRef("finding__merged_into"), OuterRef("finding")),
        counted_at__isnull=False,
        public_from__gt=OuterRef("submitted_at__date"),
    )
    about_it = (
        said.exclude(verdict=Verdict.NOT_REINSPECTED).annotate(rank=RANK_OF_STRENGTH).filter(rank__gt=0)
    )
    return Subquery(about_it.order_by("year", "-rank", "-pk").values(column)[:1])
