"""Changing several findings at once, each by its own service; or only trying it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView
from tracker.api.people import chosen
from tracker.api.schema import REFUSED, documented
from tracker.api.shapes.bulk import BulkInput, BulkShape, ForceBulkInput
from tracker.models import Theme
from tracker.models.visibility import Person
from tracker.roles import Permission
from tracker.selectors.leads import may_lead
from tracker.services import bulk
from tracker.services.bulk import BulkDeed

Body = Mapping[str, Any]
EACH_BY_ITSELF = "Each changes by itself; one that is refused stays as it was and says why."


class Bulk(ApiView):
    """Deeds of HMICFRS's people."""

    scopes = {"POST": Scope.REVIEWS_WRITE}

    @documented(
        "change_several_findings", "Change several findings at once, or try it", BulkShape, REFUSED,
        body=BulkInput, tag="findings", description=EACH_BY_ITSELF,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        return self.changed(request, BulkInput)

    def changed(self, request: Request, shape: type[Serializer]) -> Response:
        access.require(request.user, Permission.SEE_REGISTER)
        body = self.checked(shape)
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


class ForceBulk(Bulk):
    """Deeds of a force's people."""

    scopes = {"POST": Scope.UPDATES_WRITE}

    @documented(
        "change_several_findings_of_the_force", "Change several findings of your force, or try it", BulkShape,
        REFUSED, body=ForceBulkInput, tag="actions", description=EACH_BY_ITSELF,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        return self.changed(request, ForceBulkInput)


def _theme(body: Body, user: Person) -> dict[str, Any]:
    return {"theme": theme_called(body.get("theme", ""), user)}


def theme_called(slug: str, user: Person) -> Theme:
    """Raises ValidationError at `theme`."""
    try:
        return access.get_theme_for(user, slug)
    except access.NotVisible:
        raise ValidationError(
            {"theme": [ErrorDetail("There is no theme with this name.", "not_found")]}
        ) from None


def _lead(body: Body, user: Person) -> dict[str, Any]:
    """Null is nobody; left out is a mistake."""
    if "lead" not in body:
        raise ValidationError({"lead": [ErrorDetail("Say who leads; null for nobody.", "required")]})
    return {"lead": chosen(may_lead(user), body["lead"], "lead")}


def _date(body: Body, user: Person) -> dict[str, Any]:
    if "due_on" not in body:
        raise ValidationError({"due_on": [ErrorDetail("Say the target date.", "required")]})
    return {"due_on": body["due_on"], "reason": body.get("reason", "")}


GIVEN: Mapping[BulkDeed, Callable[[Body, Person], dict[str, Any]]] = {
    BulkDeed.THEME: _theme,
    BulkDeed.LEAD: _lead,
    BulkDeed.TARGET_DATE: _date,
    BulkDeed.FORCE_DATE: _date,
}
