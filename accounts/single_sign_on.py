"""Signing in at one's organisation, by OpenID Connect.

A person is known by issuer and subject, joined to an account by someone signed in to it; never by an
e-mail address, which the provider may give to somebody else.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.signals import user_logged_in
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone

from accounts import second_factor, signals
from accounts.models import User

SECOND_FACTOR = "second_factor"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody: an administrator makes accounts."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in whom the provider itself named, and only those joined to an account here."""
        provider = sociallogin.account.get_provider(request).app.settings
        told = sociallogin.account.extra_data.get("id_token") or {}
        if (told.get("iss"), told.get("sub")) != (provider["issuer"], sociallogin.account.uid):
            raise _refused(request, "wrong")
        if not sociallogin.is_existing and sociallogin.state.get("process") != AuthProcess.CONNECT:
            raise _refused(request, "unknown")
        sociallogin.state[SECOND_FACTOR] = says_second_factor(told, provider)
        # Kept: by whom and as whom. What else the provider tells of a person is not ours.
        sociallogin.account.extra_data = {"iss": told["iss"], "sub": told["sub"]}


def says_second_factor(told: dict[str, Any], provider: dict[str, Any]) -> bool:
    """Whether the provider says that a second factor was used, in the words agreed with it.

    `amr` names the methods of this sign-in (RFC 8176), `acr` the level that it reached.
    """
    methods = told.get("amr")
    used = set(methods) if isinstance(methods, list) else set()
    return bool(used & set(provider["amr"])) or told.get("acr") in provider["acr"]


def _refused(request: HttpRequest, why: str) -> ImmediateHttpResponse:
    page = render(request, "socialaccount/refused.html", {"why": why}, status=HTTPStatus.FORBIDDEN)
    return ImmediateHttpResponse(page)


@receiver(user_logged_in)
def note_second_factor(*, request: HttpRequest, sociallogin: SocialLogin | None = None, **spare: Any) -> None:
    if sociallogin and sociallogin.state.get(SECOND_FACTOR):
        request.session[second_factor.USED_AT_PROVIDER] = True


@receiver(post_save, sender=SocialAccount)
def tell_of_joining(*, instance: SocialAccount, created: bool, **spare: Any) -> None:
    if created:
        _tell(signals.identity_joined, instance)


@receiver(post_delete, sender=SocialAccount)
def tell_of_parting(*, instance: SocialAccount, **spare: Any) -> None:
    _tell(signals.identity_removed, instance)


def _tell(signal: Any, account: SocialAccount) -> None:
    person = account.user
    signal.send(sender=User, user=person, by=person, now=timezone.now(), issuer=account.extra_data.get("iss"))
