"""Forms of the answer to a report."""

from typing import Any

from django import forms

from govuk.forms import DateField, GovukForm, LongTextField, Radios
from tracker.duty_vocabulary import Course, DutyPart
from tracker.models.duties import DATED, WORDED
from tracker.services.duties import LONGEST_NAME, LONGEST_REASON, LONGEST_TEXT


class EntryForm(GovukForm):
    """What one part of the answer holds. `version`: the last that the person has seen, 0 for none."""

    course = forms.ChoiceField(
        label="What does the policing body explain?",
        choices=Course.choices,
        widget=Radios(hints={Course.NONE: "Say why not"}),
        error_messages={"required": "Select what the policing body explains"},
    )
    said_by = forms.CharField(
        label="Who makes these comments?",
        max_length=LONGEST_NAME,
        help_text="Name and rank or office. For example, Chief Constable A. Smith.",
        error_messages={"required": "Enter who makes these comments"},
    )
    text = LongTextField(
        label="Text",
        what="the text",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    link = forms.CharField(
        label="Web address of the published response",
        max_length=500,
        help_text="Starts with https:// or http://. We show the link, we do not keep a copy of the page.",
        widget=forms.URLInput(),
        error_messages={"required": "Enter the web address of the published response"},
    )
    on = DateField(label="Date", help_text="For example, 27 3 2018.")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    mark_optional = False

    def __init__(self, *args: Any, part: DutyPart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {
            "course": part == DutyPart.EXPLANATION,
            "said_by": part == DutyPart.CHIEF_OFFICERS_COMMENTS,
            "text": part in WORDED,
            "link": part == DutyPart.PUBLISHED,
            "on": part in DATED,
        }
        for name in [name for name, is_held in held.items() if not is_held]:
            del self.fields[name]


class TakeBackForm(GovukForm):
    reason = LongTextField(
        label="Why is it taken back?",
        what="why it is taken back",
        max_length=LONGEST_REASON,
        help_text="It stays readable as an earlier version, with this reason.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
