"""The register: the findings a person may see, in the one order every list has."""

from tracker.models import Finding
from tracker.models.findings import FindingQuerySet
from tracker.models.visibility import Person

# Newest inspection first; the reference is unique, so the order is total and a page follows by key.
ORDER = ("-year", "reference")


def register(user: Person) -> FindingQuerySet:
    """Findings of all forces that this person may see, each with what a row names, in ORDER.

    Whether the workspace of a row is theirs too is another question: `access.sees_workspace`.
    """
    rows = Finding.objects.visible_to(user).select_related("force", "inspection__programme", "question")
    return rows.order_by(*ORDER)
