"""The form in which an update round is opened."""

from django import forms

from govuk.forms import DateField
from tracker.models import Programme, Theme
from tracker.selectors.filters import question_choices
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
    question = forms.ChoiceField(
        label="Question (optional)",
        required=False,
        choices=lambda: [("", "All questions"), *question_choices()],
        help_text="Asks about findings of this question only.",
    )
    theme = forms.ModelChoiceField(
        Theme.objects.in_use().order_by("name"),
        label="Theme (optional)",
        required=False,
        empty_label="All themes",
        help_text="Asks about findings of this theme only.",
    )
    field_order = ["name", "last_day", "programme", "question", "theme", "addressed", "forces"]

    @property
    def answers(self) -> dict[str, object]:
        given = self.cleaned_data
        wanted = ("name", "last_day", "programme", "question", "theme")
        return {name: given[name] for name in wanted} | {"forces": self.chosen}
