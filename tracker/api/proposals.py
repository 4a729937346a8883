"""Proposals: what a machine read, for a person to confirm, correct or reject."""

from typing import Any

from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.problems import Refused
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.reports import ConfirmInput, ProposalShape, RejectInput
from tracker.api.shapes.reshaping import AddInput
from tracker.models import Finding, Proposal
from tracker.models.visibility import Person
from tracker.selectors.filters import ProposalFilter
from tracker.services import proposals, reshaping
from tracker.services.proposals import StatementDecision
from tracker.services.values import ValueNotUsable

MORE = ("reject_reason", "origin", "reader", "amended_at", "withdrawn_at")
COLUMNS = (
    "id",
    "report_id",
    "kind",
    "position",
    "status",
    "payload",
    "correction",
    "candidates",
    "decided_by__name",
    "decided_at",
    "note",
    *MORE,
    "finding__reference",
    "statement__finding__reference",
)
AS_IT_IS = (
    "id",
    "kind",
    "position",
    "status",
    "payload",
    "correction",
    "candidates",
    "decided_at",
    "note",
    *MORE,
)


class ProposalList(ListView):
    queryset = Proposal.objects.none()
    scopes = {"GET": Scope.REPORTS_WRITE, "POST": Scope.REPORTS_WRITE}
    columns, order = COLUMNS, ("kind", "position")
    filterset_class = ProposalFilter

    @documented(
        "list_proposals", "What was read out of a report", ProposalShape(many=True), NOT_FOUND, tag="reports"
    )
    def get(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        return self.page_of(report.proposals.all(), lambda row: shown(row, self.links))

    @documented(
        "add_proposal", "Add what the machine did not read", ProposalShape, NOT_FOUND, CONFLICT, REFUSED,
        status=CREATED, body=AddInput, tag="reports",
        description="It is confirmed at once, and counts as added by hand.",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        given = self.checked(AddInput)
        item = {name: given.pop(name) for name in ("kind", "quote", "values")}
        decision = _decision(request.user, given)
        try:
            proposal = reshaping.add(
                report=report, by=request.user, now=timezone.now(), decision=decision, **item
            )
        except ValueNotUsable as refusal:
            below = "" if refusal.field == "quote" else "values/"
            raise Refused(refusal, pointer=f"#/{below}{refusal.field}") from None
        return Response(one(proposal, self.links), CREATED)


class ProposalDetail(ApiView):
    scopes = {"GET": Scope.REPORTS_WRITE}

    @documented("proposal", "One proposal", ProposalShape, NOT_FOUND, tag="reports")
    def get(self, request: Request, report_pk: int, pk: int) -> Response:
        return Response(one(access.get_proposal_for(request.user, report_pk, pk), self.links))


class ProposalConfirm(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "confirm_proposal", "Confirm a proposal, with corrections or without", ProposalShape,
        NOT_FOUND, CONFLICT, REFUSED, body=ConfirmInput, tag="reports",
        description="Twice by one person with the same values is as once; else what is decided is refused.",
    )  # fmt: skip
    def post(self, request: Request, report_pk: int, pk: int) -> Response:
        proposal = access.get_proposal_for(request.user, report_pk, pk)
        given = self.checked(ConfirmInput)
        correction = given.pop("correction", None)
        decision = _decision(request.user, given)
        try:
            proposals.confirm(
                proposal=proposal,
                by=request.user,
                now=timezone.now(),
                correction=correction,
                decision=decision,
            )
        except ValueNotUsable as refusal:
            raise Refused(refusal, pointer=f"#/correction/{refusal.field}") from None
        return Response(one(proposal, self.links))


class ProposalReject(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "reject_proposal", "Reject a proposal", ProposalShape, NOT_FOUND, CONFLICT, REFUSED,
        body=RejectInput, tag="reports",
    )  # fmt: skip
    def post(self, request: Request, report_pk: int, pk: int) -> Response:
        proposal = access.get_proposal_for(request.user, report_pk, pk)
        given = self.checked(RejectInput)
        reason = given.pop("reject_reason")
        proposals.reject(proposal=proposal, reason=reason, by=request.user, now=timezone.now(), **given)
        return Response(one(proposal, self.links))


def _decision(user: Person, given: dict[str, Any]) -> StatementDecision | None:
    """What the client says of a statement's finding, its references turned into findings."""
    if not given:
        return None
    if "predecessor" in given:
        given["predecessor"] = _finding(user, given["predecessor"], "predecessor")
    given["successors"] = [_finding(user, each, "successors") for each in given.get("successors", [])]
    return StatementDecision(**given)


def _finding(user: Person, reference: str, field: str) -> Finding:
    finding = Finding.objects.visible_to(user).filter(reference=reference).first()
    if finding is None:
        raise ValidationError({field: [ErrorDetail(f"There is no finding {reference}.", "not_found")]})
    return finding


def one(proposal: Proposal, links: Links) -> dict[str, Any]:
    return shown(Proposal.objects.values(*COLUMNS).get(pk=proposal.pk), links)


def shown(row: Row, links: Links) -> dict[str, Any]:
    made = row["finding__reference"] or row["statement__finding__reference"]
    return {
        **{name: row[name] for name in AS_IT_IS},
        "url": links.proposal(row["report_id"], row["id"]),
        "decided_by": row["decided_by__name"],
        "finding": links.finding(made) if made else None,
    }
