"""The form of one action."""

from typing import Any

from django import forms

from accounts.models import User
from govuk.forms import DateField, GovukForm, LongTextField
from tracker.models import Finding
from tracker.selectors.people import people_of
from tracker.services import actions
from tracker.web.forms.people import PersonField


class ActionForm(GovukForm):
    """What will be done, by whom and by when. `finding` says whose people may own it."""

    what = LongTextField(
        label="What will be done?",
        what="what will be done",
        max_length=actions.LONGEST_WHAT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    owner = PersonField(
        label="Who will do it?",
        queryset=User.objects.none(),
        required=False,
        empty_label="Someone without an account",
    )
    owner_name = forms.CharField(
        label="Their name",
        help_text="Only for someone without an account.",
        required=False,
        max_length=actions.LONGEST_NAME,
    )
    owner_role = forms.CharField(
        label="Their job title or role",
        help_text="Only for someone without an account. For example, detective inspector, public protection.",
        required=False,
        max_length=actions.LONGEST_NAME,
    )
    due_on = DateField(
        label="By when?", what="the day it is due", required=False, help_text="For example, 27 3 2027."
    )
    mark_optional = False

    def __init__(self, *args: Any, finding: Finding, owner_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(finding, owner_id).order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        owner, name = given.get("owner"), given.get("owner_name", "")
        if not self.errors and not owner and not name:
            self.add_error("owner", "Select who will do it, or enter a name")
        if owner and name:
            self.add_error("owner_name", "Select a person or enter a name, not both")
        return given
