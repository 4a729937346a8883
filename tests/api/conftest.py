"""A client that checks each answer against the API's own description."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from accounts.models import ApiToken, User
from accounts.scopes import Scope
from accounts.services import tokens

ROOT = "/api/v1/"


@cache
def described() -> dict[str, Any]:
    return SchemaGenerator().get_schema(public=True)


class Api:
    """`api.as_(user).get("findings/")`: sends a token of the user's and checks what comes back."""

    def __init__(self, secret: str = "") -> None:
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        self.client = Client(headers=headers)

    def get(self, path: str, **parameters: Any) -> Any:
        return self._checked("get", path, data=parameters)

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        return self._checked("post", path, data=body or {}, content_type="application/json", **options)

    def put(self, path: str, body: Any) -> Any:
        return self._checked("put", path, data=body, content_type="application/json")

    def upload(self, path: str, **fields: Any) -> Any:
        """As multipart/form-data."""
        return self._checked("post", path, data=fields)

    def pages(self, path: str, **parameters: Any) -> Iterator[list[dict[str, Any]]]:
        """Each page's rows, from the first to the last."""
        answer = self.get(path, **parameters).json()
        yield answer["results"]
        while answer["next"]:
            answer = self.get(answer["next"]).json()
            yield answer["results"]

    def _checked(self, method: str, path: str, **options: Any) -> Any:
        address = path if path.startswith(("http", "/")) else ROOT + path
        response = getattr(self.client, method)(address, **options)
        check(method, response)
        return response


def check(method: str, response: Any) -> None:
    """What came back is described for this operation, status and media type."""
    media_type = response["Content-Type"].partition(";")[0]
    operation = _operation(method, response.request["PATH_INFO"])
    if operation is None:
        assert response.status_code in (404, 405), "an address that is not described answered"
        schema: dict[str, Any] = {"$ref": "#/components/schemas/Problem"}
    else:
        answer = operation["responses"].get(str(response.status_code))
        assert answer, f"{method} {response.request['PATH_INFO']}: {response.status_code} is not described"
        if media_type not in ("application/json", "application/problem+json"):
            return
        schema = answer["content"][media_type]["schema"]
    whole = {**schema, "components": described()["components"]}
    fault = best_match(Draft202012Validator(whole).iter_errors(json.loads(response.content)))
    assert fault is None, f"{fault.json_path}: {fault.message[:300]}"


def _operation(method: str, path: str) -> dict[str, Any] | None:
    for template, operations in described()["paths"].items():
        pattern = re.sub(r"{\w+}", "[^/]+", template)
        if re.fullmatch(f"{pattern}?", path):
            return operations.get(method)
    return None


@pytest.fixture
def secret_of() -> Callable[..., str]:
    """`secret_of(user, Scope.FINDINGS_READ)` makes a token and gives its secret; no scopes named: all."""

    def secret_of(user: User, *scopes: Scope) -> str:
        now = timezone.now()
        made: tuple[ApiToken, str] = tokens.create(
            user=user,
            name="Test",
            scopes=scopes or list(Scope),
            expires_at=now + timedelta(days=1),
            now=now,
        )
        return made[1]

    return secret_of


@pytest.fixture
def as_(secret_of) -> Callable[..., Api]:
    """`as_(cast.liaison)` is the API in that person's name."""

    def as_(user: User, *scopes: Scope) -> Api:
        return Api(secret_of(user, *scopes))

    return as_


@pytest.fixture
def anyone(db) -> Api:
    """The API without a token."""
    return Api()


@pytest.fixture
def description() -> dict[str, Any]:
    """The API as it describes itself."""
    return described()
