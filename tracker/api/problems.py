"""Errors as problem+json (RFC 9457): every refusal has a body that a person and a program can act on."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from tracker import access
from tracker.models import Finding
from tracker.refusals import Conflict, Refusal, Unavailable
from tracker.selectors.corrections import withdrawal_of

MEDIA_TYPE = "application/problem+json"
NO_SUCH_PAGE = "There is nothing at this address, or it is not yours to see."


class BadParameters(exceptions.APIException):
    """Query parameters that are not known, or have values they cannot have; `errors` has each fault."""

    status_code = HTTPStatus.BAD_REQUEST
    default_code = "bad_parameter"

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__(" ".join(error["detail"] for error in errors))
        self.errors = errors


def bad_parameter(name: str, detail: str, code: str = "not_accepted") -> dict[str, str]:
    """One fault of a query parameter; its name stands in the sentence too."""
    return {"parameter": name, "code": code, "detail": detail}


class TooLarge(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = "The body is too large."


class Gone(exceptions.APIException):
    """A finding was here and was withdrawn; the sentence says why."""

    status_code = HTTPStatus.GONE
    default_code = "withdrawn"

    def __init__(self, finding: Finding) -> None:
        withdrawal = withdrawal_of(finding)
        reason = f": {withdrawal.reason}" if withdrawal else "."
        super().__init__(f"{finding.reference} was withdrawn, as recorded by mistake{reason}")


def handler(problem: Exception, context: Mapping[str, Any]) -> Response | None:
    """Answer a refusal as problem+json; None for a fault of ours, which goes on as one.

    A service's Conflict is 409, an Unavailable 503, its other refusals 422, with the service's own words.
    """
    known = _as_api_exception(problem)
    if known is None:
        return None
    set_rollback()
    return Response(
        body(known, context["request"].path),
        known.status_code,
        headers=_headers(known),
        content_type=MEDIA_TYPE,
    )


def body(problem: exceptions.APIException, path: str) -> dict[str, Any]:
    """The members of the problem document; those without a value are absent."""
    status = HTTPStatus(problem.status_code)
    members = {
        # "about:blank" says that the title is the status's own; what it is in particular, `code` says.
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": _sentence(problem),
        "instance": path,
        "code": _code(problem),
        "request_id": structlog.contextvars.get_contextvars().get("request_id"),
        "errors": _errors(problem),
        **getattr(problem, "members", {}),
    }
    return {name: value for name, value in members.items() if value}


def _as_api_exception(problem: Exception) -> exceptions.APIException | None:
    match problem:
        case exceptions.APIException():
            return problem
        case access.Withdrawn():
            return Gone(problem.finding)
        case Refusal():
            return Refused(problem)
        case Http404():
            return exceptions.NotFound(NO_SUCH_PAGE)
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case RequestDataTooBig():
            return TooLarge()
        case SuspiciousOperation():
            return exceptions.ParseError("The request has too many parts or cannot be read.")
    return None


class Refused(exceptions.APIException):
    """A service's refusal, in its own words.

    `pointer` leads to the field it is about; `members` are further members of the problem document.
    """

    def __init__(self, refusal: Refusal, *, pointer: str = "", **members: str) -> None:
        super().__init__(str(refusal), refusal.code)
        self.status_code = _status_of(refusal)
        self.members = members
        fault = {"pointer": pointer, "code": refusal.code, "detail": str(refusal)}
        self.errors = [fault] if pointer else []


def _status_of(refusal: Refusal) -> HTTPStatus:
    match refusal:
        case access.NotVisible():
            return HTTPStatus.NOT_FOUND
        case access.NotAllowed():
            return HTTPStatus.FORBIDDEN
        case Conflict():
            return HTTPStatus.CONFLICT
        case Unavailable():
            return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.UNPROCESSABLE_ENTITY


def _headers(problem: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if challenge := getattr(problem, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(problem, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def _code(problem: exceptions.APIException) -> str:
    if isinstance(problem, exceptions.ValidationError):
        return "not_accepted"
    return str(problem.detail.code)


def _sentence(problem: exceptions.APIException) -> str:
    if isinstance(problem, exceptions.ValidationError):
        return " ".join(f"{error['pointer'][2:]}: {error['detail']}" for error in _errors(problem))
    return str(problem.detail)


def _errors(problem: exceptions.APIException) -> list[dict[str, str]]:
    if isinstance(problem, exceptions.ValidationError):
        return list(_flatten(problem.detail, "#"))
    return getattr(problem, "errors", [])


def _flatten(detail: Any, pointer: str) -> Iterator[dict[str, str]]:
    """One entry for each fault, its place as a JSON pointer into the body."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _flatten(inner, pointer if name == "non_field_errors" else f"{pointer}/{name}")
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            yield from _flatten(inner, pointer if isinstance(inner, str) else f"{pointer}/{place}")
    else:
        yield {"pointer": pointer, "code": detail.code, "detail": str(detail)}
