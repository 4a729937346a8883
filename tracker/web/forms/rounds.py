"""The form in which an update round is opened."""

from django import forms

from govuk.forms import DateField
from tracker.models import Programme
from tracker.web.forms.national import ForcesForm


class RoundForm(ForcesForm):
    name = forms.CharField(
        label="Name of the round",
        max_length=120,
        help_text="Forces see it. For example, Summer 2018.",
        error_messages={"required": "Enter a name for the round"},
    )
    last_day = DateField(
        label="Last day for updates",
        help_text="For example, 30 6 2018.",
        error_messages={"required": "Enter the last day for updates"},
    )
    programme = forms.ModelChoiceField(
        Programme.objects.order_by("-first_year", "name"),
        label="Programme (optional)",
        required=False,
        empty_label="All programmes",
        help_text="Asks about findings of this programme only.",
    )
    field_order = ["name", "last_day", "programme", "addressed", "forces"]

    @property
    def answers(self) -> dict[str, object]:
        given = self.cleaned_data
        wanted = ("name", "last_day", "programme")
        return {name: given[name] for name in wanted} | {"forces": self.chosen}
