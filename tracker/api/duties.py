"""Answers to reports within 56 days: the clocks, what was said, recording it and taking it back."""

from typing import Any

from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView, ListView, Row
from tracker.api.forces import named
from tracker.api.links import Links
from tracker.api.schema import CONFLICT, CREATED, NOT_FOUND, REFUSED, documented
from tracker.api.shapes.duties import AnswerRowShape, AnswerShape, EntryInput, EntryShape, TakeBackInput
from tracker.api.sources import source_of
from tracker.duty_vocabulary import DutyPart
from tracker.models import DutyEntry, Finding, Report
from tracker.models.visibility import Person
from tracker.roles import Permission
from tracker.selectors.duties import Recommended, answer_to, clock_of, recommendations_of, reports_of
from tracker.services import duties


class AnswerList(ListView):
    queryset = Report.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ}
    columns, order = ("id", "published_on"), ("-published_on", "-id")

    @documented(
        "list_answers", "Published reports that a local policing body must answer, latest first",
        AnswerRowShape(many=True), tag="answers",
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        access.require(request.user, Permission.SEE_REGISTER)
        today = timezone.localdate()
        ids = [row["id"] for row in self.page(reports_of(today=today))]
        reports = reports_of(today=today).in_bulk(ids)
        return self.get_paginated_response([row_shown(reports[pk], self.links) for pk in ids])


class AnswerDetail(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented(
        "answer", "The answer to a report, as far as you may see it", AnswerShape, NOT_FOUND, tag="answers"
    )
    def get(self, request: Request, pk: int) -> Response:
        report = access.get_report_to_answer_for(request.user, pk)
        return Response(whole(report, request.user, self.links))


class EntryList(ApiView):
    scopes = {"POST": Scope.ANSWERS_WRITE}

    @documented(
        "record_answer", "Record comments, an explanation, or that the response is published", EntryShape,
        NOT_FOUND, CONFLICT, REFUSED, status=CREATED, body=EntryInput, tag="answers",
        description="Each is the next version of its part; what a part needs, a refusal says. The same "
        "content again is as once.",
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        report = access.get_report_to_answer_for(request.user, pk, Permission.RESPOND_56_DAYS)
        given = self.checked(EntryInput)
        part, finding = DutyPart(given.pop("part")), _finding(report, given.pop("finding", None))
        deed = {"by": request.user, "now": timezone.now(), **given}
        entry = duties.record(report=report, part=part, finding=finding, **deed)
        return Response(entry_shown(entry, self.links), CREATED)


class EntryTakenBack(ApiView):
    scopes = {"POST": Scope.ANSWERS_WRITE}

    @documented(
        "take_answer_back", "Say that what was recorded does not stand", EntryShape, NOT_FOUND, CONFLICT,
        REFUSED, body=TakeBackInput, tag="answers",
    )  # fmt: skip
    def post(self, request: Request, report_pk: int, pk: int) -> Response:
        entry = access.get_duty_entry_for(request.user, report_pk, pk)
        access.get_report_to_answer_for(request.user, report_pk, duties.PERMISSION_OF[DutyPart(entry.part)])
        given = self.checked(TakeBackInput)
        entry = duties.take_back(entry=entry, by=request.user, now=timezone.now(), **given)
        return Response(entry_shown(entry, self.links))


def row_shown(report: Report, links: Links) -> Row:
    clock = clock_of(report, today=timezone.localdate())
    force = report.inspection.force  # type: ignore[union-attr]
    facts = ("first_day", "last_day", "day", "is_running")
    return {
        "id": report.pk,
        "url": links.answer(report.pk),
        "force": named(force.slug, force.name, links.force(force.slug)),
        "source": source_of(report, ""),
        "clock": {name: getattr(clock, name) for name in facts} if clock else None,
    }


def whole(report: Report, user: Person, links: Links) -> dict[str, Any]:
    answer = answer_to(report, user, today=timezone.localdate())
    return {
        **row_shown(report, links),
        "entries": [entry_shown(entry, links) for entry in answer.standing.values()],
        "recommendations": [_recommended(row, links) for row in answer.recommendations],
        "earlier": [entry_shown(entry, links) for entry in answer.earlier],
    }


def _recommended(row: Recommended, links: Links) -> Row:
    return {
        "reference": row.finding.reference,
        "text": row.finding.text,
        "finding": links.finding(row.finding.reference),
        "explanation": entry_shown(row.explanation, links) if row.explanation else None,
        "comments": entry_shown(row.comments, links) if row.comments else None,
    }


def entry_shown(entry: DutyEntry, links: Links) -> Row:
    facts = ("id", "part", "version", "is_withdrawn", "text", "said_by", "on", "made_at")
    return {
        **{name: getattr(entry, name) for name in facts},
        "finding": entry.finding.reference if entry.finding else None,
        "course": entry.course or None,
        "link": entry.link or None,
        "made_by": entry.made_by.name,
        "take_back_at": links.answer(entry.report_id, f"entries/{entry.pk}/take-back/"),
    }


def _finding(report: Report, reference: str | None) -> Finding | None:
    if reference is None:
        return None
    found = recommendations_of(report, today=timezone.localdate()).filter(reference=reference).first()
    if found is None:
        problem = ErrorDetail(f"There is no recommendation {reference} of this report.", "not_found")
        raise ValidationError({"finding": [problem]})
    return found
