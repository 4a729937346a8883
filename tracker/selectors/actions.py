"""The actions of a finding, in the order the force has given them; and those of all findings."""

from django.db.models import F, QuerySet

from tracker.models import Action, Finding
from tracker.models.visibility import Person


def actions_of(finding: Finding) -> "QuerySet[Action]":
    """Each with its owner. One query."""
    return finding.actions.select_related("owner").order_by("position", "pk")


def listed(user: Person) -> "QuerySet[Action]":
    """The actions of every open finding whose workspace the person sees, what is due first at the top."""
    findings = Finding.objects.visible_to(user).open()
    rows = Action.objects.visible_to(user).filter(finding__in=findings)
    rows = rows.select_related("finding__force", "owner")
    return rows.order_by(F("due_on").asc(nulls_last=True), "finding__reference", "position", "pk")
