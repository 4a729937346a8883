"""How the library's second factors behave here."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from accounts import second_factor


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right, or was used already. Wait for the next one and enter it.",
        "cannot_delete_authenticator": (
            "This is your only second step, and everyone needs one. Add another one first, then remove this."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays where a second factor is required: a changed phone means add, then remove."""
        others = second_factor.factors_of(authenticator.user).exclude(pk=authenticator.pk)
        return not settings.SECOND_FACTOR_REQUIRED or others.exists()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return f"Passkey {number}" if number > 1 else "Passkey"

    # A copy of the database alone gives nobody a second factor.
    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER


def _cipher() -> MultiFernet:
    return MultiFernet([_cipher_of(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _cipher_of(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factors:" + key.encode()).digest()))
