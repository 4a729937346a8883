"""Splitting and merging what was read."""

from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView
from tracker.api.proposals import one
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.reports import ProposalShape
from tracker.api.shapes.reshaping import ProposalMergeInput, SplitInput
from tracker.services import reshaping


class ProposalSplit(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "split_proposal", "Put several proposals in the place of one", ProposalShape(many=True),
        NOT_FOUND, CONFLICT, REFUSED, status=CREATED, body=SplitInput, tag="reports",
        description="The parts of a statement must stand in the report: they become its quotes.",
    )  # fmt: skip
    def post(self, request: Request, report_pk: int, pk: int) -> Response:
        proposal = access.get_proposal_for(request.user, report_pk, pk)
        given = self.checked(SplitInput)
        made = reshaping.split(proposal=proposal, by=request.user, now=timezone.now(), **given)
        return Response([one(row, self.links) for row in made], CREATED)


class ProposalMerge(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "merge_proposals", "Put one proposal in the place of several", ProposalShape,
        NOT_FOUND, CONFLICT, REFUSED, status=CREATED, body=ProposalMergeInput, tag="reports",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        ids = self.checked(ProposalMergeInput)["proposals"]
        rows = report.proposals.in_bulk(ids)
        unknown = [str(each) for each in ids if each not in rows]
        if unknown:
            told = f"This report has no proposal {', '.join(unknown)}."
            raise ValidationError({"proposals": [ErrorDetail(told, "not_found")]})
        made = reshaping.merge(chosen=rows.values(), by=request.user, now=timezone.now())
        return Response(one(made, self.links), CREATED)
