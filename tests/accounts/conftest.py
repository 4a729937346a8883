"""The cast: Alice owns tokens, Bob is a stranger to them, Olive is an administrator, Leo has left."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken, User
from accounts.scopes import Scope
from accounts.services import tokens

PASSWORD = "a-long-winded-password"
NOW = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_cache(settings):
    """Rate limits count in memory, from nought for every test."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def alice(db) -> User:
    return User.objects.create_user("alice@force.example", "Alice Archer", PASSWORD)


@pytest.fixture
def bob(db) -> User:
    return User.objects.create_user("bob@force.example", "Bob Baker", PASSWORD)


@pytest.fixture
def olive(db) -> User:
    return User.objects.create_superuser("olive@inspectorate.example", "Olive Orme", PASSWORD)


@pytest.fixture
def leo(db) -> User:
    return User.objects.create_user("leo@force.example", "Leo Left", PASSWORD, is_active=False)


@pytest.fixture
def make_token():
    """`make_token(user)` gives a token of theirs and its secret."""

    def make(user: User, *, now: datetime = NOW, expires_at: datetime | None = None) -> tuple[ApiToken, str]:
        return tokens.create(
            user=user,
            name="Monthly export",
            scopes=[Scope.FINDINGS_READ],
            expires_at=expires_at or now.replace(year=now.year + 1),
            now=now,
        )

    return make


@pytest.fixture
def sign_in(client: Client):
    """`sign_in("alice@force.example")` fills in the sign-in page and gives the answer to it."""

    def sign_in(email: str, password: str = PASSWORD, **more: str):
        return client.post(reverse("account_login"), {"login": email, "password": password, **more})

    return sign_in
