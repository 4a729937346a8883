"""People: to choose by name, and to invite."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from govuk.forms import DateField, GovukForm, Radios
from tracker.roles import FORCE_ROLES, Role


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return obj.name


class InviteForm(GovukForm):
    """Whom to invite, and for what."""

    email = forms.EmailField(
        label="Email address",
        help_text="Their address at work: the link goes there. They sign in with it.",
        error_messages={"required": "Enter the email address"},
    )
    name = forms.CharField(label="Full name", max_length=200, required=False)
    role = forms.TypedChoiceField(
        label="Role",
        coerce=Role,
        choices=[(role.value, role.label) for role in Role if role in FORCE_ROLES],
        widget=Radios,
        error_messages={"required": "Select a role"},
    )
    ends_on = DateField(label="Last day of the role", what="the last day of the role", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self["name"].help_text = "Leave it empty for someone who has an account already."
        self["ends_on"].help_text = "Only for a role that is lent for a time, such as cover for leave."

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day and day < self.today:
            raise forms.ValidationError("The last day of the role must be today or later")
        return day
