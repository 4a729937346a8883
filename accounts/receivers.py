"""What follows when the sign-in library changes something of a person's account."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import sessions, signals
from accounts.models import User


@receiver(user_logged_in)
def begin_to_count(*, request: HttpRequest, **spare: Any) -> None:
    sessions.begin(request.session)


@receiver(post_save, sender=Authenticator)
def tell_of_factor_added(*, instance: Authenticator, created: bool, **spare: Any) -> None:
    if not created:
        return
    request = _request_of(instance.user)
    if request and instance.type != Authenticator.Type.RECOVERY_CODES:
        # It was used a moment ago, to prove that it works: this session needs no second proof.
        record_authentication(request, instance.user, "mfa", id=instance.pk, type=instance.type)
    _tell(signals.factor_added, instance)


@receiver(post_delete, sender=Authenticator)
def tell_of_factor_removed(*, instance: Authenticator, **spare: Any) -> None:
    _tell(signals.factor_removed, instance)


def _tell(signal: Any, factor: Authenticator) -> None:
    by = getattr(context.request, "user", None)
    signal.send(
        sender=User,
        user=factor.user,
        by=by if by is not None and by.is_authenticated else factor.user,
        factor=factor.type,
        now=timezone.now(),
    )


def _request_of(user: User) -> HttpRequest | None:
    """The request in which the person themselves acts, if there is one."""
    request = context.request
    return request if request is not None and request.user == user else None
