"""Offered closures: what they are, and an inspector's answer."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView
from tracker.api.findings import whole
from tracker.api.forces import named
from tracker.api.links import Links
from tracker.api.schema import CONFLICT, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.closures import ClosureAnswerInput, OfferedClosureShape
from tracker.api.shapes.findings import FindingShape
from tracker.api.sources import source_of
from tracker.models import Finding
from tracker.roles import Permission
from tracker.selectors.closures import Offer, offered, offers_of
from tracker.selectors.filters import OfferedClosureFilter
from tracker.selectors.findings import ORDER
from tracker.services import closures

LEAVE_OPEN = "leave_open"


class OfferedClosureList(ListView):
    queryset = Finding.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ}
    columns, order = ("id", "year", "reference"), ORDER
    filterset_class = OfferedClosureFilter

    @documented(
        "list_offered_closures", "Open findings whose closure is offered, and why",
        OfferedClosureShape(many=True), tag="reviews",
        description="A later finding carries one on, or a report says it is resolved. Nothing closes itself.",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.REVIEW)
        ids = [row["id"] for row in self.page(offered(request.user))]
        rows = offered(request.user).filter(pk__in=ids).select_related("force").order_by(*ORDER)
        offers = offers_of(rows)
        return self.get_paginated_response([_shown(row, offers[row.pk], self.links) for row in rows])


class OfferedClosureAnswer(ApiView):
    scopes = {"POST": Scope.REVIEWS_WRITE}

    @documented(
        "answer_offered_closure", "Close a finding as offered, or leave it open", FindingShape,
        NOT_FOUND, CONFLICT, REFUSED, body=ClosureAnswerInput, tag="reviews",
        description="An update that nobody has decided on comes first: 409.",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.REVIEW)
        given = self.checked(ClosureAnswerInput)
        deed = {"finding": finding, "by": request.user, "now": timezone.now(), "note": given.get("note", "")}
        if given["answer"] == LEAVE_OPEN:
            closures.decline(**deed)
        else:
            closures.take(reason=given["answer"], **deed)
        return Response(whole(finding, request.user, self.links))


def _shown(finding: Finding, offers: Any, links: Links) -> dict[str, Any]:
    force = finding.force
    return {
        "finding": links.finding(finding.reference),
        "reference": finding.reference,
        "force": named(force.slug, force.name, links.force(force.slug)),
        "text": finding.text,
        "update_undecided": finding.is_awaiting_review,
        "offers": [_offer(offer, links) for offer in offers],
        "answer": links.finding(finding.reference, "offered-closure/"),
    }


def _offer(offer: Offer, links: Links) -> dict[str, Any]:
    link, said = offer.link, offer.statement
    return {
        "reason": offer.reason,
        "carried_on_by": links.finding(link.successor.reference) if link else None,
        "quote": said.quote if said else None,
        "source": source_of(said.report, "") if said else None,
    }
