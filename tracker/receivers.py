"""What the tracker records when something happens to an account, inside the same transaction."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.signals import (
    factor_added,
    factor_removed,
    identity_joined,
    identity_removed,
    invitation_accepted,
    person_added,
    person_changed,
    person_invited,
    sessions_ended,
    token_created,
    token_revoked,
)
from tracker.event_vocabulary import EventKind
from tracker.services import audit


@receiver(token_created)
def record_token_created(*, token: ApiToken, by: User, now: Any, **spare: Any) -> None:
    audit.record(EventKind.TOKEN_CREATED, by=by, now=now, token_id=token.pk, scopes=list(token.scopes))


@receiver(token_revoked)
def record_token_revoked(*, token: ApiToken, by: User, now: Any, **spare: Any) -> None:
    audit.record(EventKind.TOKEN_REVOKED, by=by, now=now, token_id=token.pk)


@receiver(factor_added)
def record_factor_added(*, user: User, by: User, now: Any, factor: str, **spare: Any) -> None:
    audit.record(EventKind.FACTOR_ADDED, by=by, now=now, user_id=user.pk, factor=factor)


@receiver(factor_removed)
def record_factor_removed(*, user: User, by: User, now: Any, factor: str, **spare: Any) -> None:
    audit.record(EventKind.FACTOR_REMOVED, by=by, now=now, user_id=user.pk, factor=factor)


@receiver(person_invited)
def record_person_invited(*, user: User, by: User, now: Any, **spare: Any) -> None:
    audit.record(EventKind.PERSON_INVITED, by=by, now=now, user_id=user.pk)


@receiver(invitation_accepted)
def record_invitation_accepted(*, user: User, by: User, now: Any, **spare: Any) -> None:
    audit.record(EventKind.INVITATION_ACCEPTED, by=by, now=now, user_id=user.pk)


@receiver(identity_joined)
def record_identity_joined(*, user: User, by: User, now: Any, issuer: str, **spare: Any) -> None:
    audit.record(EventKind.IDENTITY_JOINED, by=by, now=now, user_id=user.pk, issuer=issuer)


@receiver(identity_removed)
def record_identity_removed(*, user: User, by: User, now: Any, issuer: str, **spare: Any) -> None:
    audit.record(EventKind.IDENTITY_REMOVED, by=by, now=now, user_id=user.pk, issuer=issuer)


@receiver(person_added)
def record_person_added(*, user: User, by: User, now: Any, **spare: Any) -> None:
    audit.record(EventKind.PERSON_ADDED, by=by, now=now, user_id=user.pk)


@receiver(person_changed)
def record_person_changed(
    *, user: User, by: User, now: Any, before: dict[str, Any], after: dict[str, Any], **spare: Any
) -> None:
    # Names and addresses are the person's own and may have to be forgotten: the event says which changed.
    switches = {name: value for name, value in after.items() if isinstance(value, bool)}
    audit.record(
        EventKind.PERSON_CHANGED, by=by, now=now, user_id=user.pk, changed=sorted(before), now_is=switches
    )


@receiver(sessions_ended)
def record_sessions_ended(*, user: User, by: User, now: Any, count: int, **spare: Any) -> None:
    audit.record(EventKind.SESSIONS_ENDED, by=by, now=now, user_id=user.pk, count=count)


@receiver(user_logged_in)
def record_signed_in(*, user: User, **spare: Any) -> None:
    audit.record(EventKind.SIGNED_IN, by=user, now=timezone.now())


@receiver(user_login_failed)
def record_sign_in_failed(**spare: Any) -> None:
    # Nobody is known yet, and what was typed may be a password: neither is kept.
    audit.record(EventKind.SIGN_IN_FAILED, by=None, now=timezone.now())
