"""The register: the findings a person may see, in the one order every list has."""

from django.db.models import F, QuerySet

from tracker.models import Finding
from tracker.models.findings import FindingQuerySet
from tracker.models.visibility import Person
from tracker.vocabulary import Decision

# Newest inspection first; the reference is unique, so the order is total and a page follows by key.
ORDER = ("-year", "reference")
# What a list may be sorted by: the key in the address, and the column behind it.
SORTS = {"reference": "reference", "force": "force__name", "year": "year", "due": "own_due_on"}


def register(user: Person) -> FindingQuerySet:
    """Findings of all forces that this person may see, each with what a row names, in ORDER.

    Whether the workspace of a row is theirs too is another question: `access.sees_workspace`.
    """
    rows = Finding.objects.visible_to(user).select_related("force", "inspection__programme", "question")
    return rows.order_by(*ORDER)


def register_log_of(finding: Finding) -> list[dict[str, str | None]]:
    """What the inspectorate's old register noted under the finding, in the order printed; mostly nothing.

    Each entry has `on` (an ISO date, None where the day printed is none), `status` and `comment`. One query.
    """
    read = finding.proposals.filter(status=Decision.CONFIRMED, payload__has_key="log").order_by("pk")
    return next((log for log in read.values_list("payload__log", flat=True) if log), [])


def sorted_by(sort: str, rows: "QuerySet[Finding]") -> "QuerySet[Finding]":
    """A list in the order that its address asks for ("due", "-year"), its rows each with `own_due_on`.

    A key that is not known leaves the order as it is.
    """
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        return rows
    # Only for the column that has nulls: no index is in this order.
    nulls = {"nulls_last": True} if column == "own_due_on" else {}
    first = F(column).desc(**nulls) if sort.startswith("-") else F(column).asc(**nulls)
    return rows.order_by(first, *ORDER)
