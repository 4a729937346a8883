"""After the import of a report: what it is silent about, and what it repeats silently."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.schema import CONFLICT, NOT_FOUND, documented
from tracker.api.shapes.reports import LinkDecisionInput, SilentRepeatShape, UnaccountedForShape
from tracker.models import Finding, FindingLink
from tracker.selectors.after_import import silent_repeats, unaccounted_for
from tracker.selectors.findings import ORDER
from tracker.services import links as linking
from tracker.services.reports import NoInspectionYet

LINK_COLUMNS = (
    "id",
    "predecessor__reference",
    "successor__reference",
    "successor__report_id",
    "relation",
    "status",
    "score",
    "reasons",
    "decided_by__name",
    "decided_at",
    "note",
)
AS_IT_IS = ("id", "relation", "status", "score", "reasons", "decided_at", "note")


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
    columns, order = LINK_COLUMNS, ("id",)

    @documented(
        "list_silent_repeats", "New findings like earlier ones that the report does not mention",
        SilentRepeatShape(many=True), NOT_FOUND, tag="reports",
        description="Proposed in the background once everything in the report is decided: see `compared_at`.",
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        return self.page_of(silent_repeats(report), lambda row: shown(row, self.links))


class SilentRepeatDecision(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "decide_silent_repeat", "Confirm or reject a silent repeat", SilentRepeatShape,
        NOT_FOUND, CONFLICT, body=LinkDecisionInput, tag="reports",
        description="The same decision twice is as once.",
    )  # fmt: skip
    def post(self, request: Request, report_pk: int, pk: int) -> Response:
        link = access.get_silent_repeat_for(request.user, report_pk, pk)
        given = self.checked(LinkDecisionInput)
        linking.decide(link=link, by=request.user, now=timezone.now(), **given)
        return Response(shown(FindingLink.objects.values(*LINK_COLUMNS).get(pk=link.pk), self.links))


def shown(row: Row, links: Links) -> dict[str, Any]:
    return {
        **{name: row[name] for name in AS_IT_IS},
        "score": float(row["score"]),
        "predecessor": links.finding(row["predecessor__reference"]),
        "successor": links.finding(row["successor__reference"]),
        "decided_by": row["decided_by__name"],
        "decision": links.report(row["successor__report_id"], f"silent-repeats/{row['id']}/decision/"),
    }
