"""Forms of packs."""

from typing import Any

from django import forms

from govuk.forms import DateField, GovukForm, Radios
from tracker.documents.vocabulary import ExportFormat
from tracker.selectors.filters import question_choices
from tracker.vocabulary import Marking

PRINT = "print"


class BoardPackForm(GovukForm):
    """Of what, since when, how marked, and in which form."""

    on = DateField(
        label="As the register stood at the end of which day?", what="the day", required=False,
        help_text="For example, 31 3 2026. Leave it empty for the findings as they stand now.",
    )  # fmt: skip
    question = forms.ChoiceField(label="Question", required=False)
    since = DateField(
        label="Show what changed since", required=False, help_text="For example, 27 3 2026, your last board."
    )
    marking = forms.ChoiceField(
        label="Security classification", choices=Marking.choices, initial=Marking.OFFICIAL, widget=Radios(),
        help_text="It stands at the top of each page.",
    )  # fmt: skip
    format = forms.ChoiceField(
        label="What do you need?",
        choices=[
            (ExportFormat.DOCX, "A Word document"),
            (ExportFormat.XLSX, "An Excel workbook"),
            (PRINT, "A page to print"),
        ],
        widget=Radios(),
        error_messages={"required": "Select what you need"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = [("", "All questions"), *question_choices()]

    @property
    def parameters(self) -> dict[str, str]:
        given = self.cleaned_data
        query = f"question={given['question']}" if given["question"] else ""
        since = given["since"].isoformat() if given["since"] else ""
        on = given["on"].isoformat() if given["on"] else ""
        return {"query": query, "on": on, "since": since, "marking": given["marking"]}


class EvidencePackForm(GovukForm):
    on = DateField(
        label="As it stood at the end of which day?",
        what="the day",
        help_text="For example, 27 3 2026. Today gives it as it stands now.",
    )
