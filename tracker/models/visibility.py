"""Who may see which rows, as queries. The one place where roles become SQL."""

from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils import timezone

from tracker.roles import Permission, Role, Scope, scope_of

Person = AbstractBaseUser | AnonymousUser
Row = TypeVar("Row", bound=models.Model, covariant=True)
CACHE = "_memberships_in_force"
# A body that took over answers for the findings of the one before it, not for that one's people.
NOT_TAKEN_OVER = frozenset({Permission.MANAGE_PEOPLE})


@dataclass(frozen=True)
class Reach:
    """The forces for which someone has a permission: all of them, or those with these ids."""

    all_forces: bool = False
    force_ids: frozenset[int] = frozenset()

    def covers(self, force_id: int | None) -> bool:
        return self.all_forces or (force_id is not None and force_id in self.force_ids)

    @property
    def is_empty(self) -> bool:
        return not self.all_forces and not self.force_ids


def memberships_of(user: Person) -> list[tuple[Role, int | None]]:
    """(role, force id) of each membership in force today; read once per user object, so once per request."""
    return [(role, force_id) for role, force_id, _ in _memberships(user)]


def _memberships(user: Person) -> list[tuple[Role, int | None, list[int]]]:
    """As `memberships_of`, each with the bodies that its force has taken over from."""
    if not user.is_active or user.pk is None:
        return []
    if CACHE not in user.__dict__:
        from tracker.models.forces import BodiesBefore, ForceMembership

        today = timezone.localdate()
        rows = ForceMembership.objects.filter(user_id=user.pk).in_force(on=today)
        bodies = BodiesBefore("force", models.Value(today))
        user.__dict__[CACHE] = [
            (Role(role), force, before) for role, force, before in rows.values_list("role", "force", bodies)
        ]
    memberships: list[tuple[Role, int | None, list[int]]] = user.__dict__[CACHE]
    return memberships


def forget_memberships(user: Person) -> None:
    """Read this user's memberships anew at the next question, after a role was given or ended."""
    user.__dict__.pop(CACHE, None)


def reach_of(user: Person, permission: Permission) -> Reach:
    """The forces for which the user has the permission: with each its own, those it took over from."""
    own: set[int] = set()
    for role, force_id, before in _memberships(user):
        scope = scope_of(role, permission)
        if scope is Scope.ALL_FORCES:
            return Reach(all_forces=True)
        if scope is Scope.OWN_FORCE and force_id is not None:
            own.add(force_id)
            own.update(before if permission not in NOT_TAKEN_OVER else ())
    return Reach(force_ids=frozenset(own))


def reach_inside(user: Person) -> Reach:
    """The forces of which the user hears more than the register: by its workspace, or by the answers to
    reports, as the local policing body does."""
    workspace = reach_of(user, Permission.SEE_WORKSPACE)
    answers = reach_of(user, Permission.RESPOND_56_DAYS)
    return Reach(workspace.all_forces or answers.all_forces, workspace.force_ids | answers.force_ids)


def member_of(user: Person, permission: Permission) -> frozenset[int]:
    """The forces of which the user is a member with the permission, without those they took over from."""
    return frozenset(
        force_id
        for role, force_id in memberships_of(user)
        if force_id is not None and scope_of(role, permission) is Scope.OWN_FORCE
    )


def sees_embargoed(user: Person) -> bool:
    """Whether the user knows of rows before their publication day: HMICFRS does."""
    return (
        reach_of(user, Permission.DECIDE_REPORT).all_forces
        or reach_of(user, Permission.VOID_CLOSURE).all_forces
    )


class StandingManager(models.Manager[Row]):
    """Leaves out what was withdrawn as confirmed by mistake, so that no list has to remember it.

    A row that points at a withdrawn one still reaches it; `kept` holds them all.
    """

    def get_queryset(self) -> "models.QuerySet[Row]":
        return super().get_queryset().filter(withdrawn_at__isnull=True)


class ForceOwnedQuerySet(models.QuerySet[Row]):
    """Rows of a force's workspace: the force's own people and HMICFRS see them, nobody else."""

    force_path = "force"

    def visible_to(self, user: Person) -> Self:
        return self.within(reach_of(user, Permission.SEE_WORKSPACE))

    def within(self, reach: Reach) -> Self:
        if reach.all_forces:
            return self
        return self.filter(**{f"{self.force_path}__in": reach.force_ids})


class RegisterQuerySet(ForceOwnedQuerySet[Row]):
    """Published rows: everyone with a role sees them from their publication day, HMICFRS before it too."""

    public_from_path = "public_from"

    def visible_to(self, user: Person) -> Self:
        if sees_embargoed(user):
            return self
        if reach_of(user, Permission.SEE_REGISTER).is_empty:
            return self.none()
        return self.public(on=timezone.localdate())

    def public(self, *, on: Any) -> Self:
        """Rows whose publication day has come."""
        return self.filter(**{f"{self.public_from_path}__lte": on})
