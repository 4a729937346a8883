"""Signing in at an organisation, tried against an OpenID provider that really answers."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from bs4 import BeautifulSoup
from django.urls import reverse

from config.sign_in import _app
from tests.accounts.conftest import PASSWORD
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent


@dataclass
class Provider:
    """A running identity provider, and how the service knows it."""

    issuer: str
    app: dict = field(init=False)

    def __post_init__(self) -> None:
        keys = {"client_id": "tracker", "client_secret": "a-secret"}
        self.app = _app({"issuer": self.issuer, "name": "Cleveland Police", **keys})

    def knows(self, subject: str, **claims: object) -> None:
        answer = requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=5)
        answer.raise_for_status()

    def address(self, **query: str) -> str:
        more = "&".join(f"{name}={value}" for name, value in query.items())
        return reverse("openid_connect_login", args=[self.app["provider_id"]]) + f"?{more}"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    from oidc_provider_mock import run_server_in_thread

    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def provider(issuer, settings) -> Provider:
    provider = Provider(issuer)
    providers = deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    providers["openid_connect"]["APPS"] = [provider.app]
    settings.SOCIALACCOUNT_PROVIDERS = providers
    return provider


@pytest.fixture
def go(client, provider):
    """`go("lena-17")` signs in at the provider as that subject and comes back; gives the answer here."""

    def go(subject: str, process: str = "login"):
        there = client.post(provider.address(process=process)).url
        back = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=5)
        parts = urlsplit(back.headers["Location"])
        return client.get(f"{parts.path}?{parts.query}")

    return go


@pytest.fixture
def joined(client, alice, provider, go):
    """Alice's account, joined to the subject lena-17."""
    provider.knows("lena-17", email="someone.else@force.example")
    client.force_login(alice)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    go("lena-17", "connect")
    client.post(reverse("account_logout"))
    return SocialAccount.objects.get()


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def signed_in_as(client) -> str | None:
    return client.session.get("_auth_user_id")


class TestJoining:
    def test_is_kept_by_issuer_and_subject_and_told(self, joined, alice, provider):
        assert (joined.user, joined.uid, joined.provider) == (alice, "lena-17", provider.app["provider_id"])
        assert joined.extra_data == {"iss": provider.issuer, "sub": "lena-17"}
        event = AuditEvent.objects.get(kind=EventKind.IDENTITY_JOINED)
        assert (event.actor, event.data["issuer"]) == (alice, provider.issuer)

    def test_asks_for_the_password_first(self, client, alice, provider, go):
        provider.knows("lena-17")
        client.force_login(alice)
        assert go("lena-17", "connect").url == reverse("account_reauthenticate")
        assert not SocialAccount.objects.exists()

    def test_one_identity_opens_one_account(self, client, bob, joined, go):
        client.force_login(bob)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        go("lena-17", "connect")
        assert SocialAccount.objects.get().user == joined.user


class TestSigningIn:
    def test_the_joined_subject_is_let_in(self, client, alice, joined, go):
        go("lena-17")
        assert signed_in_as(client) == str(alice.pk)

    def test_the_same_address_without_joining_is_not(self, client, alice, provider, go):
        provider.knows("somebody", email=alice.email, email_verified=True)
        answer = go("somebody")
        assert answer.status_code == 403
        assert "not joined to an account here yet" in text(answer)
        assert signed_in_as(client) is None

    def test_another_issuer_s_subject_of_the_same_name_is_not(self, client, joined, provider, settings, go):
        other = _app(
            {"issuer": provider.issuer + "/", "name": "B", "client_id": "tracker", "client_secret": "x"}
        )
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [other]
        provider.app = other
        assert go("lena-17").status_code == 403
        assert signed_in_as(client) is None

    def test_a_person_switched_off_is_not(self, client, alice, joined, go):
        alice.is_active = False
        alice.save()
        assert go("lena-17").url == reverse("account_inactive")
        assert signed_in_as(client) is None


class TestSecondFactor:
    @pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "mfa"}])
    def test_is_asked_for_here_unless_the_provider_says_so(self, client, joined, provider, go, claims):
        provider.knows("lena-17", **claims)
        go("lena-17")
        assert client.get("/account/").url == reverse("mfa_index")

    def test_is_not_asked_for_again(self, client, joined, provider, go):
        provider.knows("lena-17", amr=["pwd", "mfa"])
        go("lena-17")
        assert client.get("/account/").status_code == 200

    def test_may_be_told_by_the_level_agreed_on(self, client, joined, provider, go):
        provider.app["settings"]["acr"] = ["https://refeds.org/profile/mfa"]
        provider.knows("lena-17", acr="https://refeds.org/profile/mfa")
        go("lena-17")
        assert client.get("/account/").status_code == 200


def test_the_sign_in_page_offers_it(client, db, provider):
    page = client.get(reverse("account_login")).content.decode()
    assert re.search("Sign in with\\s+Cleveland Police", page)


def test_a_provider_that_does_not_answer_is_told_in_words(client, db, provider):
    provider.app["settings"]["server_url"] = "http://localhost:1"
    answer = client.post(provider.address(process="login"))
    assert answer.status_code == 503
    assert "did not work" in text(answer)
