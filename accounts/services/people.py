"""Changes to a person's account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest

from accounts import signals
from accounts.models import ApiToken, User


def forget_former_addresses(*, user: User) -> None:
    """Leave the address on the user as the only one they can sign in with.

    The sign-in library keeps a list of its own of addresses that may sign in and reset the
    password. An address taken off a person must not open their account any more.
    """
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()


@transaction.atomic
def save(*, user: User, by: User, now: datetime, before: Mapping[str, Any] | None) -> None:
    """Keep a new person, or the changes to one; `before` holds the former values of what changed.

    Whoever is switched off is out at their next request: sessions end, tokens are revoked.
    """
    user.email = User.objects.normalize_email(user.email)
    if before is None:
        user.set_unusable_password()
    user.save()
    forget_former_addresses(user=user)
    if before is None:
        signals.person_added.send(sender=User, user=user, by=by, now=now)
        return
    after = {name: getattr(user, name) for name in before}
    signals.person_changed.send(sender=User, user=user, by=by, now=now, before=dict(before), after=after)
    if before.get("is_active") and not user.is_active:
        ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
        end_sessions(user=user, by=by, now=now)


@transaction.atomic
def end_sessions(*, user: User, by: User, now: datetime) -> int:
    """Sign the person out everywhere. How many sessions there were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    signals.sessions_ended.send(sender=User, user=user, by=by, now=now, count=len(sessions))
    return len(sessions)


@transaction.atomic
def end_own_session(*, request: HttpRequest, now: datetime) -> None:
    """End the session of the request, because its time is over."""
    user = request.user
    auth.logout(request)
    signals.sessions_ended.send(sender=User, user=user, by=user, now=now, count=1)


@transaction.atomic
def reset_second_factor(*, user: User, by: User, now: datetime) -> bool:
    """Take every second factor from the person, who sets up another one at the next sign-in.

    For someone who lost theirs and has no recovery code; whoever does it made sure who asked. They are
    signed out everywhere. Whether there was one.
    """
    factors = list(Authenticator.objects.filter(user=user))
    for factor in factors:
        factor.delete()
    if factors:
        end_sessions(user=user, by=by, now=now)
    return bool(factors)
