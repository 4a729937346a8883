"""Changes to a person's account."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from accounts.models import User


def forget_former_addresses(*, user: User) -> None:
    """Leave the address on the user as the only one they can sign in with.

    The sign-in library keeps a list of its own of addresses that may sign in and reset the
    password. An address taken off a person must not open their account any more.
    """
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
