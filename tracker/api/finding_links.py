"""Links between findings of different years: proposed ones to decide, new ones, candidates, undoing.

(`links` is the module of the API's own addresses.)
"""

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
from tracker.api.shapes.links import (
    CandidatesShape,
    FindingLinkInput,
    FindingLinkShape,
    FindingLinkWholeShape,
    LinkDecisionInput,
)
from tracker.models import Finding, FindingLink
from tracker.roles import Permission
from tracker.selectors.candidates import Likely, Side, likely
from tracker.selectors.filters import LinkFilter
from tracker.selectors.links import MOST_USEFUL_FIRST, decisions_of, with_usefulness
from tracker.services import links as linking

COLUMNS = (
    "id",
    "predecessor__reference",
    "successor__reference",
    "relation",
    "status",
    "score",
    "reasons",
    "statement_id",
    "decided_by__name",
    "decided_at",
    "note",
)
AS_IT_IS = ("id", "relation", "status", "reasons", "decided_at", "note")
MOST_CANDIDATES = 20


class LinkList(ListView):
    queryset = FindingLink.objects.none()
    scopes = {"GET": Scope.REPORTS_WRITE, "POST": Scope.REPORTS_WRITE}
    columns, order = (*COLUMNS, "rank", "is_settled", "likelihood"), MOST_USEFUL_FIRST
    filterset_class = LinkFilter

    @documented(
        "list_links", "Links between findings, proposed and decided", FindingLinkShape(many=True),
        tag="links", description="`?status=proposed` are those that wait for a decision, most useful first: "
        "likely continuations of open findings, then by score.",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.DECIDE_REPORT)
        rows = with_usefulness(FindingLink.objects.visible_to(request.user))
        return self.page_of(rows, lambda row: shown(row, self.links))

    @documented(
        "make_link", "Link two findings", FindingLinkWholeShape, CONFLICT, REFUSED,
        status=CREATED, body=FindingLinkInput, tag="links",
        description="Of one force (or of the one it succeeded), the earlier inspection year first.",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        access.require(request.user, Permission.DECIDE_REPORT)
        given = self.checked(FindingLinkInput)
        for end in ("predecessor", "successor"):
            given[end] = _finding(request, given[end], end)
        link = linking.link(by=request.user, now=timezone.now(), **given)
        answer = whole(link, self.links)
        return Response(answer, CREATED, headers={"Location": answer["url"]})


class LinkDetail(ApiView):
    scopes = {"GET": Scope.REPORTS_WRITE}

    @documented("link", "One link with every decision on it", FindingLinkWholeShape, NOT_FOUND, tag="links")
    def get(self, request: Request, pk: int) -> Response:
        return Response(whole(access.get_link_for(request.user, pk), self.links))


class LinkDecisionMade(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "decide_link", "Confirm or reject a link, or decide it anew", FindingLinkWholeShape,
        NOT_FOUND, CONFLICT, REFUSED, body=LinkDecisionInput, tag="links",
        description="The same decision twice is as once. What was decided stands unless `replaces` names it.",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        link = access.get_link_for(request.user, pk)
        given = self.checked(LinkDecisionInput)
        linking.decide(link=link, by=request.user, now=timezone.now(), **given)
        return Response(whole(link, self.links))


class CandidateList(ApiView):
    scopes = {"GET": Scope.REPORTS_WRITE}

    @documented(
        "list_candidates", "Findings that this one may be linked to, the likeliest first",
        CandidatesShape, NOT_FOUND, tag="links",
        description="`side` is earlier or later. To search by words use the list of findings: `force`, `q`.",
    )  # fmt: skip
    def get(self, request: Request, reference: str, side: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.DECIDE_REPORT)
        if side not in tuple(Side):
            raise access.NotVisible
        rows = likely(finding, Side(side), most=MOST_CANDIDATES)
        shown_rows = [_candidate(row, self.links) for row in rows]
        return Response({"finding": self.links.finding(reference), "candidates": shown_rows})


def whole(link: FindingLink, links: Links) -> dict[str, Any]:
    """The link as its own address shows it, read anew."""
    decisions = [
        {
            "number": decision.number,
            "status": decision.status,
            "relation": decision.relation,
            "note": decision.note,
            "decided_by": decision.decided_by.name,
            "decided_at": decision.decided_at,
        }
        for decision in decisions_of(link)
    ]
    return {**shown(FindingLink.objects.values(*COLUMNS).get(pk=link.pk), links), "decisions": decisions}


def shown(row: Row, links: Links) -> dict[str, Any]:
    return {
        **{name: row[name] for name in AS_IT_IS},
        "url": links.link(row["id"]),
        "score": None if row["score"] is None else float(row["score"]),
        "told_of": row["statement_id"] is not None,
        "predecessor": links.finding(row["predecessor__reference"]),
        "successor": links.finding(row["successor__reference"]),
        "decided_by": row["decided_by__name"],
        "decision": links.link(row["id"], "decision/"),
    }


def _candidate(row: Likely, links: Links) -> dict[str, Any]:
    finding = row.finding
    return {
        "finding": links.finding(finding.reference),
        "reference": finding.reference,
        "year": finding.year,
        "kind": finding.kind,
        "text": finding.text,
        "score": row.score,
        "proposed": row.is_proposed,
        "reasons": row.reasons,
        "link": links.link(row.link.pk) if row.link else None,
    }


def _finding(request: Request, reference: str, field: str) -> Finding:
    finding = Finding.objects.visible_to(request.user).filter(reference=reference).first()
    if finding is None:
        raise ValidationError({field: [ErrorDetail(f"There is no finding {reference}.", "not_found")]})
    return finding
