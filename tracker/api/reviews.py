"""HMICFRS's review queue, and its decisions on updates."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.work import QueuedUpdateShape, ReviewInput, UpdateShape
from tracker.api.updates import COLUMNS, one, shown
from tracker.models import Update
from tracker.roles import Permission
from tracker.selectors.reviews import queue
from tracker.services import reviews
from tracker.vocabulary import ReviewOutcome


class ReviewQueue(ListView):
    queryset = Update.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ}
    columns, order = COLUMNS, ("submitted_at", "id")

    @documented(
        "list_reviews",
        "Updates that await HMICFRS, oldest first",
        QueuedUpdateShape(many=True),
        tag="reviews",
    )
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.REVIEW)
        waiting = shown(self.page(queue(request.user)), self.links)
        return self.get_paginated_response([{**row, "review": f"{row['url']}review/"} for row in waiting])


class UpdateReview(ApiView):
    scopes = {"POST": Scope.REVIEWS_WRITE}

    @documented(
        "review_update", "Accept an update, with closure or without, or ask for more evidence", UpdateShape,
        NOT_FOUND, CONFLICT, REFUSED, status=CREATED, body=ReviewInput, tag="reviews",
    )  # fmt: skip
    def post(self, request: Request, reference: str, number: int) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.REVIEW)
        update = get_object_or_404(finding.updates.select_related("finding"), number=number)
        _decide(update, request, self.checked(ReviewInput))
        answer = one(update.pk, self.links)
        return Response(answer, CREATED, headers={"Location": answer["url"]})


def _decide(update: Update, request: Request, given: dict[str, Any]) -> None:
    accepts = given.pop("outcome") == ReviewOutcome.ACCEPTED
    deed = reviews.accept if accepts else reviews.return_to_force
    deed(update=update, by=request.user, now=timezone.now(), **given)
