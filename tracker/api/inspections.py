"""Inspections and the judgments given in them."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker.api.base import ApiView, ListView, Row
from tracker.api.forces import named
from tracker.api.links import Links
from tracker.api.schema import NOT_FOUND, documented
from tracker.api.shapes.reference import InspectionRowShape, InspectionShape
from tracker.models import Inspection, Judgment
from tracker.models.visibility import Person
from tracker.selectors.filters import InspectionFilter

COLUMNS = (
    "id",
    "pillar",
    "year",
    "public_from",
    "force__slug",
    "force__name",
    "programme__slug",
    "programme__name",
)


class InspectionList(ListView):
    queryset = Inspection.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ}
    columns, order = COLUMNS, ("-year", "-id")
    filterset_class = InspectionFilter

    @documented(
        "list_inspections", "Inspections, newest first", InspectionRowShape(many=True), tag="reference"
    )
    def get(self, request: Request) -> Response:
        return self.page_of(Inspection.objects.visible_to(request.user), lambda row: shown(row, self.links))


class InspectionDetail(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented(
        "inspection", "One inspection with its judgments", InspectionShape, NOT_FOUND, tag="reference"
    )
    def get(self, request: Request, pk: int) -> Response:
        rows = Inspection.objects.visible_to(request.user).values(*COLUMNS, "programme__scale__name")
        row = get_object_or_404(rows, pk=pk)
        found = f"?force={row['force__slug']}&programme={row['programme__slug']}&year={row['year']}"
        return Response(
            {
                **shown(row, self.links),
                "scale": row["programme__scale__name"],
                "judgments": _judgments(pk, request.user),
                "findings": f"{self.links.root}findings/{found}",
            }
        )


def shown(row: Row, links: Links) -> dict[str, Any]:
    force, programme = row["force__slug"], row["programme__slug"]
    return {
        "url": links.inspection(row["id"]),
        "force": named(force, row["force__name"], links.force(force)),
        "programme": named(programme, row["programme__name"], links.programme(programme)),
        "pillar": row["pillar"] or None,
        "year": row["year"],
        "public_from": row["public_from"],
    }


def _judgments(inspection_id: int, user: Person) -> list[dict[str, Any]]:
    rows = Judgment.objects.visible_to(user).filter(inspection=inspection_id)
    rows = rows.order_by("question__position", "pk").select_related("question", "grade")
    return [_judgment(judgment) for judgment in rows]


def _judgment(judgment: Judgment) -> dict[str, Any]:
    return {
        "question": judgment.question.slug if judgment.question else None,
        "text": judgment.question.text if judgment.question else "Overall",
        "grade": judgment.grade.label if judgment.grade else None,
        "last_inspected": judgment.last_inspected,
        "carried_forward": judgment.carried_forward,
    }
