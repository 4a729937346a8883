"""What every view of the API is: signed in, within its scopes, strict about parameters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.scopes import Scope, has_scope
from tracker.api.links import Links
from tracker.api.pagination import KeysetPagination
from tracker.api.problems import NO_SUCH_PAGE, BadParameters, bad_parameter

Row = dict[str, Any]


class HasScope(BasePermission):
    """The token must have the view's scope for the method; a signed-in session has every scope."""

    code = "scope_missing"

    def has_permission(self, request: Request, view: APIView) -> bool:
        wanted = view.scopes.get("GET" if request.method == "HEAD" else request.method)
        self.message = f"This API token lacks the scope {wanted}. Create one that has it."
        return wanted is None or has_scope(request.auth, wanted)


class ApiView(APIView):
    """`scopes` says which scope each method needs; a query parameter that is not known is refused."""

    scopes: Mapping[str, Scope] = {}
    permission_classes: list[Any] = [IsAuthenticated, HasScope]
    http_method_names = ["get", "head", "post", "put"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        known = set(self.known_parameters())
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            raise BadParameters([_unknown(name, known) for name in unknown])

    def known_parameters(self) -> Iterable[str]:
        return ()

    @cached_property
    def links(self) -> Links:
        return Links(self.request)

    def checked(self, shape: type[Serializer]) -> dict[str, Any]:
        """The body as that serializer reads it. Raises ValidationError (400)."""
        reading = shape(data=self.request.data)
        reading.is_valid(raise_exception=True)
        return dict(reading.validated_data)


class Filters(DjangoFilterBackend):
    """The view's FilterSet; what it refuses is told parameter by parameter."""

    def filter_queryset(self, request: Request, queryset: Any, view: APIView) -> Any:
        filters = self.get_filterset_class(view, queryset)
        if filters is None or not set(request.query_params) & set(filters.base_filters):
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        if not filterset.is_valid():
            raise BadParameters(list(_faults(filterset)))
        return filterset.qs


class ListView(GenericAPIView, ApiView):
    """A page of rows, each a dict of `columns`, in `order`, as `present` shows it."""

    order: Sequence[str]
    columns: Sequence[str]
    filterset_class: type[FilterSet] | None = None
    filter_backends = [Filters]
    pagination_class = KeysetPagination

    def known_parameters(self) -> Iterable[str]:
        filters = self.filterset_class.base_filters if self.filterset_class else ()
        return {"cursor", "page_size", *filters}

    def page_of(self, rows: "QuerySet[Any]", present: Callable[[Row], Row]) -> Response:
        return self.get_paginated_response([present(row) for row in self.page(rows)])

    def page(self, rows: "QuerySet[Any]") -> Sequence[Row]:
        wanted = self.filter_queryset(rows).values(*self.columns)
        return self.paginate_queryset(wanted) or []


class NothingHere(ApiView):
    """Every other address below the API, for every method and whoever asks."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.format_kwarg = None
        raise NotFound(NO_SUCH_PAGE)


nothing_here = NothingHere.as_view()


def _unknown(name: str, known: set[str]) -> dict[str, str]:
    there_are = f"There are: {', '.join(sorted(known))}." if known else "There are none here."
    return bad_parameter(name, f"“{name}” is not a parameter. {there_are}", "unknown_parameter")


def _faults(filterset: FilterSet) -> Iterable[dict[str, str]]:
    for name, faults in filterset.errors.get_json_data().items():
        for fault in faults:
            yield bad_parameter(name, f"{name}: {fault['message']}", fault["code"] or "not_accepted")
