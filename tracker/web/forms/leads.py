"""Forms that say who leads, and who takes over."""

from typing import Any

from django.contrib.auth import get_user_model

from govuk.forms import GovukForm
from tracker.models import Finding, Force
from tracker.selectors.leads import people_with_work
from tracker.selectors.people import people_of, people_of_force
from tracker.web.forms.people import PersonField

NO_ONE = get_user_model().objects.none()


class LeadForm(GovukForm):
    lead = PersonField(label="Lead", queryset=NO_ONE, required=False, empty_label="Nobody yet")
    deputy = PersonField(
        label="Deputy",
        queryset=NO_ONE,
        required=False,
        empty_label="Nobody",
        help_text="Who looks after the finding while the lead is away.",
    )
    mark_optional = False

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead", "deputy"):
            people = people_of(finding, getattr(finding, f"{name}_id"))
            self.fields[name].queryset = people.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("lead") and given.get("lead") == given.get("deputy"):
            self.add_error("deputy", "The deputy must be someone other than the lead")
        return given


class HandOverForm(GovukForm):
    """Whose work goes to whom."""

    giver = PersonField(
        label="Whose work is handed over?",
        queryset=NO_ONE,
        empty_label="Choose a person",
        error_messages={"required": "Select whose work is handed over"},
    )
    taker = PersonField(
        label="Who takes over?",
        queryset=NO_ONE,
        empty_label="Choose a person",
        error_messages={"required": "Select who takes over"},
    )

    def __init__(self, *args: Any, force: Force, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].queryset = people_with_work(force).order_by("name", "pk")
        self.fields["taker"].queryset = people_of_force(force.pk).order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("giver") and given.get("giver") == given.get("taker"):
            self.add_error("taker", "Select someone else to take over")
        return given
