"""What a force tells HMICFRS of a finding."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.work import UpdateInput, UpdateShape
from tracker.models import Evidence, EvidenceUse, Finding, Review, Update
from tracker.models.visibility import Person
from tracker.roles import Permission
from tracker.services import updates

COLUMNS = (
    "id",
    "number",
    "finding__reference",
    "force_status",
    "waiting_on",
    "narrative",
    "force_due_on",
    "due_reason",
    "corrects__number",
    "correction",
    "submitted_by__name",
    "submitted_at",
)
REVIEW_COLUMNS = (
    "update_id",
    "level",
    "level_name",
    "is_final",
    "outcome",
    "reason",
    "more_by",
    "reviewed_by__name",
    "reviewed_at",
)


class UpdateList(ListView):
    queryset = Update.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ, "POST": Scope.UPDATES_WRITE}
    columns, order = COLUMNS, ("-number",)

    @documented(
        "list_updates", "Updates of a finding, newest first", UpdateShape(many=True), NOT_FOUND, tag="updates"
    )
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_held_finding_for(request.user, reference, Permission.SEE_WORKSPACE)
        return self.get_paginated_response(shown(self.page(finding.updates.all()), self.links))

    @documented(
        "send_update", "Send an update", UpdateShape, NOT_FOUND, CONFLICT, REFUSED,
        status=CREATED, body=UpdateInput, tag="updates",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SUBMIT_UPDATE)
        given = self.checked(UpdateInput)
        given["evidence"] = _evidence(request.user, given.get("evidence", []))
        given["corrects"] = _earlier(finding, given.get("corrects"))
        update = updates.submit(finding=finding, by=request.user, now=timezone.now(), **given)
        answer = one(update.pk, self.links)
        return Response(answer, CREATED, headers={"Location": answer["url"]})


class UpdateDetail(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented("update", "One update with its review", UpdateShape, NOT_FOUND, tag="updates")
    def get(self, request: Request, reference: str, number: int) -> Response:
        finding = access.get_held_finding_for(request.user, reference, Permission.SEE_WORKSPACE)
        return Response(one(get_object_or_404(finding.updates, number=number).pk, self.links))


def one(pk: int, links: Links) -> dict[str, Any]:
    return shown(Update.objects.filter(pk=pk).values(*COLUMNS), links)[0]


def shown(rows: Iterable[Row], links: Links) -> list[dict[str, Any]]:
    """The rows with their reviews and evidence: two queries more, however many rows."""
    page = list(rows)
    ids = [row["id"] for row in page]
    reviews, evidence = _reviews(ids), _used(ids)
    return [
        {**facts(row, links), **_attached(evidence.get(row["id"], ()), reviews.get(row["id"], []), links)}
        for row in page
    ]


def facts(row: Row, links: Links) -> dict[str, Any]:
    """What the force said, as it said it."""
    reference, corrects = row["finding__reference"], row["corrects__number"]
    return {
        "number": row["number"],
        "url": links.update(reference, row["number"]),
        "finding": links.finding(reference),
        "force_status": row["force_status"],
        "waiting_on": row["waiting_on"] or None,
        "narrative": row["narrative"],
        "force_due_on": row["force_due_on"],
        "due_reason": row["due_reason"],
        "corrects": links.update(reference, corrects) if corrects else None,
        "correction": row["correction"],
        "submitted_by": row["submitted_by__name"],
        "submitted_at": row["submitted_at"],
    }


def _attached(evidence: Iterable[int], signed: Sequence[Row], links: Links) -> dict[str, Any]:
    final = next((review for review in signed if review["is_final"]), None)
    return {"evidence": [links.evidence(pk) for pk in evidence], "review": final, "sign_offs": signed}


def _reviews(ids: Sequence[int]) -> dict[int, list[Row]]:
    """The sign-offs of each update, level by level."""
    signed: dict[int, list[Row]] = {}
    for row in Review.objects.filter(update__in=ids).order_by("level").values(*REVIEW_COLUMNS):
        row["reviewed_by"] = row.pop("reviewed_by__name")
        signed.setdefault(row.pop("update_id"), []).append(row)
    return signed


def _used(ids: Sequence[int]) -> dict[int, list[int]]:
    used: dict[int, list[int]] = {}
    rows = EvidenceUse.objects.filter(update__in=ids).order_by("pk")
    for update_id, evidence_id in rows.values_list("update_id", "evidence_id"):
        used.setdefault(update_id, []).append(evidence_id)
    return used


def _evidence(user: Person, ids: Sequence[int]) -> list[Evidence]:
    """The evidence of those ids. Raises ValidationError naming the first that is not there to be seen."""
    found = Evidence.objects.visible_to(user).select_related("force").in_bulk(ids)
    for place, pk in enumerate(ids):
        if pk not in found:
            missing = ErrorDetail(f"There is no evidence {pk}.", "not_found")
            raise ValidationError({"evidence": {str(place): [missing]}})
    return [found[pk] for pk in dict.fromkeys(ids)]


def _earlier(finding: Finding, number: int | None) -> Update | None:
    if number is None:
        return None
    update = finding.updates.filter(number=number).first()
    if update is None:
        raise ValidationError({"corrects": [ErrorDetail(f"There is no update {number}.", "not_found")]})
    return update
