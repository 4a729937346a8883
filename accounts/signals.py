"""What happened to an account, told inside the transaction in which it happened.

Each is sent with `token` (the `ApiToken`), `by` (the `User` who did it) and `now`.
"""

from django.dispatch import Signal

token_created = Signal()
token_revoked = Signal()
