"""Forms of the second step of signing in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from accounts.forms import OwnWords
from govuk.forms import GovukFormMixin


class OneCode(GovukFormMixin, OwnWords):
    """A form whose one field is a code."""

    labels = {"code": "Code"}
    hints = {"code": "From your authenticator app, or one of your recovery codes"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class CodeForm(OneCode, base.AuthenticateForm):
    pass


class CodeAgainForm(OneCode, base.ReauthenticateForm):
    pass


class ActivateTotpForm(OneCode, totp.ActivateTOTPForm):
    hints = {"code": "The 6 numbers that the app shows now"}


class DeactivateTotpForm(GovukFormMixin, totp.DeactivateTOTPForm):
    pass


class AddPasskeyForm(GovukFormMixin, OwnWords, webauthn.AddWebAuthnForm):
    labels = {
        "name": "Name of the passkey",
        "passwordless": "Sign in with this passkey alone, without my password",
    }
    hints = {
        "name": "So that you know it again, for example “Work laptop”",
        "passwordless": "Your device must then ask for a PIN, a fingerprint or your face.",
    }


class RenamePasskeyForm(GovukFormMixin, OwnWords, webauthn.EditWebAuthnForm):
    labels = {"name": "Name of the passkey"}


class NewRecoveryCodesForm(GovukFormMixin, GenerateRecoveryCodesForm):
    pass
