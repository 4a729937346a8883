"""Factual checks: a force reads a report before its publication, and remarks on its facts."""

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
from tracker.api.shapes.factual_checks import (
    AnswerInput,
    CheckInput,
    CheckRowShape,
    CheckShape,
    CheckWithdrawalInput,
    RemarkInput,
    RemarkShape,
)
from tracker.models import FactualCheck, FactualRemark, Proposal
from tracker.roles import Permission
from tracker.selectors.factual_checks import pre_publication
from tracker.services import factual_checks

COLUMNS = (
    "id",
    "report__title",
    "report__file_name",
    "force__slug",
    "remarks_by",
    "invited_by__name",
    "invited_at",
    "withdrawn_at",
)


class CheckList(ListView):
    queryset = FactualCheck.objects.none()
    scopes = {"GET": Scope.FACTS_CHECK}
    columns, order = COLUMNS, ("-id",)

    @documented(
        "list_factual_checks", "Factual checks that you may see", CheckRowShape(many=True),
        tag="factual-checks",
        description="For people of a force: those it is invited to, until the report is published.",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        rows = FactualCheck.objects.visible_to(request.user)
        return self.page_of(rows, lambda row: row_shown(row, self.links))


class CheckDetail(ApiView):
    scopes = {"GET": Scope.FACTS_CHECK}

    @documented(
        "factual_check", "A report before its publication, with remarks", CheckShape, NOT_FOUND,
        tag="factual-checks",
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        return Response(whole(access.get_factual_check_for(request.user, pk), self.links))


class CheckInvitation(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "invite_to_factual_check", "Invite the force to check the facts of a report", CheckShape,
        NOT_FOUND, CONFLICT, REFUSED, status=CREATED, body=CheckInput, tag="factual-checks",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        report = access.get_report_for(request.user, pk)
        given = self.checked(CheckInput)
        check = factual_checks.invite(report=report, by=request.user, now=timezone.now(), **given)
        answer = whole(check, self.links)
        return Response(answer, CREATED, headers={"Location": answer["url"]})


class CheckLastDay(ApiView):
    scopes = {"PUT": Scope.REPORTS_WRITE}

    @documented(
        "move_factual_check", "Give the force another last day", CheckShape, NOT_FOUND, CONFLICT, REFUSED,
        body=CheckInput, tag="factual-checks",
    )  # fmt: skip
    def put(self, request: Request, pk: int) -> Response:
        check = access.get_factual_check_for(request.user, pk, Permission.DECIDE_REPORT)
        given = self.checked(CheckInput)
        check = factual_checks.move(check=check, by=request.user, now=timezone.now(), **given)
        return Response(whole(check, self.links))


class CheckWithdrawal(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "withdraw_factual_check", "Withdraw the invitation", CheckShape, NOT_FOUND, CONFLICT, REFUSED,
        body=CheckWithdrawalInput, tag="factual-checks",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        check = access.get_factual_check_for(request.user, pk, Permission.DECIDE_REPORT)
        given = self.checked(CheckWithdrawalInput)
        check = factual_checks.withdraw(check=check, by=request.user, now=timezone.now(), **given)
        return Response(whole(check, self.links))


class RemarkList(ApiView):
    scopes = {"POST": Scope.FACTS_CHECK}

    @documented(
        "remark_on_facts", "Remark on a finding, or on the report", RemarkShape, NOT_FOUND, CONFLICT, REFUSED,
        status=CREATED, body=RemarkInput, tag="factual-checks",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        check = access.get_factual_check_for(request.user, pk, Permission.CHECK_FACTS)
        given = self.checked(RemarkInput)
        given["proposal"] = _finding(check, given.get("proposal"))
        row = factual_checks.remark(check=check, by=request.user, now=timezone.now(), **given)
        return Response(remark_shown(row, self.links), CREATED)


class RemarkWithdrawal(ApiView):
    scopes = {"POST": Scope.FACTS_CHECK}

    @documented(
        "withdraw_remark", "Withdraw your own remark, until it is answered", RemarkShape, NOT_FOUND, CONFLICT,
        REFUSED, tag="factual-checks",
        description="It is kept and shown as withdrawn. Twice is as once.",
    )  # fmt: skip
    def post(self, request: Request, check_pk: int, pk: int) -> Response:
        row = access.get_factual_remark_for(request.user, check_pk, pk, Permission.CHECK_FACTS)
        row = factual_checks.withdraw_remark(remark=row, by=request.user, now=timezone.now())
        return Response(remark_shown(row, self.links))


class RemarkAnswer(ApiView):
    scopes = {"POST": Scope.REPORTS_WRITE}

    @documented(
        "answer_remark", "Accept a remark, or say why not", RemarkShape, NOT_FOUND, CONFLICT, REFUSED,
        body=AnswerInput, tag="factual-checks", description="The same answer twice is as once.",
    )  # fmt: skip
    def post(self, request: Request, check_pk: int, pk: int) -> Response:
        row = access.get_factual_remark_for(request.user, check_pk, pk, Permission.DECIDE_REPORT)
        given = self.checked(AnswerInput)
        row = factual_checks.answer(remark=row, by=request.user, now=timezone.now(), **given)
        return Response(remark_shown(row, self.links))


def whole(check: FactualCheck, links: Links) -> dict[str, Any]:
    read = pre_publication(check)
    remarks = check.remarks.select_related("made_by", "answered_by").order_by("pk")
    return {
        **row_shown(FactualCheck.objects.values(*COLUMNS).get(pk=check.pk), links),
        "findings": [
            {"id": item.proposal.pk, **{name: item.values.get(name) for name in ("kind", "question", "text")}}
            for item in read.findings
        ],
        "judgments": [
            {name: item.values.get(name) for name in ("question", "grade")} for item in read.judgments
        ],
        "statements": [
            {"quotes": item.quotes, **{name: item.values.get(name) for name in ("about_year", "verdict")}}
            for item in read.statements
        ],
        "text": check.report.text,
        "remarks": [remark_shown(remark, links) for remark in remarks],
    }


def row_shown(row: Row, links: Links) -> Row:
    return {
        "id": row["id"],
        "url": links.factual_check(row["id"]),
        "title": row["report__title"] or row["report__file_name"],
        "force": row["force__slug"],
        "remarks_by": row["remarks_by"],
        "invited_by": row["invited_by__name"],
        "invited_at": row["invited_at"],
        "withdrawn_at": row["withdrawn_at"],
    }


def remark_shown(row: FactualRemark, links: Links) -> Row:
    facts = ("id", "about", "text", "made_at", "outcome", "answer", "answered_at", "withdrawn_at")
    return {
        **{name: getattr(row, name) for name in facts},
        "made_by": row.made_by.name,
        "answered_by": row.answered_by.name if row.answered_by else None,
        "answer_at": links.factual_check(row.factual_check_id, f"remarks/{row.pk}/answer/"),
    }


def _finding(check: FactualCheck, pk: int | None) -> Proposal | None:
    if pk is None:
        return None
    found = factual_checks.open_to_remarks(check).filter(pk=pk).first()
    if found is None:
        raise ValidationError(
            {"proposal": [ErrorDetail(f"There is no finding {pk} in this report.", "not_found")]}
        )
    return found
