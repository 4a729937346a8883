"""Making, revoking and recognising API tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts import signals
from accounts.models import ApiToken, User
from accounts.models.tokens import LONGEST_LIFE
from accounts.scopes import Scope

MARK = "trk_"  # so that a secret left in a file or a log is recognised for what it is
SHOWN_LENGTH = 8
USE_NOTED_EVERY = timedelta(minutes=1)


class TokenRefused(Exception):
    """A token could not be made or revoked. The message is a sentence for a person."""

    code = "token_refused"
    message = "This cannot be done with an API token"

    def __init__(self) -> None:
        super().__init__(self.message)


class NameMissing(TokenRefused):
    code = "token_name_missing"
    message = "Enter a name for the token"


class NoScopes(TokenRefused):
    code = "token_without_scopes"
    message = "Select what the token may be used for"


class UnknownScope(TokenRefused):
    code = "token_scope_unknown"
    message = "Select only uses from the list"


class ExpiryInThePast(TokenRefused):
    code = "token_expiry_in_the_past"
    message = "The day the token expires must be in the future"


class ExpiryTooFarAhead(TokenRefused):
    code = "token_expiry_too_far_ahead"
    message = "The day the token expires must be within a year from today"


class NotYourToken(TokenRefused):
    code = "token_of_someone_else"
    message = "Only its owner or an administrator can revoke a token"


class AlreadyRevoked(TokenRefused):
    code = "token_already_revoked"
    message = "This token has already been revoked"


@transaction.atomic
def create(
    *, user: User, name: str, scopes: Collection[str], expires_at: datetime, now: datetime
) -> tuple[ApiToken, str]:
    """Make a token for the user and return it with its secret, which is nowhere kept.

    Raises NameMissing, NoScopes, UnknownScope, ExpiryInThePast or ExpiryTooFarAhead.
    """
    _check_name(name)
    _check_scopes(scopes)
    _check_expiry(expires_at, now)
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name.strip(),
        prefix=secret[:SHOWN_LENGTH],
        digest=_digest(secret),
        scopes=[scope for scope in Scope.values if scope in scopes],
        created_at=now,
        expires_at=expires_at,
    )
    signals.token_created.send(sender=ApiToken, token=token, by=user, now=now)
    return token, secret


@transaction.atomic
def revoke(*, token: ApiToken, by: User, now: datetime) -> None:
    """Stop the token from working, at once and for good.

    Raises NotYourToken, or AlreadyRevoked for the second of two who revoke it.
    """
    if by != token.user and not by.has_perm("accounts.change_apitoken"):
        raise NotYourToken
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        raise AlreadyRevoked
    token.revoked_at = now
    signals.token_revoked.send(sender=ApiToken, token=token, by=by, now=now)


def find(secret: str, now: datetime) -> ApiToken | None:
    """Return the working token with this secret, its user loaded, or None.

    Writes down that it was used, at most once a minute.
    """
    # Compared as digests by the index: how long it takes says nothing about the secret.
    token = ApiToken.objects.live(now).select_related("user").filter(digest=_digest(secret)).first()
    if token:
        _note_use(token, now)
    return token


def why_refused(secret: str, now: datetime) -> str:
    """Return a sentence for someone whose secret `find` did not accept.

    Only someone who holds the secret learns more than that it is not known.
    """
    token = ApiToken.objects.select_related("user").filter(digest=_digest(secret)).first()
    if token is None:
        return "This API token is not known. Check that you copied all of it."
    if token.is_revoked:
        return "This API token has been revoked. Create a new one."
    if token.is_expired(now):
        return "This API token has expired. Create a new one."
    return "The owner of this API token can no longer sign in."


def _check_name(name: str) -> None:
    if not name.strip():
        raise NameMissing


def _check_scopes(scopes: Collection[str]) -> None:
    if not scopes:
        raise NoScopes
    if not set(scopes) <= set(Scope.values):
        raise UnknownScope


def _check_expiry(expires_at: datetime, now: datetime) -> None:
    if expires_at <= now:
        raise ExpiryInThePast
    if expires_at > now + LONGEST_LIFE:
        raise ExpiryTooFarAhead


def _digest(secret: str) -> str:
    # 32 random bytes cannot be guessed, so a fast hash without salt protects them.
    return hashlib.sha256(secret.encode()).hexdigest()


def _note_use(token: ApiToken, now: datetime) -> None:
    due = now - USE_NOTED_EVERY
    if token.last_used_at and token.last_used_at > due:
        return
    unnoted = Q(last_used_at=None) | Q(last_used_at__lte=due)
    if ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_at=now):
        token.last_used_at = now
