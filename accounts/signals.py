"""What happened to an account, told inside the transaction in which it happened.

Each is sent with `by` (the `User` who did it), `now`, and what it is about.
"""

from django.dispatch import Signal

# with `token`, the ApiToken
token_created = Signal()
token_revoked = Signal()

# with `user` whose second factor it is, and `factor`, its kind: totp, webauthn or recovery_codes
factor_added = Signal()
factor_removed = Signal()

# with `user`, the person; of a change `before` and `after`, the values that differ by the field's name
person_added = Signal()
person_changed = Signal()
person_invited = Signal()
invitation_accepted = Signal()
# with `user` and `count`
sessions_ended = Signal()

# with `user` and `issuer`, the address of the identity provider at which they are known
identity_joined = Signal()
identity_removed = Signal()
