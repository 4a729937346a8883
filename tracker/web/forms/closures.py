"""The form in which an offered closure is taken or declined."""

from collections.abc import Sequence
from typing import Any

from django import forms

from govuk.forms import GovukForm, LongTextField, Radios
from tracker.selectors.closures import Offer

LEAVE_OPEN = "leave_open"


class OfferedClosureForm(GovukForm):
    answer = forms.ChoiceField(
        label="Do you close this finding?",
        widget=Radios(hints={LEAVE_OPEN: "Say why. It is offered again only if something new speaks for it"}),
        error_messages={"required": "Select whether you close this finding"},
    )
    note = LongTextField(
        label="Note for the timeline",
        what="your note",
        required=False,
        max_length=2_000,
        help_text="The force will see it. Needed if the finding stays open.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    mark_optional = False

    def __init__(self, *args: Any, offers: Sequence[Offer] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closing = [(offer.reason, _label(offer)) for offer in offers]
        self.fields["answer"].choices = [*closing, (LEAVE_OPEN, "Leave it open")]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("answer") == LEAVE_OPEN and "note" in given and not given["note"]:
            self.add_error("note", "Enter why the finding stays open")
        return given


def _label(offer: Offer) -> str:
    if offer.link:
        return f"Close it as superseded: {offer.link.successor} carries it on"
    year = offer.statement.year if offer.statement else ""
    return f"Close it as verified: the {year} report says it is resolved"
