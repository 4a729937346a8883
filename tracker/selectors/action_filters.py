"""What the list of actions of all findings can be narrowed by: for its page and the API alike."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone

from tracker.models import Action
from tracker.selectors.filters import ForceFilter, one_of

WHOSE = [("me", "Mine"), ("lead", "Of findings I lead or deputise for")]
STATES = [("open", "Not done"), ("overdue", "Overdue"), ("done", "Done")]


class ActionFilter(filters.FilterSet):
    """Give it the request: it asks whose. Of findings that are closed no action is listed."""

    whose = one_of(WHOSE, method="by_whose", label="Whose")
    state = one_of(STATES, method="by_state", label="State")
    force = ForceFilter(field_name="finding__force")

    class Meta:
        model = Action
        fields: list[str] = []

    def by_whose(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        user = self.request.user
        if value == "me":
            return rows.filter(owner=user.pk)
        return rows.filter(finding__lead=user.pk) | rows.filter(finding__deputy=user.pk)

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "done":
            return rows.filter(done_on__isnull=False)
        rows = rows.filter(done_on__isnull=True)
        return rows.filter(due_on__lt=timezone.localdate()) if value == "overdue" else rows
