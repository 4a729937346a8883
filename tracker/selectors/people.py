"""In what capacity people act: their role and organisation, as pages name them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from tracker.models import Finding, Force, ForceMembership
from tracker.roles import FORCE_ROLES, Permission, Role, scope_of
from tracker.selectors.bodies import answering_for

ON_FINDINGS = [role for role in FORCE_ROLES if scope_of(role, Permission.SEE_WORKSPACE)]


def people_of(finding: Finding, besides: int | None = None) -> "QuerySet[User]":
    """Who can own work on the finding: those who see its workspace as people of the force,
    or of a body that took over from it. With `besides` that user, too, who may have left. Two queries.
    """
    return people_of_force(finding.force_id, besides)


def people_of_force(force_id: int, besides: int | None = None) -> "QuerySet[User]":
    today = timezone.localdate()
    members = ForceMembership.objects.in_force(on=today).filter(
        force__in=answering_for(force_id, on=today), role__in=ON_FINDINGS
    )
    return User.objects.filter(Q(pk__in=members.values("user"), is_active=True) | Q(pk=besides))


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


def roles_in(force: Force, *, on: date) -> "QuerySet[ForceMembership]":
    """The roles held in the force on that day or later, by the person's name; each person is loaded."""
    rows = ForceMembership.objects.filter(force=force).in_force(on=on)
    return rows.select_related("user").order_by("user__name", "role", "pk")
