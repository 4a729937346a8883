"""In what capacity people act: their role and organisation, as pages name them."""

from collections.abc import Iterable

from tracker.models import ForceMembership
from tracker.roles import Role


def capacities(user_ids: Iterable[int | None]) -> dict[int, str]:
    """User id -> "Force liaison officer, Cleveland Police" or "Inspector, HMICFRS", in one query.

    Of several roles the first in `Role` stands. A role past its last day still counts, as deeds done in it
    are still told; people who hold none are left out.
    """
    ids = {user_id for user_id in user_ids if user_id}
    rows = ForceMembership.objects.filter(user__in=ids).select_related("force").order_by("pk")
    ranked = sorted(rows, key=lambda row: list(Role).index(Role(row.role)), reverse=True)
    return {row.user_id: capacity_of(row) for row in ranked}


def capacity_of(membership: ForceMembership) -> str:
    """Role and organisation of one membership."""
    organisation = membership.force.name if membership.force else "HMICFRS"
    return f"{membership.get_role_display()}, {organisation}"
