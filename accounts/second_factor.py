"""Whether somebody has a second factor, and whether it was used when they signed in."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest

# Set when an identity provider says of a sign-in that a second factor was used there.
USED_AT_PROVIDER = "second_factor_used_at_provider"


def factors_of(user: AbstractBaseUser) -> QuerySet[Authenticator]:
    """Their authenticator app and passkeys; recovery codes only stand in for those."""
    return Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)


def is_missing(request: HttpRequest) -> bool:
    """Whether this session was opened without the second factor that it needs."""
    return settings.SECOND_FACTOR_REQUIRED and not was_used(request)


def was_used(request: HttpRequest) -> bool:
    """Whether a second factor was used in this session: here, or at the identity provider."""
    if request.session.get(USED_AT_PROVIDER):
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)
