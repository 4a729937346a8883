"""Signing in and out, and setting a password."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse

from accounts.models import User
from tests.accounts.conftest import PASSWORD

LOGIN = "/accounts/login/"
NEW_PASSWORD = "quite-another-password"


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def summary(response) -> str:
    box = BeautifulSoup(response.content, "html.parser").select_one(".govuk-error-summary")
    return " ".join(box.get_text(" ", strip=True).split()) if box else ""


class TestSignIn:
    def test_right_password_signs_in(self, client, alice, sign_in):
        response = sign_in("alice@force.example")
        assert (response.status_code, response.url) == (302, "/")
        assert signed_in(client)

    def test_address_is_taken_in_any_case(self, client, alice, sign_in):
        sign_in("Alice@Force.Example")
        assert signed_in(client)

    def test_goes_on_to_the_page_asked_for(self, alice, sign_in):
        assert sign_in("alice@force.example", next="/account/").url == "/account/"

    def test_never_goes_on_to_another_site(self, alice, sign_in):
        assert sign_in("alice@force.example", next="https://elsewhere.example/").url == "/"

    def test_wrong_password_and_unknown_address_get_the_same_answer(self, client, alice, sign_in):
        wrong, unknown = sign_in("alice@force.example", "wrong"), sign_in("nobody@force.example")
        assert not signed_in(client)
        assert summary(wrong) == summary(unknown)
        assert "email address or password is not right" in summary(wrong)

    def test_empty_form_says_what_to_enter(self, db, sign_in):
        assert "Enter your email address Enter your password" in summary(sign_in("", ""))

    def test_switched_off_person_is_not_signed_in(self, client, leo, sign_in):
        assert sign_in("leo@force.example").url == reverse("account_inactive")
        assert not signed_in(client)

    def test_switched_off_person_with_wrong_password_learns_nothing(self, leo, sign_in):
        assert "is not right" in summary(sign_in("leo@force.example", "wrong"))

    def test_sixth_wrong_password_locks_even_the_right_one_out(self, client, alice, sign_in):
        for _ in range(5):
            sign_in("alice@force.example", "wrong")
        assert "too many attempts" in summary(sign_in("alice@force.example"))
        assert not signed_in(client)

    def test_other_people_are_not_locked_out_with_her(self, client, alice, bob, sign_in):
        for _ in range(5):
            sign_in("alice@force.example", "wrong")
        sign_in("bob@force.example")
        assert signed_in(client)

    def test_too_many_tries_from_one_place_get_a_page_that_says_so(self, client, db, sign_in):
        answers = [sign_in("", "") for _ in range(31)]
        assert answers[29].status_code == 200
        assert answers[30].status_code == 429
        assert "Wait a few minutes" in answers[30].content.decode()

    def test_fields_help_password_managers(self, client, db):
        page = BeautifulSoup(client.get(LOGIN).content, "html.parser")
        assert page.select_one("#id_login")["autocomplete"] == "username"
        assert page.select_one("#id_password")["autocomplete"] == "current-password"
        assert not page.select("[placeholder]")

    def test_nobody_can_make_an_account(self, client, db):
        data = {"email": "me@force.example", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        response = client.post(reverse("account_signup"), data)
        assert "You need an account" in response.content.decode()
        assert not User.objects.exists()


class TestSignOut:
    def test_takes_a_button(self, client, alice):
        client.force_login(alice)
        client.get(reverse("account_logout"))
        assert signed_in(client)
        client.post(reverse("account_logout"))
        assert not signed_in(client)


class TestSignInIsAskedFor:
    @pytest.mark.parametrize(
        "address", ["/account/", "/account/tokens/", "/accounts/password/change/", "/admin/"]
    )
    def test_stranger_is_sent_to_sign_in(self, client, db, address):
        response = client.get(address)
        assert response.status_code == 302
        assert LOGIN in client.get(address, follow=True).redirect_chain[-1][0]

    @pytest.mark.parametrize("name", ["account_login", "account_signup", "account_inactive"])
    @pytest.mark.django_db
    def test_pages_of_signing_in_are_open(self, client, name):
        assert client.get(reverse(name)).status_code == 200


class TestForgottenPassword:
    def ask(self, client, email):
        return client.post(reverse("account_reset_password"), {"email": email})

    def link(self):
        return re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]

    def choose(self, client, password=NEW_PASSWORD):
        form = client.get(self.link(), follow=True).redirect_chain[-1][0]
        return client.post(form, {"password1": password, "password2": password})

    def test_link_in_the_mail_sets_a_new_password(self, client, alice, sign_in):
        self.ask(client, "alice@force.example")
        assert mail.outbox[0].subject == "Choose a new password"
        assert self.choose(client).url == reverse("account_reset_password_from_key_done")
        sign_in("alice@force.example", NEW_PASSWORD)
        assert signed_in(client)
        assert mail.outbox[1].subject == "Your password was reset"

    def test_link_works_once(self, client, alice):
        self.ask(client, "alice@force.example")
        link = self.link()
        self.choose(client)
        assert "does not work any more" in client.get(link, follow=True).content.decode()

    def test_weak_password_is_refused(self, client, alice):
        self.ask(client, "alice@force.example")
        assert "too short" in summary(self.choose(client, "short"))
        alice.refresh_from_db()
        assert alice.check_password(PASSWORD)

    def test_answer_does_not_tell_who_has_an_account(self, client, alice):
        known, unknown = self.ask(client, "alice@force.example"), self.ask(client, "nobody@force.example")
        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
        assert mail.outbox[1].subject == "You have no account with this email address"

    def test_switched_off_person_gets_no_link(self, client, leo):
        self.ask(client, "leo@force.example")
        assert "/password/reset/key/" not in mail.outbox[0].body


class TestChangePassword:
    def change(self, client, old):
        data = {"oldpassword": old, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        return client.post(reverse("account_change_password"), data)

    def test_with_the_current_one(self, client, alice):
        client.force_login(alice)
        assert self.change(client, PASSWORD).url == reverse("account-home")
        alice.refresh_from_db()
        assert alice.check_password(NEW_PASSWORD)
        assert mail.outbox[0].subject == "Your password was changed"

    def test_not_without_it(self, client, alice):
        client.force_login(alice)
        assert "current password is not right" in summary(self.change(client, "wrong"))
        alice.refresh_from_db()
        assert alice.check_password(PASSWORD)


class TestSetPassword:
    def test_for_someone_who_has_none(self, client, db):
        nina = User.objects.create_user("nina@force.example", "Nina New")
        client.force_login(nina)
        client.post(reverse("account_set_password"), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
        nina.refresh_from_db()
        assert nina.check_password(NEW_PASSWORD)

    def test_not_for_someone_who_has_one(self, client, alice):
        client.force_login(alice)
        client.post(reverse("account_set_password"), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
        alice.refresh_from_db()
        assert alice.check_password(PASSWORD)
