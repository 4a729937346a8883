"""Forms of national recommendations."""

from typing import Any

from django import forms
from django.db import models

from govuk.forms import Checkboxes, DateField, GovukForm, LongTextField, Radios
from tracker.models import Finding, Force, NationalRecommendation, Programme
from tracker.services import national
from tracker.services.correcting import Correction
from tracker.services.national_corrections import FIELDS
from tracker.web.forms.amending import reason


class Addressed(models.TextChoices):
    ALL = "all", "All territorial forces"
    SOME = "some", "Some forces"


class ForcesForm(GovukForm):
    """To whom the recommendation is addressed; those that have it already are not offered."""

    addressed = forms.ChoiceField(
        label="Which forces is it addressed to?",
        choices=Addressed.choices,
        widget=Radios(),
        error_messages={"required": "Select which forces it is addressed to"},
    )
    forces = forms.ModelMultipleChoiceField(
        Force.objects.none(), label="If some forces, which?", required=False, widget=Checkboxes()
    )
    mark_optional = False

    def __init__(self, *args: Any, already: NationalRecommendation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        have_it = Finding.kept.filter(national=already).values("force") if already else []
        self.fields["forces"].queryset = Force.objects.exclude(pk__in=have_it).order_by("name")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("addressed") == Addressed.SOME and not given.get("forces"):
            self.add_error("forces", "Select at least one force")
        return given

    @property
    def chosen(self) -> list[Force]:
        given = self.cleaned_data
        return national.all_forces() if given["addressed"] == Addressed.ALL else list(given["forces"])


class SourceForm(GovukForm):
    """The recommendation as its report prints it."""

    text = LongTextField(
        label="Recommendation",
        what="the recommendation",
        max_length=5_000,
        help_text="Word for word, as the report prints it.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter the recommendation"},
    )
    title = forms.CharField(
        label="Title of the report", max_length=200, error_messages={"required": "Enter the report’s title"}
    )
    source_url = forms.URLField(
        label="Web address of the report (optional)", required=False, max_length=500, assume_scheme="https"
    )
    public_from = DateField(
        label="Published on",
        help_text="Until that day only HMICFRS sees it. For example, 17 9 2021.",
        error_messages={"required": "Enter the day of publication"},
    )
    mark_optional = False


class NationalForm(SourceForm, ForcesForm):
    programme = forms.ModelChoiceField(
        Programme.objects.filter(kind__in=sorted(national.KINDS)).order_by("name"),
        label="Programme",
        empty_label="Select a programme",
        error_messages={"required": "Select the programme"},
    )
    year = forms.IntegerField(
        label="Inspection year",
        min_value=1990,
        max_value=2100,
        help_text="The year of inspection, not of publication.",
        error_messages={"required": "Enter the inspection year"},
    )
    field_order = ["text", "title", "source_url", "programme", "year", "public_from", "addressed", "forces"]

    @property
    def answers(self) -> dict[str, Any]:
        """As `national.address` takes them."""
        kept = {name: value for name, value in self.cleaned_data.items() if name != "addressed"}
        return kept | {"forces": self.chosen}


class NationalAmendForm(SourceForm):
    """What stands now, to be changed for all its forces, and why."""

    reason = reason("Why is it corrected?", "why it is corrected")
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ["text", "title", "source_url", "public_from", "reason"]

    def __init__(self, *args: Any, national: NationalRecommendation, **kwargs: Any) -> None:
        now = {name: getattr(national, name) for name in (*FIELDS, "version")}
        super().__init__(*args, initial=now, **kwargs)

    def amendment(self) -> Correction:
        given = dict(self.cleaned_data)
        why, version = given.pop("reason"), given.pop("version")
        return Correction(given, why, version)
