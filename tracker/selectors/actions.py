"""The actions of a finding, in the order the force has given them."""

from django.db.models import QuerySet

from tracker.models import Action, Finding


def actions_of(finding: Finding) -> "QuerySet[Action]":
    """Each with its owner. One query."""
    return finding.actions.select_related("owner").order_by("position", "pk")
