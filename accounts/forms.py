"""Forms of sign-in, passwords and API tokens."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.fields import SetPasswordField
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import timezone

from accounts.scopes import Scope
from govuk.dates import date_text
from govuk.forms import Checkboxes, DateField, GovukForm, GovukFormMixin

LONGEST_LIFE_IN_DAYS = 365


class OwnWords:
    """Gives the library's fields our `labels` and `hints`, and takes out its placeholders and links."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self._describe(self.fields[name], label, self.hints.get(name, ""))

    def _describe(self, field: forms.Field, label: str, hint: str) -> None:
        field.label, field.what = label, f"your {label.lower()}"
        field.widget.attrs.pop("placeholder", None)
        is_new_password = isinstance(field, SetPasswordField)
        field.help_text = " ".join(password_validators_help_texts()) if is_new_password else hint


class LoginForm(GovukFormMixin, OwnWords, allauth_forms.LoginForm):
    labels = {"login": "Email address", "password": "Password"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Password managers fill what they know as the name of the account.
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "spellcheck": "false"}


class ReauthenticateForm(GovukFormMixin, OwnWords, allauth_forms.ReauthenticateForm):
    labels = {"password": "Password"}


class ResetPasswordForm(GovukFormMixin, OwnWords, allauth_forms.ResetPasswordForm):
    labels = {"email": "Email address"}


class ResetPasswordKeyForm(GovukFormMixin, OwnWords, allauth_forms.ResetPasswordKeyForm):
    labels = {"password1": "New password", "password2": "New password again"}


class SetPasswordForm(GovukFormMixin, OwnWords, allauth_forms.SetPasswordForm):
    """For someone signed in who has no password yet."""

    labels = {"password1": "New password", "password2": "New password again"}


class ChangePasswordForm(GovukFormMixin, OwnWords, allauth_forms.ChangePasswordForm):
    labels = {
        "oldpassword": "Current password",
        "password1": "New password",
        "password2": "New password again",
    }


class TokenForm(GovukForm):
    """What a new API token is for and how long it works."""

    name = forms.CharField(
        label="Name",
        max_length=100,
        error_messages={"required": "Enter a name for the token"},
        help_text="What will use the token, for example “Monthly export”",
    )
    scopes = forms.MultipleChoiceField(
        label="What the token may be used for",
        choices=Scope.choices,
        widget=Checkboxes,
        help_text="It can never do more than you can.",
        error_messages={"required": "Select what the token may be used for"},
    )
    expires_on = DateField(label="Last day it works", what="the last day it works")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.last = today, today + timedelta(days=LONGEST_LIFE_IN_DAYS)
        example = f"{self.last.day} {self.last.month} {self.last.year}"
        self["expires_on"].help_text = f"Within a year. For example, {example}"

    def clean_expires_on(self) -> date:
        day = self.cleaned_data["expires_on"]
        if not self.today <= day <= self.last:
            raise forms.ValidationError(
                f"The last day it works must be between today and {date_text(self.last)}"
            )
        return day

    def token_fields(self) -> dict[str, Any]:
        """Return the valid form as keywords of `tokens.create`."""
        return {
            "name": self.cleaned_data["name"],
            "scopes": self.cleaned_data["scopes"],
            "expires_at": _end_of(self.cleaned_data["expires_on"]),
        }


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
