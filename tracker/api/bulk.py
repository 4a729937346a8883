"""Changing several findings at once, each by its own service; or only trying it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView
from tracker.api.schema import REFUSED, documented
from tracker.api.shapes.bulk import BulkInput, BulkShape
from tracker.models.visibility import Person
from tracker.roles import Permission
from tracker.services import bulk
from tracker.services.bulk import BulkDeed

Body = Mapping[str, Any]


class Bulk(ApiView):
    scopes = {"POST": Scope.REVIEWS_WRITE}

    @documented(
        "change_several_findings", "Change several findings at once, or try it", BulkShape, REFUSED,
        body=BulkInput, tag="findings",
        description="Each changes by itself; one that is refused stays as it was and says why.",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        access.require(request.user, Permission.SEE_REGISTER)
        body = self.checked(BulkInput)
        deed = BulkDeed(body["deed"])
        access.require(request.user, bulk.DEEDS[deed].permission)
        do = bulk.preview if body["dry_run"] else bulk.carry_out
        given = GIVEN[deed](body, request.user)
        outcomes = do(deed=deed, references=body["references"], by=request.user, now=timezone.now(), **given)
        rows = [
            {"reference": row.reference, "changes": not row.why_not, "why_not": row.why_not}
            for row in outcomes
        ]
        return Response({"dry_run": body["dry_run"], "outcomes": rows})


def _theme(body: Body, user: Person) -> dict[str, Any]:
    try:
        return {"theme": access.get_theme_for(user, body.get("theme", ""))}
    except access.NotVisible:
        raise ValidationError(
            {"theme": [ErrorDetail("There is no theme with this name.", "not_found")]}
        ) from None


GIVEN: Mapping[BulkDeed, Callable[[Body, Person], dict[str, Any]]] = {BulkDeed.THEME: _theme}
