"""What every request of somebody signed in has to pass, whichever door it comes to."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import second_factor

GetResponse = Callable[[HttpRequest], HttpResponse]

# The way to a second factor, and out. Everything else is closed without one, what is added later too.
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
GOES_ON_TO = "after_second_factor"


class SecondFactorMiddleware:
    """Closes every address to a session that was opened with a password alone.

    Addresses open to anyone stay open; API tokens carry no session and are not asked.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or _is_open_to_anyone(view):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        return self._refusal(request) if second_factor.is_missing(request) else None

    def _refusal(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            return _problem(request)
        if request.method == "GET":
            request.session[GOES_ON_TO] = request.get_full_path()
        if second_factor.factors_of(request.user).exists():
            # Set up in another browser since: here it has not been used yet.
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        return redirect("mfa_index")


def _is_open_to_anyone(view: Callable[..., Any]) -> bool:
    # REST framework marks all its views so, because it asks who comes itself; their sessions are asked here.
    return not getattr(view, "login_required", True) and not hasattr(view, "cls")


def _problem(request: HttpRequest) -> HttpResponse:
    problem = {
        "type": "about:blank",
        "title": HTTPStatus.FORBIDDEN.phrase,
        "status": HTTPStatus.FORBIDDEN.value,
        "detail": "Sign in with a second step first: set one up in your account.",
        "instance": request.path,
        "code": "second_factor_missing",
    }
    return JsonResponse(problem, status=HTTPStatus.FORBIDDEN, content_type="application/problem+json")
