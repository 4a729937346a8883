"""Claim against verdict: what forces called complete, and what the next report said."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ListView, Row
from tracker.api.forces import named
from tracker.api.schema import documented
from tracker.api.shapes.work import ContradictedClaimShape, ContradictedCountShape
from tracker.api.sources import source_of
from tracker.models import Force, Statement, Update
from tracker.roles import Permission
from tracker.selectors.claims import contradicted_claims, counts_by_force
from tracker.selectors.filters import ClaimFilter

COLUMNS = (
    "id",
    "number",
    "submitted_at",
    "finding__reference",
    "finding__merged_into__reference",
    "finding__force__slug",
    "finding__force__name",
    "answer",
)


class ContradictedClaims(ListView):
    queryset = Update.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ}
    columns, order = COLUMNS, ("-submitted_at", "-id")
    filterset_class = ClaimFilter

    @documented(
        "list_contradicted_claims", "Findings called complete that the next report did not find resolved",
        ContradictedClaimShape(many=True), tag="findings",
        description="Only of findings whose workspace you may see.",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.SEE_WORKSPACE)
        rows = self.page(contradicted_claims(request.user))
        said = Statement.objects.select_related("report").in_bulk([row["answer"] for row in rows])
        return self.get_paginated_response([self._shown(row, said[row["answer"]]) for row in rows])

    def _shown(self, row: Row, verdict: Statement) -> dict[str, Any]:
        sent_for, slug = row["finding__reference"], row["finding__force__slug"]
        reference = row["finding__merged_into__reference"] or sent_for
        return {
            "finding": self.links.finding(reference),
            "reference": reference,
            "force": named(slug, row["finding__force__name"], self.links.force(slug)),
            "claim": self.links.update(sent_for, row["number"]),
            "claimed_at": row["submitted_at"],
            "verdict": verdict.verdict,
            "verdict_year": verdict.year,
            "quote": verdict.quote,
            "source": source_of(verdict.report, ""),
        }


class ContradictedCounts(ListView):
    queryset = Force.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ}
    columns, order = ("slug", "name", "contradicted"), ("name",)

    @documented(
        "count_contradicted_claims", "How many contradicted claims each force has",
        ContradictedCountShape(many=True), tag="findings",
        description="Only of forces whose workspace you may see; those with none are left out.",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.SEE_WORKSPACE)
        return self.page_of(counts_by_force(request.user), self._shown)

    def _shown(self, row: Row) -> Row:
        force = named(row["slug"], row["name"], self.links.force(row["slug"]))
        return {"force": force, "contradicted": row["contradicted"]}
