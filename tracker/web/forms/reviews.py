"""Forms of HMICFRS's decisions."""

from typing import Any

from django import forms
from django.db import models

from govuk.forms import DateField, GovukForm, LongTextField, Radios
from tracker.vocabulary import ClosureReason

CLOSURE_HINTS = {
    ClosureReason.VERIFIED: "HMICFRS has seen that the work was done and made a difference",
    ClosureReason.SUPERSEDED: "A later finding carries the matter on",
    ClosureReason.NO_FURTHER_ACTION: "HMICFRS will not look at it any more",
}


class Answer(models.TextChoices):
    ACCEPT = "accept", "Accept the update"
    CLOSE = "close", "Accept the update and close the finding as verified"
    RETURN = "return", "Ask for more evidence"


ANSWER_HINTS = {
    Answer.ACCEPT: "The finding stays open until the work is complete",
    Answer.CLOSE: CLOSURE_HINTS[ClosureReason.VERIFIED],
    Answer.RETURN: "The force is asked for what is missing",
}


class ReviewForm(GovukForm):
    decision = forms.ChoiceField(
        label="What is your decision?",
        choices=Answer.choices,
        widget=Radios(hints=ANSWER_HINTS),
        error_messages={"required": "Select your decision"},
    )
    reason = LongTextField(
        label="Reason",
        what="your reason",
        required=False,
        max_length=2_000,
        help_text="The force will see it. If you ask for more evidence, say what is missing.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    more_by = DateField(
        label="More evidence wanted by",
        required=False,
        help_text="Only if you ask for more evidence. For example, 27 3 2027.",
    )
    # What the page showed: sent back, so that nobody decides on something else unseen.
    level = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("decision") == Answer.RETURN and not given.get("reason"):
            self.add_error("reason", "Enter what evidence is missing")
        return given


class CloseForm(GovukForm):
    reason = forms.ChoiceField(
        label="Why are you closing this finding?",
        choices=ClosureReason.choices,
        widget=Radios(hints=CLOSURE_HINTS),
        error_messages={"required": "Select why you are closing this finding"},
    )
    note = LongTextField(
        label="Note for the timeline",
        what="your note",
        required=False,
        max_length=2_000,
        help_text="The force will see it.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class VoidForm(GovukForm):
    reason = LongTextField(
        label="Why is the closure void?",
        what="why the closure is void",
        max_length=2_000,
        help_text="The force and HMICFRS will see the reason on the finding’s timeline.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
