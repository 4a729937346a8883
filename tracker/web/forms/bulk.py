"""Forms of changing several findings at once: one for each deed."""

from typing import Any

from django import forms

from accounts.models import User
from govuk.forms import GovukForm
from tracker.models import Theme
from tracker.services.bulk import BulkDeed


class DeedForm(GovukForm):
    """What the deed needs to know; `user` is who does it."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class ThemeDeedForm(DeedForm):
    theme = forms.ModelChoiceField(
        label="Theme to add",
        queryset=Theme.objects.in_use().order_by("name"),
        empty_label="Select a theme",
        error_messages={"required": "Select a theme"},
    )


FORMS: dict[BulkDeed, type[DeedForm]] = {BulkDeed.THEME: ThemeDeedForm}
