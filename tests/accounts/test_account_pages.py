"""A person's own account page and API tokens."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken
from accounts.services import tokens
from tests.accounts.conftest import PASSWORD

CREATE = "/account/tokens/create/"


@pytest.fixture
def as_alice(client, alice):
    """Alice's browser; her password was asked a moment ago."""
    client.force_login(alice)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def wanted(**changes):
    day = timezone.localdate() + timedelta(days=30)
    typed = {"expires_on_day": day.day, "expires_on_month": day.month, "expires_on_year": day.year}
    return {"name": "Monthly export", "scopes": ["findings:read", "updates:write"]} | typed | changes


def on(day):
    return {"expires_on_day": day.day, "expires_on_month": day.month, "expires_on_year": day.year}


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


class TestAccountHome:
    def test_shows_who_you_are(self, as_alice):
        page = text(as_alice.get("/account/"))
        assert "Alice Archer" in page
        assert "alice@force.example" in page

    def test_nothing_of_others(self, as_alice, bob):
        assert "bob@force.example" not in text(as_alice.get("/account/"))


class TestCreate:
    def test_secret_is_shown_once_and_never_again(self, as_alice, alice):
        page = as_alice.post(CREATE, wanted())
        assert page.status_code == 200
        secret = BeautifulSoup(page.content, "html.parser").select_one(".app-secret").get_text()
        assert tokens.find(secret, timezone.now()).user == alice
        assert secret not in text(as_alice.get("/account/tokens/"))
        assert secret not in str(dict(as_alice.session))

    def test_answer_is_kept_in_no_cache(self, as_alice):
        assert "no-store" in as_alice.post(CREATE, wanted()).headers["Cache-Control"]

    def test_works_until_the_end_of_the_day_chosen(self, as_alice):
        as_alice.post(CREATE, wanted())
        token = ApiToken.objects.get()
        assert token.last_day == timezone.localdate() + timedelta(days=30)
        assert timezone.localtime(token.expires_at).strftime("%H:%M") == "00:00"

    def test_a_year_from_today_is_allowed(self, as_alice):
        as_alice.post(CREATE, wanted(**on(timezone.localdate() + timedelta(days=365))))
        assert ApiToken.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"name": ""}, "Enter a name for the token"),
            ({"scopes": []}, "Select what the token may be used for"),
            ({"scopes": ["findings:delete"]}, "Select"),
            ({"expires_on_day": ""}, "must include a day"),
            (on(timezone.localdate() - timedelta(days=1)), "must be between today and"),
            (on(timezone.localdate() + timedelta(days=366)), "must be between today and"),
        ],
    )
    def test_refusals_say_what_to_do(self, as_alice, changes, message):
        page = as_alice.post(CREATE, wanted(**changes))
        assert message in BeautifulSoup(page.content, "html.parser").select_one(".govuk-error-summary").text
        assert not ApiToken.objects.exists()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_password_is_asked_first(self, client, alice, method):
        client.force_login(alice)
        response = getattr(client, method)(CREATE, wanted())
        assert response.url.startswith(reverse("account_reauthenticate"))
        assert not ApiToken.objects.exists()


class TestList:
    def test_shows_own_tokens_only(self, as_alice, alice, bob, make_token):
        mine, _ = make_token(alice)
        theirs, _ = make_token(bob)
        page = text(as_alice.get("/account/tokens/"))
        assert mine.prefix in page
        assert theirs.prefix not in page

    def test_says_when_there_are_none(self, as_alice):
        assert "You have no tokens" in text(as_alice.get("/account/tokens/"))

    def test_state_in_words(self, as_alice, alice, make_token):
        now = timezone.now()
        make_token(alice, now=now)
        make_token(alice, now=now - timedelta(days=30), expires_at=now - timedelta(days=1))
        revoked, _ = make_token(alice, now=now)
        tokens.revoke(token=revoked, by=alice, now=now)
        page = text(as_alice.get("/account/tokens/"))
        assert page.count("Works until the end of") == 1
        assert page.count("Expired after") == 1
        assert page.count("Revoked on") == 1

    def test_as_many_queries_for_many_tokens_as_for_one(
        self, as_alice, alice, make_token, django_assert_num_queries
    ):
        for count in (1, 20):
            for _ in range(count):
                make_token(alice)
            # Session, user, tokens; and for the navigation memberships, of which there are none.
            with django_assert_num_queries(4):
                as_alice.get("/account/tokens/")


class TestRevoke:
    def test_asks_before_and_revokes_after(self, as_alice, alice, make_token):
        token, secret = make_token(alice, now=timezone.now())
        address = reverse("token-revoke", args=[token.pk])
        assert "You cannot undo this" in text(as_alice.get(address))
        assert tokens.find(secret, timezone.now())
        assert "no longer works" in text(as_alice.post(address, follow=True))
        assert tokens.find(secret, timezone.now()) is None

    def test_second_time_says_so(self, as_alice, alice, make_token):
        token, _ = make_token(alice)
        tokens.revoke(token=token, by=alice, now=timezone.now())
        address = reverse("token-revoke", args=[token.pk])
        assert "It stopped working on" in text(as_alice.get(address))
        assert "already been revoked" in text(as_alice.post(address, follow=True))

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_token_of_someone_else_does_not_exist(self, as_alice, bob, make_token, method):
        token, secret = make_token(bob, now=timezone.now())
        assert getattr(as_alice, method)(reverse("token-revoke", args=[token.pk])).status_code == 404
        assert tokens.find(secret, timezone.now())
