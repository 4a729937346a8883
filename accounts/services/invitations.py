"""Inviting people: the only way to an account."""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import signals
from accounts.models import Invitation, User
from accounts.models.invitations import LIFE

logger = logging.getLogger(__name__)


class LinkDoesNotWork(Exception):
    """The link was used, is too old, or a newer one took its place."""

    def __init__(self) -> None:
        super().__init__("This link does not work any more. Ask who invited you for a new one.")


@transaction.atomic
def invite(*, user: User, by: User, now: datetime) -> str:
    """Return the secret of a new link for the person; it is nowhere kept. An earlier link stops working."""
    User.objects.select_for_update().get(pk=user.pk)
    Invitation.objects.filter(user=user, accepted_at=None, ended_at=None).update(ended_at=now)
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(user=user, by=by, digest=_digest(secret), made_at=now, expires_at=now + LIFE)
    signals.person_invited.send(sender=User, user=user, by=by, now=now)
    return secret


def send(*, user: User, by: User, secret: str) -> bool:
    """Mail the link. Whether the mail server took it: if not, whoever invited makes a new one later."""
    address = settings.SITE_URL + reverse("invitation", args=[secret])
    words = render_to_string("account/email/invitation.txt", {"user": user, "by": by, "address": address})
    try:
        send_mail("You are invited to the inspection findings tracker", words, None, [user.email])
    except (SMTPException, OSError) as problem:
        logger.warning("invitation_not_sent", extra={"reason": type(problem).__name__})
        return False
    return True


def find(secret: str, now: datetime) -> Invitation | None:
    """The invitation that waits behind the link, its person loaded, or None."""
    waiting = Invitation.objects.filter(accepted_at=None, ended_at=None, expires_at__gt=now)
    found = waiting.filter(digest=_digest(secret), user__is_active=True).select_related("user").first()
    return found


@transaction.atomic
def accept(*, secret: str, password: str, now: datetime) -> User:
    """Give the person of the link their password. Raises LinkDoesNotWork, for the second of two too."""
    invitation = find(secret, now)
    if invitation is None:
        raise LinkDoesNotWork
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, ended_at=None)
    if not waiting.update(accepted_at=now):
        raise LinkDoesNotWork
    user = invitation.user
    user.set_password(password)
    user.save(update_fields=["password"])
    signals.invitation_accepted.send(sender=User, user=user, by=user, now=now)
    return user


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
