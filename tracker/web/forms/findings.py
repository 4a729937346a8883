"""Forms of the findings' pages."""

from typing import Any

from govuk.forms import GovukFilterForm
from tracker.models.visibility import reach_of
from tracker.roles import Permission
from tracker.selectors.filters import FindingFilter
from tracker.vocabulary import InspectorateStatus

# First the words, then what everyone sees, then what only a workspace has.
EVERYONE = [
    "q",
    "force",
    "year",
    "question",
    "kind",
    "inspectorate_status",
    "verdict",
    "chain",
    "theme",
    "carried_forward",
    "programme",
]
ON_THE_REGISTER = [
    (status.value, status.label) for status in InspectorateStatus if status.on_the_register is status
]
WORKSPACE = ["overdue", "due", "silent", "force_status", "lead"]


class FindingListFilter(FindingFilter):
    """The shared filter as a panel beside the list. Facts of workspaces are offered to those who have one."""

    class Meta(FindingFilter.Meta):
        form = GovukFilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_workspace = not reach_of(self.request.user, Permission.SEE_WORKSPACE).is_empty
        names = EVERYONE + (WORKSPACE if has_workspace else [])
        self.filters = {name: self.filters[name] for name in names}
        self.filters["question"].extra["help_text"] = ""
        if not has_workspace:
            self.filters["inspectorate_status"].extra["choices"] = ON_THE_REGISTER
        for chosen in self.filters.values():
            # The API's description makes fields of the shared filters, and a filter keeps the one it made.
            vars(chosen).pop("_field", None)
            # A select begins with its first choice: without "Any" the panel would choose by itself.
            if "empty_label" in chosen.extra or "queryset" in chosen.extra:
                chosen.extra["empty_label"] = "Any"
