"""How the API describes itself: OpenAPI 3.1 with every refusal, each error a problem document."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers

from tracker.api.problems import MEDIA_TYPE

# What any request may meet.
ALWAYS = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_ACCEPTABLE)
WITH_BODY = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
WHY = {
    HTTPStatus.BAD_REQUEST: "A parameter or field is not known or not usable; `errors` names each.",
    HTTPStatus.UNAUTHORIZED: "No token or session, or one that does not work any more.",
    HTTPStatus.FORBIDDEN: "The token lacks a scope, or your role does not let you do this.",
    HTTPStatus.NOT_FOUND: "There is no such thing, or it is not yours to see.",
    HTTPStatus.GONE: "It was withdrawn, as recorded by mistake; `detail` says why.",
    HTTPStatus.NOT_ACCEPTABLE: "Only JSON can be had here.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Something the service stands on has failed for now. Try again later.",
    HTTPStatus.CONFLICT: "The thing has changed or was decided meanwhile.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is of a type that is not read here.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Refused by a rule of the work; `detail` says which.",
}
CREATED, ACCEPTED = HTTPStatus.CREATED, HTTPStatus.ACCEPTED
NOT_FOUND, CONFLICT, REFUSED = HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY
UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE


class ApiSchema(AutoSchema):
    """Names a component after its noun: FindingShape is Finding, and a body UpdateInput UpdateRequest.

    An operation's description is what `documented` says, and the scope it needs; docstrings are for those who
    read the code.
    """

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        scope = getattr(self.view, "scopes", {}).get(self.method)
        if operation and scope:
            said = operation.get("description", "")
            operation["description"] = f"{said} Needs the scope `{scope}`.".strip()
        if operation and "{reference}" in self.path:
            # Whatever belongs to a finding that was withdrawn is answered as the finding itself.
            gone = {**operation["responses"]["404"], "description": WHY[HTTPStatus.GONE]}
            operation["responses"] |= {"410": gone}
        return operation

    def get_description(self) -> str:
        return ""

    def get_serializer_name(self, serializer: serializers.Serializer[Any], direction: str) -> str:
        return type(serializer).__name__.removesuffix("Shape").removesuffix("Input")


class FaultShape(serializers.Serializer[Any]):
    pointer = serializers.CharField(required=False, help_text="JSON pointer into the body.")
    parameter = serializers.CharField(required=False, help_text="Name of the query parameter.")
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemShape(serializers.Serializer[Any]):
    """RFC 9457. `code` is stable; `detail` is a sentence for a person."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    code = serializers.CharField()
    request_id = serializers.CharField(required=False, help_text="Quote it when you report a fault.")
    errors = FaultShape(many=True, required=False)
    existing = serializers.URLField(required=False, help_text="The earlier one, where this is its double.")


def documented(
    operation: str,
    summary: str,
    answer: Any,
    *problems: HTTPStatus,
    status: HTTPStatus = HTTPStatus.OK,
    body: Any = None,
    tag: str,
    media_type: str = "application/json",
    description: str | None = None,
) -> Callable[[Any], Any]:
    """Describe an operation: its answer, and all problems it can meet."""
    met = [*ALWAYS, *problems, *(WITH_BODY if body else ())]
    refusals = {(int(each), MEDIA_TYPE): _problem(each) for each in met}
    return extend_schema(
        operation_id=operation,
        summary=summary,
        request=body,
        responses={(int(status), media_type): answer, **refusals},
        tags=[tag],
        description=description,
    )


def _problem(status: HTTPStatus) -> OpenApiResponse:
    return OpenApiResponse(ProblemShape, description=WHY[status])


def only_documented(endpoints: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Each address is answered with and without its last slash; the documented one has it."""
    return [endpoint for endpoint in endpoints if endpoint[0].endswith("/")]
