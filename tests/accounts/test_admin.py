"""People and API tokens in the admin."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.services import tokens

PEOPLE = "/admin/accounts/user/"
TOKENS = "/admin/accounts/apitoken/"


@pytest.fixture
def as_olive(client, olive):
    client.force_login(olive)
    return client


@pytest.fixture
def as_clerk(client, db):
    """Keeps the list of people, and is no superuser."""
    clerk = User.objects.create_user("clerk@inspectorate.example", "Carl Clerk", is_staff=True)
    codenames = ["view_user", "add_user", "change_user", "delete_user", "view_apitoken"]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(clerk)
    return client


def person(user, **changes):
    kept = {"email": user.email, "name": user.name, "job_title": user.job_title}
    switches = {name: "on" for name in ("is_active", "is_staff") if getattr(user, name)}
    return kept | switches | changes


def edit(client, user, **changes):
    return client.post(f"{PEOPLE}{user.pk}/change/", person(user, **changes))


class TestPeople:
    def test_list_is_searched_by_address(self, as_olive, alice, bob):
        page = as_olive.get(PEOPLE, {"q": "alice@"}).content.decode()
        assert "Alice Archer" in page
        assert "Bob Baker" not in page

    def test_password_is_neither_shown_nor_set(self, as_olive, alice):
        page = as_olive.get(f"{PEOPLE}{alice.pk}/change/").content.decode()
        assert alice.password not in page
        assert 'name="password' not in page
        assert as_olive.get(f"{PEOPLE}{alice.pk}/password/").status_code in (302, 404)

    def test_new_person_has_no_password_yet(self, as_olive):
        as_olive.post(f"{PEOPLE}add/", {"email": "New@Force.Example", "name": "Nina New", "is_active": "on"})
        nina = User.objects.get(email="new@force.example")
        assert not nina.has_usable_password()

    def test_address_of_someone_else_is_refused(self, as_olive, alice, bob):
        page = edit(as_olive, bob, email="ALICE@force.example").content.decode()
        assert "Someone already has this e-mail address" in page

    def test_nobody_is_deleted(self, as_olive, alice):
        assert as_olive.post(f"{PEOPLE}{alice.pk}/delete/", {"post": "yes"}).status_code == 403
        as_olive.post(PEOPLE, {"action": "delete_selected", "_selected_action": [alice.pk], "post": "yes"})
        assert User.objects.filter(pk=alice.pk).exists()

    def test_former_address_opens_nothing_any_more(self, as_olive, alice):
        EmailAddress.objects.create(user=alice, email=alice.email)
        edit(as_olive, alice, email="alice.archer@force.example")
        assert not EmailAddress.objects.filter(email="alice@force.example").exists()


class TestPowers:
    def test_superuser_lets_someone_into_the_admin(self, as_olive, alice):
        edit(as_olive, alice, is_staff="on")
        alice.refresh_from_db()
        assert alice.is_staff

    def test_clerk_changes_a_name_but_no_powers(self, as_clerk, alice):
        edit(as_clerk, alice, name="Alice Baker", is_staff="on", is_superuser="on")
        alice.refresh_from_db()
        assert (alice.name, alice.is_staff, alice.is_superuser) == ("Alice Baker", False, False)

    def test_clerk_cannot_touch_a_superuser(self, as_clerk, olive):
        assert edit(as_clerk, olive, email="clerk2@inspectorate.example").status_code == 403

    def test_not_even_a_superuser_makes_superusers_here(self, as_olive, alice):
        edit(as_olive, alice, is_superuser="on")
        alice.refresh_from_db()
        assert not alice.is_superuser


class TestTokens:
    def revoke(self, client, token):
        return client.post(TOKENS, {"action": "revoke", "_selected_action": [token.pk]}, follow=True)

    def test_administrator_revokes(self, as_olive, alice, make_token):
        token, secret = make_token(alice, now=timezone.now())
        assert "no longer works" in self.revoke(as_olive, token).content.decode()
        assert tokens.find(secret, timezone.now()) is None
        assert "already been revoked" in self.revoke(as_olive, token).content.decode()

    def test_clerk_who_may_only_look_does_not(self, as_clerk, alice, make_token):
        token, secret = make_token(alice, now=timezone.now())
        self.revoke(as_clerk, token)
        assert tokens.find(secret, timezone.now())

    def test_token_is_read_only_and_its_digest_hidden(self, as_olive, alice, make_token):
        token, _ = make_token(alice)
        address = f"{TOKENS}{token.pk}/change/"
        assert token.digest not in as_olive.get(address).content.decode()
        assert as_olive.post(address, {"name": "Changed"}).status_code == 403
        assert as_olive.get(f"{TOKENS}add/").status_code == 403
        assert as_olive.post(f"{TOKENS}{token.pk}/delete/", {"post": "yes"}).status_code == 403
        assert ApiToken.objects.get().name == "Monthly export"


class TestSignIn:
    def test_admin_has_no_sign_in_of_its_own(self, client, olive):
        answer = client.get("/admin/login/?next=/admin/")
        assert answer.url.startswith(reverse("account_login"))

    def test_staff_come_in(self, as_olive):
        assert as_olive.get("/admin/").status_code == 200

    def test_others_do_not(self, client, alice):
        client.force_login(alice)
        assert client.get("/admin/", follow=True).status_code == 403
