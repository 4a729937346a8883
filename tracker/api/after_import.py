"""After the import of a report: what it is silent about, and what it repeats silently."""

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ListView, Row
from tracker.api.finding_links import COLUMNS, shown
from tracker.api.schema import CONFLICT, NOT_FOUND, documented
from tracker.api.shapes.links import FindingLinkShape
from tracker.api.shapes.reports import UnaccountedForShape
from tracker.models import Finding, FindingLink
from tracker.selectors.after_import import silent_repeats, unaccounted_for
from tracker.selectors.findings import ORDER
from tracker.services.reports import NoInspectionYet


class UnaccountedFor(ListView):
    queryset = Finding.objects.none()
    scopes = {"GET": Scope.REPORTS_WRITE}
    columns = ("id", "reference", "year", "kind", "text", "question__text", "silence")
    order = ORDER

    @documented(
        "list_unaccounted_for", "Earlier open findings of which a report says nothing",
        UnaccountedForShape(many=True), NOT_FOUND, CONFLICT, tag="reports",
        description="Known once the report's inspection is confirmed; shorter as statements are confirmed.",
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        inspection = access.get_report_for(request.user, pk).inspection
        if inspection is None:
            raise NoInspectionYet("Confirm the inspection first: it says which findings are earlier ones.")
        return self.page_of(unaccounted_for(inspection), self._shown)

    def _shown(self, row: Row) -> Row:
        facts = {name: row[name] for name in ("reference", "year", "kind", "text", "silence")}
        return {**facts, "finding": self.links.finding(row["reference"]), "question": row["question__text"]}


class SilentRepeatList(ListView):
    queryset = FindingLink.objects.none()
    scopes = {"GET": Scope.REPORTS_WRITE}
    columns, order = COLUMNS, ("id",)

    @documented(
        "list_silent_repeats", "New findings like earlier ones that the report does not mention",
        FindingLinkShape(many=True), NOT_FOUND, tag="reports",
        description="Proposed in the background once everything in the report is decided: see `compared_at`.",
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        return self.page_of(silent_repeats(report), lambda row: shown(row, self.links))
