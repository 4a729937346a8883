"""Roles of people: given and ended, each time by someone who may."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services import invitations
from accounts.services import people as accounts
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Force, ForceMembership
from tracker.models.visibility import forget_memberships, reach_of
from tracker.refusals import Conflict, Refusal
from tracker.roles import FORCE_ROLES, Permission, Role
from tracker.services import audit


class RoleNeedsForce(Refusal):
    """A role of a force was given without one, or a role for all forces with one."""

    code = "role_needs_force"

    def __init__(self, role: Role) -> None:
        need, reach = (
            ("Choose the force", "of one force")
            if role.is_of_a_force
            else ("Leave the force empty", "for all forces")
        )
        super().__init__(f"{need}: the role “{role.label}” is {reach}.")


class HasRoleAlready(Conflict):
    code = "has_role_already"


class NameMissing(Refusal):
    code = "name_missing"


class SwitchedOff(Conflict):
    code = "switched_off"


class NotOfForce(Refusal):
    code = "not_of_force"


class HasPassword(Conflict):
    code = "has_password"


@transaction.atomic
def give_role(
    *,
    user: User,
    role: Role,
    by: User,
    now: datetime,
    force: Force | None = None,
    ends_on: date | None = None,
) -> ForceMembership:
    """Give a person a role, in one force or for all.

    A force administrator gives the roles of the own force; an administrator gives all.
    Raises NotAllowed, RoleNeedsForce, HasRoleAlready.
    """
    _require(by, force)
    return appoint(user=user, role=role, by=by, now=now, force=force, ends_on=ends_on)


@transaction.atomic
def appoint(
    *,
    user: User,
    role: Role,
    by: User,
    now: datetime,
    force: Force | None = None,
    ends_on: date | None = None,
) -> ForceMembership:
    """Give a role without asking who gives it: for the first administrator, by whoever runs the machine.

    Raises RoleNeedsForce, HasRoleAlready.
    """
    role = Role(role)
    if (role in FORCE_ROLES) is not (force is not None):
        raise RoleNeedsForce(role)
    try:
        with transaction.atomic():
            membership = ForceMembership.objects.create(
                user=user, role=role, force=force, ends_on=ends_on, given_by=by, given_at=now
            )
    except IntegrityError:
        raise HasRoleAlready(f"{user} has the role “{role.label}” already.") from None
    forget_memberships(user)
    audit.record(EventKind.ROLE_GIVEN, by=by, now=now, force=force, role=role.value, user_id=user.pk)
    return membership


@transaction.atomic
def end_role(*, membership: ForceMembership, by: User, now: datetime) -> None:
    """Take a role from a person; the audit trail keeps that it was held. Raises NotAllowed."""
    _require(by, membership.force)
    user, role, force = membership.user, membership.role, membership.force
    membership.delete()
    forget_memberships(user)
    audit.record(EventKind.ROLE_ENDED, by=by, now=now, force=force, role=role, user_id=user.pk)


@dataclass(frozen=True)
class Invited:
    """Who was invited; `secret` is that of the link to mail, None for someone who has an account."""

    user: User
    secret: str | None


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    role: Role,
    by: User,
    now: datetime,
    force: Force | None = None,
    ends_on: date | None = None,
) -> Invited:
    """Give a role to the person with that address, making the account where there is none yet.

    Raises NotAllowed, RoleNeedsForce, HasRoleAlready, NameMissing, SwitchedOff.
    """
    _require(by, force)
    user = User.objects.filter(email=User.objects.normalize_email(email)).first()
    if user is None:
        if not name.strip():
            raise NameMissing("Enter the name: nobody has this address yet.")
        user = User(email=email, name=name.strip())
        accounts.save(user=user, by=by, now=now, before=None)
    if not user.is_active:
        raise SwitchedOff("This account is switched off. An administrator of HMICFRS can switch it on.")
    appoint(user=user, role=role, by=by, now=now, force=force, ends_on=ends_on)
    has_password = user.has_usable_password()
    return Invited(user, None if has_password else invitations.invite(user=user, by=by, now=now))


@transaction.atomic
def invite_again(*, user: User, force: Force, by: User, now: datetime) -> str:
    """Return the secret of a new link, for somebody of the force who has not used theirs.

    Raises NotAllowed, NotOfForce, HasPassword.
    """
    _require(by, force)
    if not ForceMembership.objects.filter(user=user, force=force).exists() or not user.is_active:
        raise NotOfForce("This person has no role in the force.")
    if user.has_usable_password():
        raise HasPassword(f"{user} has chosen a password already, and can reset it on the sign-in page.")
    return invitations.invite(user=user, by=by, now=now)


def _require(by: User, force: Force | None) -> None:
    if force is not None:
        access.require(by, Permission.MANAGE_PEOPLE, force_id=force.pk)
    elif not reach_of(by, Permission.MANAGE_PEOPLE).all_forces:
        raise access.NotAllowed(Permission.MANAGE_PEOPLE)
