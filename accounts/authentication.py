"""How a program tells the REST API in whose name it comes."""

from __future__ import annotations

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.services import tokens

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer trk_…`. The request's `user` is the token's owner, its `auth` the token.

    A request without the header is left to the next way of signing in; one whose token
    does not work is answered 401 with the reason.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        secret = secret.strip()
        if not secret:
            raise AuthenticationFailed("The Authorization header has no API token after “Bearer”.")
        now = timezone.now()
        token = tokens.find(secret, now)
        if token is None:
            raise AuthenticationFailed(tokens.why_refused(secret, now))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME
