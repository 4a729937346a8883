"""Merging findings as reported into real ones."""

from typing import Any

from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.merges import MergeDecisionInput, MergeInput, MergeShape, MergeUndoInput
from tracker.models import Finding, FindingMerge
from tracker.models.visibility import Person
from tracker.roles import Permission
from tracker.selectors.filters import MergeFilter
from tracker.services import merges

COLUMNS = (
    "id",
    "reported__reference",
    "original__reference",
    "status",
    "score",
    "reasons",
    "decided_by__name",
    "decided_at",
    "note",
)
AS_IT_IS = ("id", "status", "reasons", "decided_at", "note")


class MergeList(ListView):
    queryset = FindingMerge.objects.none()
    scopes = {"GET": Scope.REPORTS_WRITE, "POST": Scope.REPORTS_WRITE}
    columns, order = COLUMNS, ("-id",)
    filterset_class = MergeFilter

    @documented(
        "list_merges", "Findings as reported that are, or may be, real ones", MergeShape(many=True),
        tag="reports", description="Proposed in the background when a report is decided.",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.DECIDE_REPORT)
        return self.page_of(FindingMerge.objects.visible_to(request.user), lambda row: shown(row, self.links))

    @documented(
        "merge_findings", "Merge a finding as reported into the real one", MergeShape,
        CONFLICT, REFUSED, status=CREATED, body=MergeInput, tag="reports",
        description="Also where it was not proposed. The old reference then leads to the real finding.",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        access.require(request.user, Permission.DECIDE_REPORT)
        given = self.checked(MergeInput)
        row = merges.merge_findings(
            reported=_held(request.user, given, "reported"),
            original=_held(request.user, given, "original"),
            by=request.user,
            now=timezone.now(),
            note=given.get("note", ""),
        )
        return Response(one(row, self.links), CREATED)


class MergeDecision(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "decide_merge", "Merge the two findings, or say that they are not the same", MergeShape,
        NOT_FOUND, CONFLICT, REFUSED, body=MergeDecisionInput, tag="reports",
        description="The same decision twice is as once.",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        merge = access.get_merge_for(request.user, pk)
        given = self.checked(MergeDecisionInput)
        return Response(
            one(merges.decide(merge=merge, by=request.user, now=timezone.now(), **given), self.links)
        )


class MergeUndo(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "undo_merge", "Take a merge back", MergeShape, NOT_FOUND, CONFLICT, REFUSED,
        body=MergeUndoInput, tag="reports",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        merge = access.get_merge_for(request.user, pk)
        given = self.checked(MergeUndoInput)
        return Response(
            one(merges.undo(merge=merge, by=request.user, now=timezone.now(), **given), self.links)
        )


def one(merge: FindingMerge, links: Links) -> dict[str, Any]:
    return shown(FindingMerge.objects.values(*COLUMNS).get(pk=merge.pk), links)


def shown(row: Row, links: Links) -> dict[str, Any]:
    return {
        **{name: row[name] for name in AS_IT_IS},
        "reported": row["reported__reference"],
        "original": links.finding(row["original__reference"]),
        "score": None if row["score"] is None else float(row["score"]),
        "decided_by": row["decided_by__name"],
        "decision": links.merge(row["id"], "decision/"),
        "undo": links.merge(row["id"], "undo/"),
    }


def _held(user: Person, given: Row, field: str) -> Finding:
    try:
        return access.get_held_finding_for(user, given[field])
    except access.NotVisible:
        raise ValidationError(
            {field: [ErrorDetail(f"There is no finding {given[field]}.", "not_found")]}
        ) from None
