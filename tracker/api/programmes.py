"""Programmes, each with its questions and its scale."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker.api.base import ApiView, ListView, Row
from tracker.api.schema import NOT_FOUND, documented
from tracker.api.shapes.reference import ProgrammeRowShape, ProgrammeShape
from tracker.models import Programme, Question, QuestionCrosswalk

COLUMNS = ("slug", "name", "kind", "first_year", "last_year")


class ProgrammeList(ListView):
    queryset = Programme.objects.none()
    scopes = {"GET": Scope.FINDINGS_READ}
    columns, order = COLUMNS, ("-first_year", "slug")

    @documented("list_programmes", "Programmes, newest first", ProgrammeRowShape(many=True), tag="reference")
    def get(self, request: Request) -> Response:
        return self.page_of(Programme.objects.all(), self._shown)

    def _shown(self, row: Row) -> Row:
        return {**row, "url": self.links.programme(row["slug"])}


class ProgrammeDetail(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented(
        "programme", "One programme with its questions and scale", ProgrammeShape, NOT_FOUND, tag="reference"
    )
    def get(self, request: Request, slug: str) -> Response:
        programme = get_object_or_404(Programme.objects.select_related("scale"), slug=slug)
        return Response(
            {
                **{column: getattr(programme, column) for column in COLUMNS},
                "url": self.links.programme(slug),
                "note": programme.note,
                "is_verified": programme.is_verified,
                "is_comparable": programme.is_comparable,
                "caution": programme.caution,
                "questions": _questions(programme),
                "scale": _scale(programme),
            }
        )


def _questions(programme: Programme) -> list[dict[str, Any]]:
    rows = programme.questions.order_by("pillar", "position").prefetch_related(
        "aliases", "earlier_questions__earlier__programme"
    )
    return [_question(question) for question in rows]


def _question(question: Question) -> dict[str, Any]:
    return {
        "slug": question.slug,
        "text": question.text,
        "pillar": question.pillar or None,
        "is_graded": question.is_graded,
        "aliases": [alias.text for alias in question.aliases.all()],
        "earlier": [_mapping(row) for row in question.earlier_questions.all()],
    }


def _mapping(row: QuestionCrosswalk) -> dict[str, Any]:
    return {
        "programme": row.earlier.programme.slug,
        "question": row.earlier.slug,
        "confidence": row.confidence,
        "note": row.note,
        "source": row.source,
    }


def _scale(programme: Programme) -> dict[str, Any]:
    grades = programme.scale.grades.order_by("rank", "pk").values("label", "letter", "rank")
    return {"name": programme.scale.name, "grades": list(grades)}
