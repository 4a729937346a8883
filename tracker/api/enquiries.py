"""Questions about findings: asked and closed by HMICFRS, answered by the force."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import ChoiceFilter
from django_filters.rest_framework import FilterSet
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.links import Links
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.enquiries import (
    EnquiryAnswerInput,
    EnquiryAskInput,
    EnquiryAskOnInput,
    EnquiryShape,
    PersonShape,
    WholeEnquiryShape,
)
from tracker.models import Enquiry, EnquiryMessage
from tracker.roles import Permission
from tracker.selectors.enquiries import enquiries_of, may_be_mentioned, messages_of
from tracker.services import enquiries
from tracker.vocabulary import EnquiryState

COLUMNS = (
    "id", "finding__reference", "subject", "state", "answer_by", "asked_by__name", "asked_at", "closed_at",
)  # fmt: skip


class EnquiryFilter(FilterSet):
    state = ChoiceFilter(choices=EnquiryState.choices)


class EnquiryListView(ListView):
    queryset = Enquiry.objects.none()
    columns, order = COLUMNS, ("answer_by", "id")

    def shown(self, rows: "QuerySet[Enquiry]") -> Response:
        return self.page_of(rows, lambda row: _shown(row, self.links))


class AllEnquiries(EnquiryListView):
    scopes = {"GET": Scope.FINDINGS_READ}
    filterset_class = EnquiryFilter

    @documented(
        "list_enquiries", "Questions about findings, the next to be answered first",
        EnquiryShape(many=True), tag="enquiries",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.SEE_WORKSPACE)
        return self.shown(Enquiry.objects.visible_to(request.user).order_by(*self.order))


class FindingEnquiries(EnquiryListView):
    scopes = {"GET": Scope.FINDINGS_READ, "POST": Scope.REVIEWS_WRITE}

    @documented(
        "list_finding_enquiries", "Questions about a finding", EnquiryShape(many=True), NOT_FOUND,
        tag="enquiries",
    )  # fmt: skip
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SEE_WORKSPACE)
        return self.shown(enquiries_of(finding).order_by(*self.order))

    @documented(
        "ask_enquiry", "Ask the force a question", WholeEnquiryShape, NOT_FOUND, CONFLICT, REFUSED,
        status=CREATED, body=EnquiryAskInput, tag="enquiries",
    )  # fmt: skip
    def post(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.ASK_ENQUIRY)
        given = self.checked(EnquiryAskInput)
        enquiry = enquiries.ask(finding=finding, by=request.user, now=timezone.now(), **given)
        answer = _whole(enquiry.pk, self.links)
        return Response(answer, CREATED, headers={"Location": answer["url"]})


class EnquiryPeople(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented(
        "list_enquiry_people", "People who may be mentioned in a question about the finding",
        PersonShape(many=True), NOT_FOUND, tag="enquiries",
    )  # fmt: skip
    def get(self, request: Request, reference: str) -> Response:
        finding = access.get_finding_for(request.user, reference, Permission.SEE_WORKSPACE)
        return Response([{"id": pk, "name": name} for pk, name in may_be_mentioned(finding)])


class EnquiryDetail(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented(
        "enquiry", "A question with all that was written", WholeEnquiryShape, NOT_FOUND, tag="enquiries"
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(_whole(access.get_enquiry_for(request.user, pk).pk, self.links))


class EnquiryAnswers(ApiView):
    scopes = {"POST": Scope.UPDATES_WRITE}

    @documented(
        "answer_enquiry", "Answer for the force", WholeEnquiryShape, NOT_FOUND, CONFLICT, REFUSED,
        status=CREATED, body=EnquiryAnswerInput, tag="enquiries",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        enquiry = access.get_enquiry_for(request.user, pk, Permission.ANSWER_ENQUIRY)
        enquiries.answer(
            enquiry=enquiry, by=request.user, now=timezone.now(), **self.checked(EnquiryAnswerInput)
        )
        return Response(_whole(pk, self.links), CREATED)


class EnquiryQuestions(ApiView):
    scopes = {"POST": Scope.REVIEWS_WRITE}

    @documented(
        "ask_on_enquiry", "Ask on, with another day for the answer", WholeEnquiryShape, NOT_FOUND, CONFLICT,
        REFUSED, status=CREATED, body=EnquiryAskOnInput, tag="enquiries",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        enquiry = access.get_enquiry_for(request.user, pk, Permission.ASK_ENQUIRY)
        enquiries.ask_again(
            enquiry=enquiry, by=request.user, now=timezone.now(), **self.checked(EnquiryAskOnInput)
        )
        return Response(_whole(pk, self.links), CREATED)


class EnquiryClose(ApiView):
    scopes = {"POST": Scope.REVIEWS_WRITE}

    @documented("close_enquiry", "Close a question", WholeEnquiryShape, NOT_FOUND, CONFLICT, tag="enquiries")
    def post(self, request: Request, pk: int) -> Response:
        enquiry = access.get_enquiry_for(request.user, pk, Permission.ASK_ENQUIRY)
        enquiries.close(enquiry=enquiry, by=request.user, now=timezone.now())
        return Response(_whole(pk, self.links))


def _whole(pk: int, links: Links) -> dict[str, Any]:
    row = Enquiry.objects.values(*COLUMNS).get(pk=pk)
    return {**_shown(row, links), "messages": [_message(said) for said in messages_of(Enquiry(pk=pk))]}


def _shown(row: Row, links: Links) -> Row:
    same = ("id", "subject", "state", "answer_by", "asked_at", "closed_at")
    return {
        **{name: row[name] for name in same},
        "url": links.enquiry(row["id"]),
        "finding": links.finding(row["finding__reference"]),
        "reference": row["finding__reference"],
        "asked_by": row["asked_by__name"],
    }


def _message(said: EnquiryMessage) -> Row:
    return {
        "side": said.side,
        "text": said.text,
        "answer_by": said.answer_by,
        "mentioned": [{"id": person.pk, "name": person.name} for person in said.mentioned.all()],
        "written_by": said.written_by.name,
        "written_at": said.written_at,
    }
