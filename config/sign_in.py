"""Settings of the sign-in: the library's, and our own."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from config.env import env
from config.identity_providers import providers_of


def sign_in_settings(*, demo: bool, production: bool) -> dict[str, Any]:
    """Return all of them by name."""
    return {
        **PEOPLE,
        **second_factor(demo=demo, production=production),
        **single_sign_on(),
        **behind_proxies(),
    }


PEOPLE: dict[str, Any] = {
    "LOGIN_URL": "account_login",
    "LOGIN_REDIRECT_URL": "/",
    # Accounts are given, not taken: the adapter closes self sign-up.
    "ACCOUNT_ADAPTER": "accounts.adapter.AccountAdapter",
    "USERSESSIONS_ADAPTER": "accounts.adapter.SessionsAdapter",
    "ACCOUNT_FORMS": {
        "login": "accounts.forms.LoginForm",
        "reauthenticate": "accounts.forms.ReauthenticateForm",
        "change_password": "accounts.forms.ChangePasswordForm",
        "set_password": "accounts.forms.SetPasswordForm",
        "reset_password": "accounts.forms.ResetPasswordForm",
        "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    },
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_EMAIL_NOTIFICATIONS": True,
    "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
    "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
    # For so long a password that was typed is proof enough before keys are given away.
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": timedelta(minutes=5).total_seconds(),
}


def second_factor(*, demo: bool, production: bool) -> dict[str, Any]:
    """The second step of signing in. Only the demo may let people in without: production refuses to."""
    return {
        "SECOND_FACTOR_REQUIRED": env.bool("SECOND_FACTOR_REQUIRED", default=not demo),
        "MFA_ADAPTER": "accounts.factor_adapter.FactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        "MFA_TRUST_ENABLED": False,
        # Nought, because the library remembers a used code for as long as one code lasts.
        "MFA_TOTP_TOLERANCE": 0,
        "MFA_TOTP_ISSUER": "Inspection findings tracker",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not production,
        "MFA_FORMS": {
            "authenticate": "accounts.factor_forms.CodeForm",
            "reauthenticate": "accounts.factor_forms.CodeAgainForm",
            "activate_totp": "accounts.factor_forms.ActivateTotpForm",
            "deactivate_totp": "accounts.factor_forms.DeactivateTotpForm",
            "add_webauthn": "accounts.factor_forms.AddPasskeyForm",
            "edit_webauthn": "accounts.factor_forms.RenamePasskeyForm",
            "generate_recovery_codes": "accounts.factor_forms.NewRecoveryCodesForm",
        },
    }


def single_sign_on() -> dict[str, Any]:
    """Signing in at one's organisation: bound on issuer and subject, by somebody signed in."""
    apps = [_app(provider) for provider in providers_of(env.str("OIDC_PROVIDERS", default=""))]
    return {
        "SOCIALACCOUNT_ADAPTER": "accounts.single_sign_on.SingleSignOnAdapter",
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
        "SOCIALACCOUNT_AUTO_SIGNUP": False,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_LOGIN_ON_GET": False,
        "SOCIALACCOUNT_REQUESTS_TIMEOUT": 5,
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}},
    }


def _app(provider: dict[str, Any]) -> dict[str, Any]:
    issuer = provider["issuer"].rstrip("/")
    return {
        # Made from the issuer: the subjects of another one are never taken for this one's.
        "provider_id": hashlib.sha256(issuer.encode()).hexdigest()[:12],
        "name": provider["name"],
        "client_id": provider["client_id"],
        "secret": provider["client_secret"],
        "settings": {
            "server_url": issuer,
            "issuer": provider["issuer"],
            "amr": provider.get("amr", ["mfa"]),
            "acr": provider.get("acr", []),
        },
    }


def behind_proxies() -> dict[str, Any]:
    """How many proxies stand before us: without it rate limits would see one address for every force."""
    return {"ALLAUTH_TRUSTED_PROXY_COUNT": env.int("TRUSTED_PROXY_COUNT", default=0)}
