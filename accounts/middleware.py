"""What every request of somebody signed in has to pass, whichever door it comes to."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import RedisError
from requests.exceptions import RequestException

from accounts import second_factor, sessions
from accounts.services import people

logger = structlog.get_logger(__name__)

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
        "session-state",  # how long the sign-in lasts: those pages ask for it, too
    }
)
GOES_ON_TO = "after_second_factor"
BACKGROUND = "X-Background"
FACTOR_MISSING = "Sign in with a second step first: set one up in your account."
HELPERS = {
    RedisError: "account/limits_down.html",
    RequestException: "socialaccount/authentication_error.html",
}
SIGNED_OUT = "You have been signed out. Sign in again."


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
            return _problem(request, HTTPStatus.FORBIDDEN, FACTOR_MISSING, "second_factor_missing")
        if request.method == "GET":
            request.session[GOES_ON_TO] = request.get_full_path()
        if second_factor.factors_of(request.user).exists():
            # Set up in another browser since: here it has not been used yet.
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        return redirect("mfa_index")


class SessionLimitsMiddleware:
    """Ends a sign-in that was not used for half an hour, or is half a day old, at its next request.

    What was sent too late is kept, and can be sent after signing in again.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    # Here and not before: a form is kept only if the check against forged requests let it through.
    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        if sessions.left(request.session).is_over:
            return self._end(request)
        # A page that asks by itself how things stand is no sign of somebody at the keyboard.
        if not request.headers.get(BACKGROUND):
            sessions.note_use(request.session)
            sessions.forget_form_sent(request)
        return None

    def _end(self, request: HttpRequest) -> HttpResponse:
        form, next_page = sessions.form_of(request), request.get_full_path()
        people.end_own_session(request=request, now=timezone.now())
        if request.path.startswith("/api/"):
            return _problem(request, HTTPStatus.UNAUTHORIZED, SIGNED_OUT, "session_over")
        if form:
            request.session[sessions.KEPT_FORM] = form
            next_page = reverse("kept-form")
        elif request.method != "GET":
            next_page = "/"
        return redirect(f"{reverse('account_login')}?{urlencode({'over': 'yes', 'next': next_page})}")


class HelpersMiddleware:
    """Says in words that what signing in needs does not answer; nobody comes in by that.

    Without the cache attempts cannot be counted, so none is made.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not request.path.startswith("/account"):
            return None
        for kind, template in HELPERS.items():
            if isinstance(problem, kind):
                logger.error("sign_in_helper_unreachable", kind=kind.__name__, exc_info=problem)
                answer = render(request, template, status=HTTPStatus.SERVICE_UNAVAILABLE)
                answer.headers["Retry-After"] = "60"
                return answer
        return None


def _is_open_to_anyone(view: Callable[..., Any]) -> bool:
    # REST framework marks all its views so, because it asks who comes itself; their sessions are asked here.
    return not getattr(view, "login_required", True) and not hasattr(view, "cls")


def _problem(request: HttpRequest, status: HTTPStatus, detail: str, code: str) -> HttpResponse:
    problem = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "instance": request.path,
        "code": code,
    }
    return JsonResponse(problem, status=status, content_type="application/problem+json")
