"""Forms of "still embedded?": the force's answer, and HMICFRS's decision."""

from typing import Any

from django import forms

from govuk.forms import Checkboxes, GovukForm, LongTextField, Radios
from tracker.models import Evidence, Finding, Inspection, Programme
from tracker.selectors.embedding import later_inspections
from tracker.selectors.evidence import elsewhere, evidence_of
from tracker.services.embedding import LONGEST_TEXT
from tracker.vocabulary import Embedded, FindingKind, LinkRelation

MOST_EVIDENCE = 20
RAISE, LEAVE = "raise", "leave"


class EmbeddedForm(GovukForm):
    answer = forms.ChoiceField(
        label="Is the improvement still embedded?",
        choices=Embedded.choices,
        widget=Radios(
            hints={
                Embedded.NO_LONGER: "HMICFRS is told, and decides whether it becomes a new finding",
                Embedded.NOT_KNOWN: "You are asked again",
            }
        ),
        error_messages={"required": "Select whether the improvement is still embedded"},
    )
    text = LongTextField(
        label="What shows it?",
        what="what shows it",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="For example, the last audit and what it found. Do not name victims or suspects. "
        "May stay empty if it is not yet known.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    link = forms.CharField(
        label="Web address (optional)", required=False, max_length=500, help_text="For example, of an audit."
    )
    evidence = forms.ModelMultipleChoiceField(
        label="Evidence (optional)",
        queryset=Evidence.objects.none(),
        required=False,
        widget=Checkboxes(),
        help_text="Of what your force holds here: the finding’s own, and the newest of the others.",
    )
    mark_optional = False

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [*evidence_of(finding)[:MOST_EVIDENCE], *elsewhere(finding)[:MOST_EVIDENCE]]
        rows = Evidence.objects.current().filter(pk__in=[item.pk for item in offered])
        self.fields["evidence"].queryset = rows.order_by("-added_at", "-pk")
        if not rows:
            del self.fields["evidence"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "text" in given and not given["text"] and given.get("answer") not in (None, Embedded.NOT_KNOWN):
            self.add_error("text", "Enter what shows it")
        return given


class InspectionField(forms.ModelChoiceField):
    def label_from_instance(self, inspection: Inspection) -> str:
        day = inspection.public_from
        return f"{inspection}" if day else f"{inspection} (not published yet)"


class NoLongerForm(GovukForm):
    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[(RAISE, "Raise a new finding, linked to this one"), (LEAVE, "Raise no new finding")],
        widget=Radios(hints={LEAVE: "Only the reason below is needed"}),
        error_messages={"required": "Select what you decide"},
    )
    reason = LongTextField(
        label="Reason",
        what="the reason",
        max_length=LONGEST_TEXT,
        help_text="The force will see it.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(label="Kind of the new finding", choices=FindingKind.choices, required=False)
    text = LongTextField(
        label="Wording of the new finding",
        what="the wording",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    relation = forms.ChoiceField(
        label="How does it take up this finding?", choices=LinkRelation.choices, required=False
    )
    inspection = InspectionField(
        label="Inspection that it belongs to",
        queryset=Inspection.objects.none(),
        required=False,
        empty_label="A new one, this year",
        help_text="The new finding is public with its inspection; with a new one, from today.",
    )
    programme = forms.ModelChoiceField(
        label="Programme of a new inspection",
        queryset=Programme.objects.order_by("-first_year", "name"),
        required=False,
        empty_label="Select a programme",
        help_text="Needed only if you selected no inspection.",
    )
    mark_optional = False

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inspection"].queryset = later_inspections(finding)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("decision") == RAISE:
            if "text" in given and not given["text"]:
                self.add_error("text", "Enter the wording of the new finding")
            if not given.get("inspection") and not given.get("programme"):
                self.add_error("programme", "Select a programme, or an inspection above")
        return given
