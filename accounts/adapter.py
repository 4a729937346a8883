"""How the sign-in library behaves here."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.db.transaction import atomic
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import signals
from accounts.models import User

WAYS = {
    "reauthenticate": "Enter your password instead",
    "mfa_reauthenticate": "Enter a code instead",
    "mfa_reauthenticate:webauthn": "Use a passkey instead",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        # The same words whether the address or the password is wrong: they tell nobody who has an account.
        "email_password_mismatch": "The email address or password is not right. Check both and try again.",
        "too_many_login_attempts": (
            "There were too many attempts to sign in. Wait 5 minutes, then try again or reset your password."
        ),
        "enter_current_password": "Your current password is not right. Enter it again.",
        "incorrect_password": "Your password is not right. Enter it again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody: an administrator makes accounts."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who signed in a moment ago."""
        request = context.request
        records = get_authentication_records(request, request.user)
        oldest = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > oldest for record in records)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": WAYS[method["id"]]} for method in methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account-home")


class SessionsAdapter(DefaultUserSessionsAdapter):
    @atomic
    def end_sessions(self, sessions: Any) -> None:
        """Those that a person ends themselves, in the list of where they are signed in."""
        super().end_sessions(sessions)
        by = context.request.user
        signals.sessions_ended.send(sender=User, user=by, by=by, now=timezone.now(), count=len(sessions))
