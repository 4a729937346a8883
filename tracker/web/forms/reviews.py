"""Forms of HMICFRS's decisions."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import Truncator

from govuk.forms import DateField, GovukForm, LongTextField, Radios
from tracker.models import Finding, FindingLink
from tracker.selectors.closures import carried_on_by
from tracker.vocabulary import ClosureReason

CLOSURE_HINTS = {
    ClosureReason.VERIFIED: "HMICFRS has seen that the work was done and made a difference",
    ClosureReason.SUPERSEDED: "A later finding carries the matter on",
    ClosureReason.NO_FURTHER_ACTION: "HMICFRS will not look at it any more",
}


class Answer(models.TextChoices):
    ACCEPT = "accept", "Accept the update"
    CLOSE = "close", "Accept the update and close the finding as verified"
    SUPERSEDE = "supersede", "Accept the update and close the finding as superseded"
    NO_ACTION = "no_action", "Accept the update and close the finding without further action"
    RETURN = "return", "Ask for more evidence"


ANSWER_HINTS = {
    Answer.ACCEPT: "The finding stays open until the work is complete",
    Answer.CLOSE: CLOSURE_HINTS[ClosureReason.VERIFIED],
    Answer.SUPERSEDE: CLOSURE_HINTS[ClosureReason.SUPERSEDED],
    Answer.NO_ACTION: CLOSURE_HINTS[ClosureReason.NO_FURTHER_ACTION],
    Answer.RETURN: "The force is asked for what is missing",
}


CLOSE_AS = {
    Answer.CLOSE: ClosureReason.VERIFIED,
    Answer.SUPERSEDE: ClosureReason.SUPERSEDED,
    Answer.NO_ACTION: ClosureReason.NO_FURTHER_ACTION,
}


class SuccessorField(forms.ModelChoiceField):
    """The link to the later finding that carries this one on."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            FindingLink.objects.none(), label="Superseded by", required=False, empty_label="Select a finding",
            help_text="Only if you close the finding as superseded.", **options,
        )  # fmt: skip

    def label_from_instance(self, link: Any) -> str:
        return f"{link.successor.reference}: {Truncator(link.successor.text).words(12)}"


class ClosingForm(GovukForm):
    """A form that may close the finding as superseded: `finding` says by what it can be."""

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["link"].queryset = carried_on_by(finding)
        if not self.fields["link"].queryset:
            del self.fields["link"]

    def ask_for_successor(self, choice: str) -> None:
        """`choice` is the field in which superseding was chosen."""
        if "link" not in self.fields:
            self.add_error(
                choice, "No later finding is linked to this one as carrying it on: link them first"
            )
        elif not self.cleaned_data.get("link"):
            self.add_error("link", "Select the later finding that carries this one on")


class ReviewForm(ClosingForm):
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
    link = SuccessorField()
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
        if given.get("decision") == Answer.NO_ACTION and not given.get("reason"):
            self.add_error("reason", "Enter why there is no further action")
        if given.get("decision") == Answer.SUPERSEDE:
            self.ask_for_successor("decision")
        return given


class CloseForm(ClosingForm):
    reason = forms.ChoiceField(
        label="Why are you closing this finding?",
        choices=ClosureReason.choices,
        widget=Radios(hints=CLOSURE_HINTS),
        error_messages={"required": "Select why you are closing this finding"},
    )
    link = SuccessorField()
    note = LongTextField(
        label="Note for the timeline",
        what="your note",
        required=False,
        max_length=2_000,
        help_text="The force will see it.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    mark_optional = False

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("reason") == ClosureReason.SUPERSEDED:
            self.ask_for_successor("reason")
        if given.get("reason") != ClosureReason.SUPERSEDED:
            given["link"] = None
        if given.get("reason") == ClosureReason.NO_FURTHER_ACTION and not given.get("note"):
            self.add_error("note", "Enter why there is no further action")
        return given


class VoidForm(GovukForm):
    reason = LongTextField(
        label="Why is the closure void?",
        what="why the closure is void",
        max_length=2_000,
        help_text="The force and HMICFRS will see the reason on the finding’s timeline.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
