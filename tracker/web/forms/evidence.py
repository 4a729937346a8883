"""Forms for adding, replacing, assessing and withdrawing evidence."""

from typing import Any

from django import forms
from django.utils.text import Truncator

from govuk.forms import DateField, GovukForm, LongTextField, Radios
from tracker.models import Finding
from tracker.services import assessments, evidence, file_types, measures, versions
from tracker.vocabulary import Assessment, Marking

ACCEPT = ",".join(f".{extension}" for extension in file_types.TYPES)


class AboutForm(GovukForm):
    """What a piece of evidence is about, whatever it consists of."""

    title = forms.CharField(
        label="Title",
        max_length=evidence.LONGEST_TITLE,
        help_text="What HMICFRS will see in lists. For example, Audit of overdue visits, May 2018.",
    )
    shows = LongTextField(
        label="What does it show?",
        what="what it shows",
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    dated_on = DateField(
        label="Date of the evidence",
        required=False,
        help_text="The date of the document itself, not of today. For example, 27 3 2018.",
    )
    marking = forms.ChoiceField(
        label="Security classification",
        choices=Marking.choices,
        initial=Marking.OFFICIAL,
        widget=Radios(),
        help_text="Nothing above OFFICIAL-SENSITIVE may be sent here.",
    )
    handling = forms.CharField(
        label="Handling instruction",
        required=False,
        max_length=200,
        help_text="Needed for OFFICIAL-SENSITIVE. For example, HMICFRS inspection team only.",
    )


class FileForm(AboutForm):
    file = forms.FileField(
        label="File",
        allow_empty_file=True,  # the service says what is wrong with it
        max_length=255,
        help_text=f"{file_types.ALLOWED}, smaller than 25MB.",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "Select a file"},
    )
    field_order = ["file", "title", "shows", "dated_on", "marking", "handling"]


class LinkForm(AboutForm):
    url = forms.CharField(
        label="Web address",
        max_length=evidence.LONGEST_ADDRESS,
        help_text="Starts with https:// or http://. We show the link, we do not keep a copy of the page.",
        widget=forms.URLInput(),
        error_messages={"required": "Enter a web address"},
    )
    field_order = ["url", "title", "shows", "dated_on", "marking", "handling"]


class MeasureForm(AboutForm):
    """A figure with its unit, period and what it is held against."""

    name = forms.CharField(
        label="What is measured?",
        max_length=measures.LONGEST_NAME,
        help_text="For example, domestic violence protection orders.",
    )
    unit = forms.CharField(
        label="Unit",
        required=False,
        max_length=measures.LONGEST_UNIT,
        help_text="For example, orders, days or %. Leave it empty where the name says it.",
    )
    value = forms.DecimalField(label="Figure", max_digits=16, decimal_places=4)
    period = forms.CharField(
        label="Period of the figure",
        max_length=measures.LONGEST_PERIOD,
        help_text="For example, 12 months to 30 June 2017.",
    )
    comparator_value = forms.DecimalField(
        label="Figure to compare with", required=False, max_digits=16, decimal_places=4
    )
    comparator = forms.CharField(
        label="Whose figure is it?",
        required=False,
        max_length=measures.LONGEST_PERIOD,
        help_text="Leave it empty for the force’s own. For example, England and Wales.",
    )
    comparator_period = forms.CharField(
        label="Period of the figure to compare with",
        required=False,
        max_length=measures.LONGEST_PERIOD,
        help_text="For example, 12 months to 30 June 2016.",
    )
    FIGURE = ("name", "unit", "value", "period", "comparator_value", "comparator", "comparator_period")
    field_order = [*FIGURE, "title", "shows", "dated_on", "marking", "handling"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = "What HMICFRS will see in lists. Left empty, it is what is measured."

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, as the service takes it."""
        answers = dict(self.cleaned_data)
        figure = {name: answers.pop(name) for name in self.FIGURE}
        return answers | {"figure": figure, "title": answers["title"] or figure["name"]}


def with_reason(form_class: type[AboutForm]) -> type[AboutForm]:
    """That form for a newer version, which says what is different in it."""
    reason = LongTextField(
        label="What is different in this version?",
        what="what is different in this version",
        max_length=versions.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    return type(f"New{form_class.__name__}", (form_class,), {"reason": reason})


class AssessForm(GovukForm):
    assessment = forms.ChoiceField(
        label="Is this evidence enough?",
        choices=[(choice.value, choice.label) for choice in (Assessment.ACCEPTED, Assessment.NOT_ENOUGH)],
        widget=Radios(),
        error_messages={"required": "Select accepted or not enough"},
    )
    reason = LongTextField(
        label="Reason",
        what="the reason",
        required=False,
        max_length=assessments.LONGEST_REASON,
        help_text="Needed where it is not enough: say what is missing. The force will see it.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class UseForm(GovukForm):
    finding = forms.ModelChoiceField(
        queryset=Finding.objects.none(),
        to_field_name="reference",
        label="Which finding does it help with?",
        empty_label="Choose a finding",
        help_text="Open findings of your force that do not use it yet.",
        error_messages={"required": "Choose a finding"},
    )

    def __init__(self, *args: Any, findings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finding"].queryset = findings
        self.fields["finding"].label_from_instance = _told


def _told(finding: Finding) -> str:
    return f"{finding.reference}: {Truncator(finding.text).words(12)}"


class WithdrawForm(GovukForm):
    reason = LongTextField(
        label="Why are you withdrawing it?",
        what="why you are withdrawing this evidence",
        max_length=500,
        help_text="HMICFRS will see the reason.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
