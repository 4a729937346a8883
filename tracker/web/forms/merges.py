"""Forms of merging a finding as reported into the real one, and of undoing it."""

from django import forms

from govuk.forms import GovukForm, LongTextField
from tracker.services.merges import LONGEST_NOTE


class MergeForm(GovukForm):
    original = forms.CharField(
        label="Reference of the finding in its own report’s words",
        max_length=80,
        help_text="For example cleveland-2016-eff-05.",
        error_messages={"required": "Enter the reference of the finding to merge into"},
    )
    note = LongTextField(
        label="Why they are the same finding",
        what="why they are the same",
        required=False,
        max_length=LONGEST_NOTE,
        help_text="It is shown in the history of both.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class UndoForm(GovukForm):
    reason = LongTextField(
        label="Why are they not the same finding?",
        what="why they are not the same finding",
        max_length=LONGEST_NOTE,
        help_text="It is shown in the history of the finding.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
