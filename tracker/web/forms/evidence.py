"""Forms for adding and withdrawing evidence."""

from django import forms

from govuk.forms import DateField, GovukForm, LongTextField, Radios
from tracker.services import evidence, file_types
from tracker.vocabulary import Marking

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
        help_text="For example, HMICFRS inspection team only.",
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


class WithdrawForm(GovukForm):
    reason = LongTextField(
        label="Why are you withdrawing it?",
        what="why you are withdrawing this evidence",
        max_length=500,
        help_text="HMICFRS will see the reason.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
