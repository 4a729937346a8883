"""How the machine and people agree, in numbers, and the items behind each."""

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.proposals import COLUMNS, shown
from tracker.api.schema import documented
from tracker.api.shapes.agreement import AgreedItemShape, AgreementShape
from tracker.models import Proposal
from tracker.roles import Permission
from tracker.selectors.agreement import Agreed, agreement, items
from tracker.selectors.filters import AgreementFilter


class AgreementTable(ApiView):
    scopes = {"GET": Scope.REPORTS_WRITE}

    @documented(
        "agreement", "How machine and people agree, by kind and version of the reader",
        AgreementShape(many=True), tag="reports",
        description="A short table, not by pages. `rate` is the share confirmed as proposed of all decided.",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.DECIDE_REPORT)
        return Response([_shown(row) for row in agreement(request.user)])


class AgreementItems(ListView):
    queryset = Proposal.objects.none()
    scopes = {"GET": Scope.REPORTS_WRITE}
    columns, order = (*COLUMNS, "outcome"), ("-id",)
    filterset_class = AgreementFilter

    @documented(
        "agreement_items", "The items behind the numbers, with what people changed",
        AgreedItemShape(many=True), tag="reports",
        description="`reader=none` gives what was added by hand.",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.DECIDE_REPORT)
        rows = items(request.user).order_by()
        return self.page_of(rows, lambda row: shown(row, self.links) | {"outcome": row["outcome"]})


def _shown(row: Agreed) -> Row:
    counts = {outcome.value: count for outcome, count in row.counts.items()}
    return {"kind": row.kind, "reader": row.reader or None, **counts, "rate": row.rate}
