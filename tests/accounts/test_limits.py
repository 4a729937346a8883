"""How often somebody may try to sign in, whoever counts and whatever breaks.

GUESSES and THREADS make the attack longer than in an everyday run: the promise was tried with 1,000 and 50.
"""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent

GUESSES, THREADS = int(os.environ.get("GUESSES", "120")), int(os.environ.get("THREADS", "12"))
LIMIT = 5


def redis_cache(url: str) -> dict:
    options = {"socket_timeout": 2, "socket_connect_timeout": 2}
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "OPTIONS": options,
        }
    }


def guess(number: int) -> int:
    """One wrong password, from an address of its own as an attacker would claim."""
    try:
        claimed = {"x-forwarded-for": f"10.0.{number // 250}.{number % 250}"}
        data = {"login": "alice@force.example", "password": f"guess-{number}"}
        return Client().post(reverse("account_login"), data, headers=claimed).status_code
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_are_no_more_than_the_limit(broker_url, settings):
    settings.CACHES = redis_cache(broker_url)
    cache.clear()
    User.objects.create_user("alice@force.example", "Alice Archer", PASSWORD)
    with ThreadPoolExecutor(THREADS) as attackers:
        answers = set(attackers.map(guess, range(GUESSES)))
    # A failed sign-in is an event; a guess beyond the limit is refused before the password is looked at.
    assert 1 <= AuditEvent.objects.filter(kind=EventKind.SIGN_IN_FAILED).count() <= LIMIT
    assert answers <= {200, 429}
    assert not AuditEvent.objects.filter(kind=EventKind.SIGNED_IN).exists()


class TestWhenNobodyCounts:
    @pytest.fixture(autouse=True)
    def unreachable(self, settings):
        settings.CACHES = redis_cache("redis://127.0.0.1:1/0")

    def test_nobody_signs_in(self, client, alice, sign_in):
        answer = sign_in("alice@force.example")
        assert answer.status_code == 503
        assert "You cannot sign in just now" in answer.content.decode()
        assert "_auth_user_id" not in client.session

    def test_no_reset_link_is_sent(self, client, alice):
        answer = client.post(reverse("account_reset_password"), {"email": alice.email})
        assert answer.status_code == 503
        assert not mail.outbox

    def test_who_is_signed_in_goes_on(self, client, alice):
        client.force_login(alice)
        assert client.get("/account/").status_code == 200


class TestTheClientSAddress:
    def knock(self, client, forwarded: str) -> int:
        data = {"login": "", "password": ""}
        return client.post(reverse("account_login"), data, headers={"x-forwarded-for": forwarded}).status_code

    def test_is_not_what_the_client_claims(self, client, db):
        answers = [self.knock(client, f"10.0.0.{number}") for number in range(31)]
        assert answers[-1] == 429

    def test_is_what_our_own_proxy_says(self, client, db, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        answers = [self.knock(client, f"203.0.113.9, 10.0.0.{number}") for number in range(31)]
        assert answers[-1] == 200
        answers = [self.knock(client, f"203.0.113.{number}, 10.0.1.1") for number in range(31)]
        assert answers[-1] == 429
