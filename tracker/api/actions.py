"""Actions of a finding."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.people import chosen
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.actions import ActionInput, ActionShape, DoneInput, MoveInput
from tracker.models import Action, Finding
from tracker.roles import Permission
from tracker.selectors.action_filters import ActionFilter
from tracker.selectors.actions import listed
from tracker.selectors.people import people_of
from tracker.services import actions

COLUMNS = (
    "id", "finding__reference", "position", "what", "owner__name", "owner__email", "owner_name", "owner_role",
    "due_on", "done_on",
)  # fmt: skip
READ, WRITE = Scope.FINDINGS_READ, Scope.UPDATES_WRITE


class ActionList(ListView):
    queryset = Action.objects.none()
    scopes = {"GET": READ, "POST": WRITE}
    columns, order = COLUMNS, ("position", "id")

    @documented("list_actions", "Actions of a finding", ActionShape(many=True), NOT_FOUND, tag="actions")
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SEE_WORKSPACE)
        return self.page_of(finding.actions.all(), lambda row: shown(row, self.links))

    @documented(
        "add_action", "Add an action", ActionShape, NOT_FOUND, CONFLICT, REFUSED,
        status=CREATED, body=ActionInput, tag="actions",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SUBMIT_UPDATE)
        given = _with_owner(finding, self.checked(ActionInput))
        made = actions.add(finding=finding, by=request.user, now=timezone.now(), **given)
        answer = _one(made, self.links)
        return Response(answer, CREATED, headers={"Location": answer["url"]})


class AllActions(ListView):
    queryset = Action.objects.none()
    scopes = {"GET": READ}
    columns, order = COLUMNS, ("id",)
    filterset_class = ActionFilter

    @documented(
        "list_all_actions", "Actions of all open findings that you see", ActionShape(many=True), tag="actions"
    )
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.SEE_WORKSPACE)
        return self.page_of(listed(request.user).order_by("pk"), lambda row: shown(row, self.links))


class ActionDetail(ApiView):
    scopes = {"GET": READ, "PUT": WRITE}

    @documented("action", "One action", ActionShape, NOT_FOUND, tag="actions")
    def get(self, request: Request, reference: str, pk: int) -> Response:
        action = access.get_action_for(request.user, reference, pk, Permission.SEE_WORKSPACE)
        return Response(_one(action, self.links))

    @documented(
        "change_action", "Say an action anew", ActionShape, NOT_FOUND, CONFLICT, REFUSED,
        body=ActionInput, tag="actions",
    )  # fmt: skip
    def put(self, request: Request, reference: str, pk: int) -> Response:
        action = access.get_action_for(request.user, reference, pk)
        given = _with_owner(action.finding, self.checked(ActionInput), action)
        actions.change(action=action, by=request.user, now=timezone.now(), **given)
        return Response(_one(action, self.links))


class ActionDone(ApiView):
    scopes = {"PUT": WRITE}

    @documented(
        "mark_action_done", "Mark an action as done, or as not done", ActionShape, NOT_FOUND, CONFLICT,
        REFUSED, body=DoneInput, tag="actions",
    )  # fmt: skip
    def put(self, request: Request, reference: str, pk: int) -> Response:
        action = access.get_action_for(request.user, reference, pk)
        actions.set_done(action=action, by=request.user, now=timezone.now(), **self.checked(DoneInput))
        return Response(_one(action, self.links))


class ActionMove(ApiView):
    scopes = {"POST": WRITE}

    @documented(
        "move_action", "Move an action one place up or down", ActionShape, NOT_FOUND, CONFLICT,
        body=MoveInput, tag="actions",
    )  # fmt: skip
    def post(self, request: Request, reference: str, pk: int) -> Response:
        action = access.get_action_for(request.user, reference, pk)
        up = self.checked(MoveInput)["to"] == "up"
        actions.move(action=action, by=request.user, now=timezone.now(), up=up)
        return Response(_one(action, self.links))


class ActionRemoval(ApiView):
    scopes = {"POST": WRITE}

    @documented(
        "remove_action", "Take an action off the list; answers with what it was", ActionShape,
        NOT_FOUND, CONFLICT, tag="actions",
    )  # fmt: skip
    def post(self, request: Request, reference: str, pk: int) -> Response:
        action = access.get_action_for(request.user, reference, pk)
        was = _one(action, self.links)
        actions.remove(action=action, by=request.user, now=timezone.now())
        return Response(was)


def shown(row: Row, links: Links) -> dict[str, Any]:
    reference = row["finding__reference"]
    return {
        "id": row["id"],
        "url": links.finding(reference, f"actions/{row['id']}/"),
        "finding": links.finding(reference),
        "position": row["position"],
        "what": row["what"],
        "owner": row["owner__email"],
        "owner_name": row["owner__name"] or row["owner_name"],
        "owner_role": row["owner_role"],
        "due_on": row["due_on"],
        "done_on": row["done_on"],
    }


def _one(action: Action, links: Links) -> dict[str, Any]:
    return shown(Action.objects.values(*COLUMNS).get(pk=action.pk), links)


def _with_owner(finding: Finding, given: dict[str, Any], action: Action | None = None) -> dict[str, Any]:
    """With the person of that e-mail address. Raises ValidationError where there is none to be owner."""
    people = people_of(finding, action.owner_id if action else None)
    return given | {"owner": chosen(people, given.get("owner"), "owner")}
