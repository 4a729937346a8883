"""How the sign-in library behaves here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


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

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account-home")
