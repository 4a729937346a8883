"""Drafts of updates: one a person and finding, known to nobody else, until it is sent or discarded."""

from typing import Any

from django.utils import timezone
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView
from tracker.api.links import Links
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.drafts import DraftInput, DraftShape, SendDraftInput
from tracker.api.shapes.work import UpdateShape
from tracker.api.updates import one
from tracker.models import Finding, UpdateDraft
from tracker.roles import Permission
from tracker.selectors.updates import own_drafts
from tracker.services import drafts

ANSWERS = ("force_status", "waiting_on", "narrative", "force_due_on", "due_reason")


class DraftList(ApiView):
    scopes = {"GET": Scope.UPDATES_WRITE}

    @documented("list_drafts", "Your unsent updates, the latest first", DraftShape(many=True), tag="updates")
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.SUBMIT_UPDATE)
        return Response([_shown(row, self.links) for row in own_drafts(request.user)])


class Draft(ApiView):
    scopes = {"GET": Scope.UPDATES_WRITE, "PUT": Scope.UPDATES_WRITE}

    @documented("draft", "Your unsent update of a finding", DraftShape, NOT_FOUND, tag="updates")
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SUBMIT_UPDATE)
        return Response(_own(finding, request.user, self.links))

    @documented(
        "save_draft", "Save your unsent update", DraftShape, NOT_FOUND, CONFLICT, body=DraftInput,
        tag="updates", description="What is left out stays as it was saved before. Nobody else sees it.",
    )  # fmt: skip
    def put(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SUBMIT_UPDATE)
        answers = self.checked(DraftInput)
        if "force_due_on" in answers:
            answers["force_due_on"] = answers["force_due_on"] and answers["force_due_on"].isoformat()
        drafts.save_draft(finding=finding, by=request.user, now=timezone.now(), answers=answers)
        return Response(_own(finding, request.user, self.links))


class DraftDiscard(ApiView):
    scopes = {"POST": Scope.UPDATES_WRITE}

    @documented(
        "discard_draft", "Forget your unsent update; answers with what it was", DraftShape, NOT_FOUND,
        tag="updates",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SUBMIT_UPDATE)
        was = _own(finding, request.user, self.links)
        drafts.discard_draft(finding=finding, by=request.user)
        return Response(was)


class DraftSend(ApiView):
    scopes = {"POST": Scope.UPDATES_WRITE}

    @documented(
        "send_draft", "Send your draft as an update, once", UpdateShape, NOT_FOUND, CONFLICT, REFUSED,
        status=CREATED, body=SendDraftInput, tag="updates",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SUBMIT_UPDATE)
        given = self.checked(SendDraftInput)
        update = drafts.send_draft(finding=finding, by=request.user, now=timezone.now(), **given)
        answer = one(update.pk, self.links)
        return Response(answer, CREATED, headers={"Location": answer["url"]})


def _own(finding: Finding, user: Any, links: Links) -> dict[str, Any]:
    draft = own_drafts(user).filter(finding=finding).first()
    if draft is None:
        raise NotFound("You have no draft of this finding.")
    return _shown(draft, links)


def _shown(draft: UpdateDraft, links: Links) -> dict[str, Any]:
    reference = draft.finding.reference
    return {
        "url": links.finding(reference, "draft/"),
        "finding": links.finding(reference),
        "reference": reference,
        "saved_at": draft.saved_at,
        "finding_changed": draft.finding_version != draft.finding.version,
        **{name: draft.answers.get(name) or None for name in ANSWERS},
        "evidence": [links.evidence(item.pk) for item in draft.evidence.all()],
    }
