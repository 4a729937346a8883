"""The grades of a force over the years."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from tracker import access
from tracker.api.base import ApiView
from tracker.api.forces import named
from tracker.api.schema import NOT_FOUND, documented
from tracker.api.shapes.grades import GradeHistoryShape
from tracker.models import Judgment, Programme
from tracker.roles import Permission
from tracker.selectors.grades import Cell, Line, grade_history


class ForceGrades(ApiView):
    scopes = {"GET": Scope.FINDINGS_READ}

    @documented(
        "force_grades", "The force's PEEL grades, question by question", GradeHistoryShape, NOT_FOUND,
        tag="reference",
        description="Follows each question through the programmes by the crosswalk, and says where grades "
        "cannot be compared with those before them.",
    )  # fmt: skip
    def get(self, request: Request, slug: str) -> Response:
        access.require(request.user, Permission.SEE_REGISTER)
        force = access.get_force(slug)
        history = grade_history(force, request.user)
        return Response(
            {
                "force": named(force.slug, force.name, self.links.force(force.slug)),
                "programmes": [self._programme(programme) for programme in history.programmes],
                "lines": [_line(line) for line in history.lines],
            }
        )

    def _programme(self, programme: Programme) -> dict[str, Any]:
        return {
            **named(programme.slug, programme.name, self.links.programme(programme.slug)),
            "scale": programme.scale.name,
            "is_verified": programme.is_verified,
            "caution": programme.caution,
        }


def _line(line: Line) -> dict[str, Any]:
    return {
        "title": line.title,
        "pillar": line.pillar or None,
        "question": line.question.slug if line.question else None,
        "cells": [_cell(cell) for cell in line.cells],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "programme": cell.programme.slug,
        "grades": [_given(judgment) for judgment in cell.judgments],
        "no_grade": cell.gap,
        "not_comparable": cell.broken,
    }


def _given(judgment: Judgment) -> dict[str, Any]:
    return {
        "year": judgment.inspection.year,
        "force": judgment.inspection.force.slug,
        "question": judgment.question.slug if judgment.question else None,
        "grade": judgment.grade.label if judgment.grade else None,
        "rank": judgment.grade.rank if judgment.grade else None,
        "carried_forward": judgment.carried_forward,
        "last_inspected": judgment.last_inspected,
    }
