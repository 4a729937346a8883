"""Lists by cursor: a page begins after the last row's key, so nothing is skipped, counted or shown twice."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from tracker.api.problems import BadParameters, bad_parameter

AFTER, BEFORE = "after", "before"
NOT_OURS = bad_parameter("cursor", "cursor must come from the next or previous of a page.")
Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Cursor:
    """The key of the row a page begins after (or ends before)."""

    direction: str
    key: tuple[Any, ...]

    def encode(self) -> str:
        plain = orjson.dumps([self.direction, *self.key])
        return base64.urlsafe_b64encode(plain).decode().rstrip("=")


class KeysetPagination(BasePagination):
    """Fifty rows a page, up to a hundred, in the view's `order`.

    `order` names columns (or annotations) that are never null and together unique, "-" before one that
    falls; the rows are dicts that hold them. The cost of a page does not grow with its place in the list.
    """

    page_size = 50
    longest_page = 100

    def paginate_queryset(
        self, queryset: Rows, request: Request, view: APIView | None = None
    ) -> list[dict[str, Any]]:
        self.request = request
        self.order: Sequence[str] = view.order  # type: ignore[union-attr]
        self.cursor = decode(request.query_params.get("cursor"), queryset, self.order)
        size = self._size()
        rows = list(self._from_cursor(queryset)[: size + 1])
        self.has_more, page = len(rows) > size, rows[:size]
        self.page = page[::-1] if self._is_backwards else page
        return self.page

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self._next(), "previous": self._previous(), "results": data})

    @property
    def _is_backwards(self) -> bool:
        return self.cursor is not None and self.cursor.direction == BEFORE

    def _size(self) -> int:
        given = self.request.query_params.get("page_size", str(self.page_size))
        if given not in map(str, range(1, self.longest_page + 1)):
            detail = f"page_size must be a whole number from 1 to {self.longest_page}."
            raise BadParameters([bad_parameter("page_size", detail)])
        return int(given)

    def _from_cursor(self, rows: Rows) -> Rows:
        order = [reverse(name) for name in self.order] if self._is_backwards else self.order
        rows = rows.order_by(*order)
        return rows.filter(beyond(order, self.cursor.key)) if self.cursor else rows

    def _next(self) -> str | None:
        return self._link(AFTER, -1) if self.page and (self.has_more or self._is_backwards) else None

    def _previous(self) -> str | None:
        is_later_page = self.has_more if self._is_backwards else self.cursor is not None
        return self._link(BEFORE, 0) if self.page and is_later_page else None

    def _link(self, direction: str, of: int) -> str:
        row = self.page[of]
        cursor = Cursor(direction, tuple(row[column(name)] for name in self.order))
        here = remove_query_param(self.request.build_absolute_uri(), "cursor")
        return str(replace_query_param(here, "cursor", cursor.encode()))

    # --- for the OpenAPI description ----------------------------------------------------------------------

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": self.longest_page, "default": self.page_size}
        return [
            _parameter("cursor", {"type": "string"}, "From `next` or `previous` of another page."),
            _parameter("page_size", size, "Rows a page."),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def column(name: str) -> str:
    return name.removeprefix("-")


def reverse(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def beyond(order: Sequence[str], key: Sequence[Any]) -> Q:
    """Rows that come after the key in that order: later in one column and equal in those before it."""
    steps = []
    for place, name in enumerate(order):
        equal = {column(name): value for name, value in zip(order[:place], key, strict=False)}
        steps.append(Q(**equal, **{_later(name): key[place]}))
    # The first column's bound is told apart from the rest so that an index can begin at the key.
    return Q(**{f"{_later(order[0])}e": key[0]}) & reduce(or_, steps)


def _later(name: str) -> str:
    return f"{column(name)}__{'lt' if name.startswith('-') else 'gt'}"


def decode(given: str | None, rows: Rows, order: Sequence[str]) -> Cursor | None:
    """The cursor a client sent back. Raises BadParameters for one that this list did not give."""
    if not given:
        return None
    try:
        direction, *key = orjson.loads(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
        fields = [_field(rows, column(name)) for name in order]
        values = tuple(field.clean(value, None) for field, value in zip(fields, key, strict=True))
    except (ValueError, TypeError, binascii.Error, ValidationError):
        raise BadParameters([NOT_OURS]) from None
    if direction not in (AFTER, BEFORE):
        raise BadParameters([NOT_OURS])
    return Cursor(direction, values)


def _field(rows: Rows, path: str) -> "Field[Any, Any]":
    if path in rows.query.annotations:
        return rows.query.annotations[path].output_field  # type: ignore[no-any-return]
    model: type[Model] = rows.model
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model  # type: ignore[assignment]
    return model._meta.get_field(name)  # type: ignore[return-value]
