"""Forms of changing several findings at once: one for each deed."""

from typing import Any

from django import forms

from accounts.models import User
from govuk.forms import DateField, GovukForm, LongTextField
from tracker.models import Theme
from tracker.selectors.leads import may_lead
from tracker.services.bulk import BulkDeed
from tracker.services.target_dates import LONGEST_REASON
from tracker.web.forms.people import PersonField


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


class LeadDeedForm(DeedForm):
    lead = PersonField(
        label="Lead",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody",
        help_text="Deputies stay, unless the deputy becomes the lead.",
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = may_lead(self.user)


class DateDeedForm(DeedForm):
    due_on = DateField(
        label="Target date",
        help_text="For example, 27 3 2027.",
        error_messages={"required": "Enter the target date"},
    )
    reason = LongTextField(
        label="Why do dates move?",
        what="why dates move",
        required=False,
        max_length=LONGEST_REASON,
        help_text="Needed for each finding that has a target date already, and kept with the move.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    mark_optional = False


FORMS: dict[BulkDeed, type[DeedForm]] = {
    BulkDeed.THEME: ThemeDeedForm,
    BulkDeed.LEAD: LeadDeedForm,
    BulkDeed.TARGET_DATE: DateDeedForm,
    BulkDeed.FORCE_DATE: DateDeedForm,
}
