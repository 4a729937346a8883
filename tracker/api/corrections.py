"""Correcting and withdrawing what was confirmed: with a reason, the old kept."""

from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.findings import whole
from tracker.api.problems import Refused
from tracker.api.proposals import one
from tracker.api.schema import CONFLICT, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.corrections import (
    AmendInput,
    CorrectionShape,
    FindingCorrectionInput,
    WithdrawInput,
)
from tracker.api.shapes.findings import FindingShape
from tracker.api.shapes.reports import ProposalShape
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent
from tracker.roles import Permission
from tracker.services import corrections, restorations, withdrawals
from tracker.services.corrections import Correction
from tracker.services.values import ValueNotUsable


class FindingCorrections(ListView):
    queryset = AuditEvent.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ, "POST": Scope.REPORTS_WRITE}
    columns, order = ("id", "at", "actor__name", "data"), ("-id",)

    @documented(
        "list_corrections", "What was corrected of a finding since it was confirmed",
        CorrectionShape(many=True), NOT_FOUND, tag="findings",
    )  # fmt: skip
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference)
        return self.page_of(finding.events.filter(kind=EventKind.FINDING_CORRECTED), correction)

    @documented(
        "correct_finding", "Correct a finding's wording, question or kind", FindingShape,
        NOT_FOUND, CONFLICT, REFUSED, body=FindingCorrectionInput, tag="findings",
        description="With `version`, a finding that was changed since is not written over.",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.DECIDE_REPORT)
        given = self.checked(FindingCorrectionInput)
        reason, version = given.pop("reason"), given.pop("version", None)
        _refusing_by_field(
            lambda: corrections.correct_finding(
                finding=finding,
                correction=Correction(given, reason, version),
                by=request.user,
                now=timezone.now(),
            )
        )
        return Response(whole(finding, request.user, self.links))


class ProposalAmendment(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "correct_confirmed", "Correct what a confirmed proposal has made", ProposalShape,
        NOT_FOUND, CONFLICT, REFUSED, body=AmendInput, tag="reports",
        description="Of a finding `kind`, `question`, `text` and `parent`; of a statement `verdict`, "
        "`about_year`, `about_kind`, `question`, `strength` and `finding`; of a judgment `grade`, "
        "`carried_forward` and `last_inspected`; of the inspection these of its overall judgment, and "
        "`title`, `isbn` and `assessed`; of a measure and a suggestion what parsed-report/1 "
        "names. The verdicts of the findings concerned follow.",
    )  # fmt: skip
    def post(self, request: Request, report_pk: int, pk: int) -> Response:
        proposal = access.get_proposal_for(request.user, report_pk, pk)
        given = self.checked(AmendInput)
        _refusing_by_field(
            lambda: corrections.amend(
                proposal=proposal,
                correction=Correction(given["correction"], given["reason"], given.get("version")),
                by=request.user,
                now=timezone.now(),
            ),
            below="correction/",
        )
        return Response(one(proposal, self.links))


class ProposalWithdrawal(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "withdraw_confirmed", "Withdraw what was confirmed by mistake", ProposalShape,
        NOT_FOUND, CONFLICT, REFUSED, body=WithdrawInput, tag="reports",
        description="It is kept, and in no list any more. Refused where later work hangs on it.",
    )  # fmt: skip
    def post(self, request: Request, report_pk: int, pk: int) -> Response:
        proposal = access.get_proposal_for(request.user, report_pk, pk)
        given = self.checked(WithdrawInput)
        withdrawals.withdraw(proposal=proposal, by=request.user, now=timezone.now(), **given)
        return Response(one(proposal, self.links))


class ProposalRestoration(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "restore_withdrawn", "Undo a withdrawal, with the reason", ProposalShape,
        NOT_FOUND, CONFLICT, REFUSED, body=WithdrawInput, tag="reports",
        description="Refused where another stands in its place.",
    )  # fmt: skip
    def post(self, request: Request, report_pk: int, pk: int) -> Response:
        proposal = access.get_proposal_for(request.user, report_pk, pk)
        given = self.checked(WithdrawInput)
        restored = restorations.restore(proposal=proposal, by=request.user, now=timezone.now(), **given)
        return Response(one(restored, self.links))


def _refusing_by_field(deed: Any, below: str = "") -> None:
    try:
        deed()
    except ValueNotUsable as refusal:
        raise Refused(refusal, pointer=f"#/{below}{refusal.field}") from None


def correction(row: Row) -> Row:
    """One line of what was corrected, out of its audit event."""
    return {
        "at": row["at"],
        "by": row["actor__name"],
        "reason": row["data"]["reason"],
        "changes": row["data"]["changes"],
    }
