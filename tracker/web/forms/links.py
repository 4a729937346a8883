"""The form in which a link between two findings is decided."""

from typing import Any

from django import forms
from django.db import models

from govuk.forms import GovukFilterForm, GovukForm, LongTextField, Radios
from tracker.selectors.filters import LinkFilter
from tracker.vocabulary import Decision, LinkRelation


class Answer(models.TextChoices):
    """How the newer finding takes up the older one, or that it does not."""

    CONTINUES = LinkRelation.CONTINUES.value, "Continues"
    CONTINUES_IN_PART = LinkRelation.CONTINUES_IN_PART.value, "Continues in part"
    RELATED = LinkRelation.RELATED.value, "Related"
    NO_LINK = "none", "No link"

    @property
    def decision(self) -> Decision:
        return Decision.REJECTED if self is Answer.NO_LINK else Decision.CONFIRMED

    @property
    def relation(self) -> LinkRelation | None:
        return None if self is Answer.NO_LINK else LinkRelation(self.value)


HINTS = {
    Answer.CONTINUES: "The same matter was found again",
    Answer.CONTINUES_IN_PART: "A part of the older finding was found again. Say which part",
    Answer.RELATED: "Near each other, but not the same matter. It does not become part of the chain",
    Answer.NO_LINK: "Two different matters. Say why, so that nobody has to ask again",
}
WHAT_TO_SAY = {
    Answer.CONTINUES_IN_PART: "Enter which part of the older finding continues",
    Answer.NO_LINK: "Enter why there is no link",
}


class LinkForm(GovukForm):
    """`replaces` is the number of the decision that stood when the page was shown, if there was one."""

    answer = forms.ChoiceField(
        label="How does the newer finding take up the older one?",
        choices=Answer.choices,
        widget=Radios(hints=HINTS),
        error_messages={"required": "Select how the newer finding takes up the older one"},
    )
    note = LongTextField(
        label="Reason",
        what="your reason",
        required=False,
        max_length=2_000,
        help_text="Kept with the decision. Needed for “continues in part” and “no link”.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    replaces = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        answer, note = given.get("answer"), given.get("note")
        if answer and "note" in given and not note:
            if answer in WHAT_TO_SAY:
                self.add_error("note", WHAT_TO_SAY[Answer(answer)])
            elif given.get("replaces"):
                self.add_error("note", "Enter why you change the decision")
        return given


class NewLinkForm(LinkForm):
    """Of two findings between which there is no link yet: to leave it so takes no decision."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [each for each in Answer.choices if each[0] != Answer.NO_LINK]
        self.fields["note"].help_text = "Kept with the link. Needed for “continues in part”."


class LinkListFilter(LinkFilter):
    """The shared filter as a panel beside the queue."""

    class Meta(LinkFilter.Meta):
        form = GovukFilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters = {name: self.filters[name] for name in ("force", "year", "finding", "told_of")}
        self.filters["told_of"].extra["help_text"] = "If not, it is a silent repeat."
        for chosen in self.filters.values():
            vars(chosen).pop("_field", None)
            if "empty_label" in chosen.extra or "queryset" in chosen.extra:
                chosen.extra["empty_label"] = "Any"
