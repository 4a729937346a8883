"""Roles in the admin: given and ended through the service, never changed by hand."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from accounts.services import tokens
from tests import factories
from tests.admin.conftest import SignedIn
from tests.fixtures import Cast
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, ForceMembership
from tracker.roles import Role

ROLES = "/admin/tracker/forcemembership/"
PEOPLE = "/admin/accounts/user/"
YEAR = timedelta(days=365)


@pytest.fixture
def administrator(cast: Cast, signed_in: SignedIn) -> Client:
    return signed_in(cast.administrator)


def role_for(user: object, role: Role, **more: object) -> dict[str, object]:
    return {"user": user.pk, "role": role.value, "force": "", "ends_on": "", **more}


class TestGiving:
    def test_an_administrator_gives_one(self, cast: Cast, administrator: Client) -> None:
        force = factories.force()
        answer = administrator.post(
            f"{ROLES}add/", role_for(cast.nobody, Role.FORCE_VIEWER, force=force.pk, ends_on="2027-03-27")
        )
        assert answer.url == ROLES
        given = cast.nobody.memberships.get()
        assert (given.role, given.force, given.given_by) == ("force_viewer", force, cast.administrator)
        event = AuditEvent.objects.get(kind=EventKind.ROLE_GIVEN)
        assert (event.actor, event.data["user_id"]) == (cast.administrator, cast.nobody.pk)

    def test_a_refusal_comes_back_to_the_form_as_it_was(self, cast: Cast, administrator: Client) -> None:
        page = administrator.post(
            f"{ROLES}add/", role_for(cast.nobody, Role.LIAISON_OFFICER), follow=True
        ).content.decode()
        assert "Choose the force: the role “Force liaison officer” is of one force." in page
        assert '<option value="liaison_officer" selected>' in page
        assert cast.nobody.email in page
        assert not cast.nobody.memberships.exists()

    def test_the_same_role_twice_is_refused(self, cast: Cast, administrator: Client) -> None:
        page = administrator.post(f"{ROLES}add/", role_for(cast.editor, Role.HMICFRS_EDITOR), follow=True)
        assert "has the role “HMICFRS editor” already" in page.content.decode()
        assert cast.editor.memberships.count() == 1

    @pytest.mark.parametrize("who", ["inspector", "editor"])
    def test_others_of_hmicfrs_do_not(self, cast: Cast, signed_in: SignedIn, who: str) -> None:
        browser = signed_in(getattr(cast, who))
        assert browser.get(ROLES).status_code == 403
        assert browser.post(f"{ROLES}add/", role_for(cast.nobody, Role.INSPECTOR)).status_code == 403
        assert not cast.nobody.memberships.exists()

    def test_the_first_role_is_given_by_whoever_set_the_service_up(
        self, cast: Cast, superuser: User, signed_in: SignedIn
    ) -> None:
        signed_in(superuser).post(f"{ROLES}add/", role_for(cast.nobody, Role.ADMINISTRATOR))
        assert cast.nobody.memberships.get().role == Role.ADMINISTRATOR
        assert AuditEvent.objects.filter(kind=EventKind.ROLE_GIVEN).count() == 1


class TestEnding:
    def test_an_administrator_ends_one(self, cast: Cast, administrator: Client) -> None:
        membership = cast.viewer.memberships.get()
        page = administrator.get(f"{ROLES}{membership.pk}/delete/").content.decode()
        assert "End this role" in page
        administrator.post(f"{ROLES}{membership.pk}/delete/", {"post": "yes"})
        assert not cast.viewer.memberships.exists()
        assert AuditEvent.objects.get(kind=EventKind.ROLE_ENDED).actor == cast.administrator

    def test_several_at_once_leave_a_trail_each(self, cast: Cast, administrator: Client) -> None:
        chosen = [user.memberships.get().pk for user in (cast.viewer, cast.chief)]
        administrator.post(ROLES, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
        assert not ForceMembership.objects.filter(pk__in=chosen).exists()
        assert AuditEvent.objects.filter(kind=EventKind.ROLE_ENDED).count() == 2

    def test_an_editor_does_not(self, cast: Cast, signed_in: SignedIn) -> None:
        membership = cast.viewer.memberships.get()
        answer = signed_in(cast.editor).post(f"{ROLES}{membership.pk}/delete/", {"post": "yes"})
        assert answer.status_code == 403
        assert cast.viewer.memberships.exists()

    def test_none_is_changed_in_place(self, cast: Cast, administrator: Client) -> None:
        membership = cast.viewer.memberships.get()
        answer = administrator.post(
            f"{ROLES}{membership.pk}/change/", role_for(cast.viewer, Role.ADMINISTRATOR)
        )
        assert answer.status_code == 403
        assert cast.viewer.memberships.get().role == Role.FORCE_VIEWER


class TestPeople:
    def test_an_administrator_invites_someone(self, cast: Cast, administrator: Client) -> None:
        inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
        new = {"email": "new@hmicfrs.example", "name": "Nina New", "is_active": "on"}
        assert administrator.post(f"{PEOPLE}add/", new | inline).status_code == 302

    def test_a_person_s_page_lists_their_roles(self, cast: Cast, administrator: Client) -> None:
        page = administrator.get(f"{PEOPLE}{cast.liaison.pk}/change/").content.decode()
        assert "Force liaison officer" in page
        assert "Cleveland Police" in page

    @pytest.mark.parametrize("who", ["inspector", "editor"])
    def test_others_of_hmicfrs_see_no_list_of_people(self, cast: Cast, signed_in: SignedIn, who: str) -> None:
        assert signed_in(getattr(cast, who)).get(PEOPLE).status_code == 403

    def test_an_administrator_makes_nobody_a_superuser(self, cast: Cast, administrator: Client) -> None:
        powers = {"email": cast.nobody.email, "name": "Nobody", "is_staff": "on", "is_superuser": "on"}
        administrator.post(f"{PEOPLE}{cast.nobody.pk}/change/", powers)
        cast.nobody.refresh_from_db()
        assert not cast.nobody.is_staff
        assert not cast.nobody.is_superuser


class TestTokens:
    def revoke(self, browser: Client, user: User) -> str:
        token, _ = tokens.create(
            user=user,
            name="Export",
            scopes=["findings:read"],
            expires_at=factories.NOW + YEAR,
            now=factories.NOW,
        )
        answers = {"action": "revoke", "_selected_action": [token.pk]}
        answer = browser.post("/admin/accounts/apitoken/", answers, follow=True)
        token.refresh_from_db()
        return answer.content.decode() if token.is_revoked else ""

    def test_an_administrator_revokes_another_s(self, cast: Cast, administrator: Client) -> None:
        assert "no longer works" in self.revoke(administrator, cast.liaison)

    def test_an_editor_does_not(self, cast: Cast, signed_in: SignedIn) -> None:
        assert not self.revoke(signed_in(cast.editor), cast.liaison)
