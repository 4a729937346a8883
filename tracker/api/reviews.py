"""HMICFRS's review queue, and its decisions on updates."""

from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView
from tracker.api.findings import successor_link
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.work import QueuedUpdateShape, ReviewInput, ReviewStateShape, UpdateShape
from tracker.api.updates import COLUMNS, one, shown
from tracker.models import Review, Update
from tracker.roles import Permission
from tracker.selectors.reviews import queue, waiting_at
from tracker.selectors.states import State, changes_since, seen_of, state_of
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
    scopes = {"GET": Scope.FINDINGS_READ, "POST": Scope.REVIEWS_WRITE}

    @documented(
        "update_review_state", "What is to be decided on, the level of sign-off, and what was decided",
        ReviewStateShape, NOT_FOUND, tag="reviews",
    )  # fmt: skip
    def get(self, request: Request, reference: str, number: int) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.REVIEW)
        update = get_object_or_404(finding.updates.select_related("finding"), number=number)
        state = state_of(update)
        [waiting] = waiting_at([update], request.user)
        return Response(
            {
                "level": {name: getattr(waiting.level, name) for name in ("number", "name", "is_last")},
                "not_yours": waiting.not_yours,
                "seen": seen_of(state),
                "state": state,
                "decisions": [_decided(review, state) for review in _signed(update)],
            }
        )

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
    link = successor_link(update.finding, given)
    given |= {"link": link} if accepts else {}
    deed(update=update, by=request.user, now=timezone.now(), **given)


def _signed(update: Update) -> "QuerySet[Review]":
    return update.reviews.select_related("reviewed_by").order_by("level")


def _decided(review: Review, now: State) -> dict[str, Any]:
    names = ("level", "level_name", "is_final", "outcome", "reason", "more_by", "reviewed_at")
    kept = ("state", "state_sha256")
    return {
        **{name: getattr(review, name) for name in (*names, *kept)},
        "reviewed_by": review.reviewed_by.name,
        "changes": [asdict(change) for change in changes_since(review, now)],
    }
