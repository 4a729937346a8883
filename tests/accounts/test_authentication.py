"""How a program signs in to the REST API."""

from datetime import timedelta

import pytest
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.authentication import TokenAuthentication
from accounts.services import tokens


class Whoami(APIView):
    authentication_classes = [TokenAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        return Response({"name": request.user.name, "token": request.auth.name})


def ask(header: str | None = None):
    headers = {"Authorization": header} if header is not None else {}
    return Whoami.as_view()(APIRequestFactory().get("/", headers=headers))


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_token_names_its_owner(alice, make_token, scheme):
    _, secret = make_token(alice, now=timezone.now())
    answer = ask(f"{scheme} {secret}")
    assert answer.status_code == 200
    assert answer.data == {"name": "Alice Archer", "token": "Monthly export"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header", [None, "Basic YWxpY2U6c2VjcmV0", "Bearer", "Bearer ", "Bearer trk_é", "Bearer a b"]
)
def test_others_are_answered_401_and_told_the_scheme(header):
    answer = ask(header)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def revoked(token, user):
    tokens.revoke(token=token, by=user, now=timezone.now())


def expired(token, user):
    token.created_at -= timedelta(days=300)
    token.expires_at = timezone.now()
    token.save()


def switched_off(token, user):
    user.is_active = False
    user.save()


@pytest.mark.parametrize(
    ("end", "reason"),
    [(revoked, "has been revoked"), (expired, "has expired"), (switched_off, "can no longer sign in")],
)
def test_ended_token_is_answered_401_with_the_reason(alice, make_token, end, reason):
    token, secret = make_token(alice, now=timezone.now())
    end(token, alice)
    answer = ask(f"Bearer {secret}")
    assert answer.status_code == 401
    assert reason in str(answer.data)


def test_empty_header_says_what_is_missing():
    with pytest.raises(AuthenticationFailed, match="no API token after"):
        TokenAuthentication().authenticate(APIRequestFactory().get("/", headers={"Authorization": "Bearer"}))


def test_documentation_of_the_api_knows_the_scheme():
    scheme = OpenApiAuthenticationExtension.get_match(TokenAuthentication)
    assert scheme.get_security_definition(None)["scheme"] == "bearer"
