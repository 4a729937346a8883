from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User

SignedIn = Callable[[User], Client]


@pytest.fixture
def signed_in() -> SignedIn:
    """`signed_in(cast.editor)` gives a browser of that person's."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def superuser(db: None) -> User:
    """Whoever set the service up, before there were roles."""
    return User.objects.create_superuser("owner@hmicfrs.example", "Olive Owner")
