"""The form of HMICFRS's target date."""

from typing import Any

from django import forms

from govuk.forms import DateField, GovukForm, LongTextField
from tracker.models import Finding
from tracker.services.target_dates import LONGEST_REASON


class HmicfrsDateForm(GovukForm):
    due_on = DateField(
        label="Target date",
        help_text="For example, 27 3 2027.",
        error_messages={"required": "Enter the target date"},
    )
    reason = LongTextField(
        label="Why has the date moved?",
        what="why the target date has moved",
        max_length=LONGEST_REASON,
        help_text="The force sees the earlier dates and the reasons.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if finding.due_on is None:
            del self.fields["reason"]
