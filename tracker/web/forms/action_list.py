"""The filter of the list of actions."""

from typing import Any

from govuk.forms import GovukFilterForm
from tracker.models import Force
from tracker.models.visibility import reach_of
from tracker.roles import Permission
from tracker.selectors.action_filters import ActionFilter


class ActionListFilter(ActionFilter):
    """The shared filter as a panel beside the list. Whoever sees one force is not asked which."""

    class Meta(ActionFilter.Meta):
        form = GovukFilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = reach_of(self.request.user, Permission.SEE_WORKSPACE)
        if reach.all_forces or len(reach.force_ids) > 1:
            forces = Force.objects.all() if reach.all_forces else Force.objects.filter(pk__in=reach.force_ids)
            self.filters["force"].extra["queryset"] = forces
        else:
            del self.filters["force"]
        for chosen in self.filters.values():
            # The API's description makes fields of the shared filters, and a filter keeps the one it made.
            vars(chosen).pop("_field", None)
            # A select begins with its first choice: without "Any" the panel would choose by itself.
            chosen.extra["empty_label"] = "Any"
