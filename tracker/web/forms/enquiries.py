"""Forms of questions about a finding."""

from typing import Any

from django import forms

from govuk.forms import Checkboxes, DateField, GovukForm, LongTextField
from tracker.models import Finding
from tracker.selectors.enquiries import may_be_mentioned
from tracker.services import enquiries


class WrittenForm(GovukForm):
    """What is written to a question, and who is told of it besides."""

    text = LongTextField(
        label="Your answer",
        what="your answer",
        max_length=enquiries.LONGEST_TEXT,
        help_text="Do not name victims or suspects.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    mentioned = forms.TypedMultipleChoiceField(
        label="Tell these people, too",
        coerce=int,
        required=False,
        widget=Checkboxes(),
        help_text="The force’s liaison officers and the finding’s lead are told of a question in any case,"
        " and who asked is told of an answer. The mail holds a link only.",
    )

    def __init__(self, *args: Any, finding: Finding, by: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(pk, name) for pk, name in may_be_mentioned(finding) if pk != by]
        self.fields["mentioned"].choices = others
        if not others:
            del self.fields["mentioned"]


class AskAgainForm(WrittenForm):
    text = LongTextField(
        label="Your question",
        what="your question",
        max_length=enquiries.LONGEST_TEXT,
        help_text="The force will see it.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    answer_by = DateField(label="Answer wanted by", help_text="For example, 27 3 2027.")
    field_order = ["subject", "text", "answer_by", "mentioned"]


class AskForm(AskAgainForm):
    subject = forms.CharField(
        label="Subject",
        max_length=enquiries.LONGEST_SUBJECT,
        help_text="What lists show. For example, Visits made in May.",
    )
