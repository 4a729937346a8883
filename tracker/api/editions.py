"""Corrected editions of a report, and what differs in them."""

from typing import Any

from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.reports import whole
from tracker.api.schema import CONFLICT, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.corrections import WithdrawInput
from tracker.api.shapes.editions import EditionDecisionInput, EditionDifferenceShape, EditionInput
from tracker.api.shapes.reports import ReportShape
from tracker.models import EditionDifference
from tracker.services import editions

COLUMNS = (
    "id",
    "report_id",
    "before_id",
    "before__report_id",
    "before__kind",
    "after_id",
    "changes",
    "status",
    "decided_by__name",
    "decided_at",
    "note",
)
AS_IT_IS = ("id", "changes", "status", "decided_at", "note")


class ReportEdition(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "mark_edition", "Mark a report as the corrected edition of an earlier one", ReportShape,
        NOT_FOUND, CONFLICT, REFUSED, body=EditionInput, tag="reports",
        description="What is the same stays as it was decided; `differences` holds the rest.",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        given = self.checked(EditionInput)
        try:
            earlier = access.get_report_for(request.user, given["report"])
        except access.NotVisible:
            raise ValidationError(
                {"report": [ErrorDetail("There is no such report.", "not_found")]}
            ) from None
        report = editions.mark(report=report, replaces=earlier, by=request.user, now=timezone.now())
        return Response(whole(report, self.links))


class EditionUnmarking(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "unmark_edition", "Say that a report is no corrected edition after all", ReportShape,
        NOT_FOUND, CONFLICT, REFUSED, body=WithdrawInput, tag="reports",
        description="While nothing of it was taken over. What was carried over waits for a decision again.",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        given = self.checked(WithdrawInput)
        report = editions.unmark(report=report, by=request.user, now=timezone.now(), **given)
        return Response(whole(report, self.links))


class DifferenceList(ListView):
    queryset = EditionDifference.objects.none()
    scopes = {"GET": Scope.REPORTS_WRITE}
    columns, order = COLUMNS, ("id",)

    @documented(
        "list_edition_differences", "What differs in a corrected edition", EditionDifferenceShape(many=True),
        NOT_FOUND, tag="reports",
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        return self.page_of(report.differences.all(), lambda row: shown(row, self.links))


class DifferenceDecision(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "decide_edition_difference", "Take a difference over, or leave what stands", EditionDifferenceShape,
        NOT_FOUND, CONFLICT, REFUSED, body=EditionDecisionInput, tag="reports",
        description="The same decision twice is as once.",
    )  # fmt: skip
    def post(self, request: Request, report_pk: int, pk: int) -> Response:
        row = access.get_difference_for(request.user, report_pk, pk)
        given = self.checked(EditionDecisionInput)
        editions.decide(difference=row, by=request.user, now=timezone.now(), **given)
        return Response(shown(EditionDifference.objects.values(*COLUMNS).get(pk=row.pk), self.links))


def shown(row: Row, links: Links) -> dict[str, Any]:
    return {
        **{name: row[name] for name in AS_IT_IS},
        "kind": row["before__kind"],
        "is_gone": row["after_id"] is None,
        "before": links.proposal(row["before__report_id"], row["before_id"]),
        "decided_by": row["decided_by__name"],
        "decision": links.report(row["report_id"], f"differences/{row['id']}/decision/"),
    }
