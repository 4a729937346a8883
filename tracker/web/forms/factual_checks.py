"""Forms of the factual check."""

from typing import Any

from django import forms

from govuk.forms import DateField, GovukForm, LongTextField, Radios
from tracker.services.factual_checks import LONGEST_ANSWER, LONGEST_REMARK
from tracker.vocabulary import RemarkOutcome


class LastDayForm(GovukForm):
    remarks_by = DateField(
        label="Last day for remarks",
        help_text="The force can remark until the end of this day, for example 27 3 2027. It sees the report "
        "until it is published.",
        error_messages={"required": "Enter the last day for remarks"},
    )


class WithdrawForm(GovukForm):
    reason = LongTextField(
        label="Why is the invitation withdrawn?",
        what="why it is withdrawn",
        max_length=LONGEST_ANSWER,
        help_text="Only HMICFRS sees the reason.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RemarkForm(GovukForm):
    text = LongTextField(
        label="Your remark",
        what="your remark",
        max_length=LONGEST_REMARK,
        help_text="Say what is not right and what shows it. HMICFRS and those of your force who were invited "
        "see it. A remark cannot be changed once it is sent; until it is answered you can withdraw it.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class AnswerForm(GovukForm):
    outcome = forms.ChoiceField(
        label="Is the remark accepted?",
        choices=[(word.value, word.label) for word in (RemarkOutcome.ACCEPTED, RemarkOutcome.NOT_ACCEPTED)],
        widget=Radios(
            hints={
                RemarkOutcome.ACCEPTED: "The report is changed",
                RemarkOutcome.NOT_ACCEPTED: "Say why: the force will see it",
            }
        ),
        error_messages={"required": "Select whether the remark is accepted"},
    )
    text = LongTextField(
        label="Answer to the force",
        what="your answer",
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("outcome") == RemarkOutcome.NOT_ACCEPTED and not given.get("text"):
            self.add_error("text", "Enter why the remark is not accepted")
        return given
