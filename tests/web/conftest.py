"""Signing in, and what pages show."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User


@pytest.fixture
def get(client: Client) -> Callable[..., Any]:
    """`get(user, address)`: the page as that person sees it."""

    def get(user: User, address: str, **query: Any) -> Any:
        client.force_login(user)
        return client.get(address, query)

    return get


@pytest.fixture
def queries_of(get) -> Callable[..., int]:
    """How many queries the page takes, once whatever is cached is warm."""

    def queries_of(user: User, address: str) -> int:
        assert get(user, address).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            get(user, address)
        return len(queries)

    return queries_of
