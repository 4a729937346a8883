"""Roles: who gives and ends them, and what that leaves in the audit trail."""

from datetime import date

import pytest
from django.utils import timezone

from tests import factories
from tests.fixtures import Cast
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, Force, ForceMembership
from tracker.roles import FORCE_ROLES, Permission, Role
from tracker.services import people

NOW = factories.NOW


@pytest.fixture
def cleveland(cast: Cast) -> Force:
    return factories.force("cleveland")


@pytest.fixture
def hertfordshire(cast: Cast) -> Force:
    return factories.force("hertfordshire")


def give(cast: Cast, role: Role, force: Force | None, *, by: object, **more: object) -> ForceMembership:
    return people.give_role(user=cast.nobody, role=role, force=force, by=by, now=NOW, **more)


class TestGiving:
    def test_what_was_given_counts_at_once(self, cast: Cast, cleveland: Force) -> None:
        assert not access.has_permission(cast.nobody, Permission.SUBMIT_UPDATE)
        give(cast, Role.LIAISON_OFFICER, cleveland, by=cast.administrator)
        assert access.has_permission(cast.nobody, Permission.SUBMIT_UPDATE, force_id=cleveland.pk)

    def test_it_says_who_gave_it_and_when(self, cast: Cast, cleveland: Force) -> None:
        given = give(cast, Role.FORCE_VIEWER, cleveland, by=cast.force_admin, ends_on=date(2018, 7, 1))
        assert (given.given_by, given.given_at, given.ends_on) == (cast.force_admin, NOW, date(2018, 7, 1))

    def test_the_trail_tells_of_it(self, cast: Cast, cleveland: Force) -> None:
        give(cast, Role.FORCE_VIEWER, cleveland, by=cast.force_admin)
        event = AuditEvent.objects.get(kind=EventKind.ROLE_GIVEN)
        assert (event.actor, event.at, event.force) == (cast.force_admin, NOW, cleveland)
        assert event.data == {"role": "force_viewer", "user_id": cast.nobody.pk}

    def test_twice_is_refused_and_told_once(self, cast: Cast, cleveland: Force) -> None:
        give(cast, Role.FORCE_VIEWER, cleveland, by=cast.administrator)
        with pytest.raises(people.HasRoleAlready, match="has the role “Force viewer” already"):
            give(cast, Role.FORCE_VIEWER, cleveland, by=cast.administrator)
        assert AuditEvent.objects.filter(kind=EventKind.ROLE_GIVEN).count() == 1

    @pytest.mark.parametrize("role", sorted(FORCE_ROLES))
    def test_a_role_of_a_force_needs_one(self, cast: Cast, role: Role) -> None:
        with pytest.raises(people.RoleNeedsForce, match="Choose the force"):
            give(cast, role, None, by=cast.administrator)

    @pytest.mark.parametrize("role", sorted(set(Role) - FORCE_ROLES))
    def test_a_role_for_all_forces_takes_none(self, cast: Cast, cleveland: Force, role: Role) -> None:
        with pytest.raises(people.RoleNeedsForce, match="Leave the force empty"):
            give(cast, role, cleveland, by=cast.administrator)


class TestWhoGives:
    def test_a_force_administrator_gives_the_roles_of_the_own_force(
        self, cast: Cast, cleveland: Force
    ) -> None:
        assert give(cast, Role.LIAISON_OFFICER, cleveland, by=cast.force_admin).pk

    def test_and_of_no_other(self, cast: Cast, hertfordshire: Force) -> None:
        with pytest.raises(access.NotAllowed):
            give(cast, Role.LIAISON_OFFICER, hertfordshire, by=cast.force_admin)

    def test_nor_one_for_all_forces(self, cast: Cast) -> None:
        with pytest.raises(access.NotAllowed):
            give(cast, Role.INSPECTOR, None, by=cast.force_admin)

    @pytest.mark.parametrize("who", ["liaison", "viewer", "chief", "body", "inspector", "editor", "nobody"])
    def test_nobody_else_gives_any(self, cast: Cast, cleveland: Force, who: str) -> None:
        with pytest.raises(access.NotAllowed):
            give(cast, Role.FORCE_VIEWER, cleveland, by=getattr(cast, who))
        assert not ForceMembership.objects.filter(user=cast.nobody).exists()


class TestEnding:
    def test_what_was_ended_counts_no_more(self, cast: Cast, cleveland: Force) -> None:
        membership = give(cast, Role.LIAISON_OFFICER, cleveland, by=cast.administrator)
        people.end_role(membership=membership, by=cast.force_admin, now=NOW)
        assert not access.has_permission(cast.nobody, Permission.SUBMIT_UPDATE)

    def test_the_trail_keeps_that_it_was_held(self, cast: Cast, cleveland: Force) -> None:
        membership = cast.viewer.memberships.get()
        people.end_role(membership=membership, by=cast.force_admin, now=NOW)
        event = AuditEvent.objects.get(kind=EventKind.ROLE_ENDED)
        assert (event.actor, event.force) == (cast.force_admin, cleveland)
        assert event.data == {"role": "force_viewer", "user_id": cast.viewer.pk}

    def test_only_by_who_may_give_it(self, cast: Cast) -> None:
        for who, membership in [(cast.force_admin, cast.stranger), (cast.editor, cast.viewer)]:
            with pytest.raises(access.NotAllowed):
                people.end_role(membership=membership.memberships.get(), by=who, now=NOW)

    def test_its_last_day_is_included(self, cast: Cast, cleveland: Force) -> None:
        today = timezone.localdate()
        give(cast, Role.LIAISON_OFFICER, cleveland, by=cast.administrator, ends_on=today)
        assert access.has_permission(cast.nobody, Permission.SUBMIT_UPDATE)

    def test_a_role_past_its_last_day_gives_nothing(self, cast: Cast, cleveland: Force) -> None:
        give(cast, Role.LIAISON_OFFICER, cleveland, by=cast.administrator, ends_on=date(2018, 6, 2))
        assert not access.has_permission(cast.nobody, Permission.SUBMIT_UPDATE)
