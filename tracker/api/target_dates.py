"""Target dates of a finding: each as it was set or moved."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ListView, Row
from tracker.api.schema import CONFLICT, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.target_dates import TargetDateInput, TargetDateShape
from tracker.models import TargetDate
from tracker.roles import Permission
from tracker.services import target_dates


class TargetDateList(ListView):
    queryset = TargetDate.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ, "POST": Scope.REVIEWS_WRITE}
    columns = ("id", "is_hmicfrs", "due_on", "moved_from", "reason", "set_by__name", "set_at")
    order = ("set_at", "id")

    @documented(
        "list_target_dates", "Target dates, the first one first", TargetDateShape(many=True), NOT_FOUND,
        tag="findings",
        description="HMICFRS's and the force's own, apart by `is_hmicfrs`; the force's go with its updates.",
    )  # fmt: skip
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SEE_WORKSPACE)
        return self.page_of(finding.target_dates.all(), shown)

    @documented(
        "set_target_date", "Set or move HMICFRS's target date", TargetDateShape, NOT_FOUND, CONFLICT, REFUSED,
        body=TargetDateInput, tag="findings",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.REVIEW)
        given = self.checked(TargetDateInput)
        target_dates.set_for_hmicfrs(finding=finding, by=request.user, now=timezone.now(), **given)
        rows = finding.target_dates.filter(is_hmicfrs=True).order_by("-set_at", "-pk")
        return Response(shown(rows.values(*self.columns)[0]))


def shown(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("id", "set_by__name")} | {
        "set_by": row["set_by__name"]
    }
