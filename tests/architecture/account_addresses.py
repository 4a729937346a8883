"""The addresses of signing in and of a person's own account."""

from tests.architecture.doors import FOUND, GONE, LOCKED_OUT, NOT_FOUND, OK, SIGNING_IN, Door, signed_in

ACCOUNT = {
    "account_login": Door(public=SIGNING_IN, answer=FOUND, anonymous=OK),
    "account_signup": Door(public="it says that sign-up is closed", answer=FOUND, anonymous=OK),
    "account_inactive": Door(public=LOCKED_OUT),
    "account_reset_password": Door(public=LOCKED_OUT),
    "account_reset_password_done": Door(public=LOCKED_OUT),
    "account_reset_password_from_key": Door(public=LOCKED_OUT, of="mailed key"),
    "account_reset_password_from_key_done": Door(public=LOCKED_OUT),
    "account_logout": signed_in(),
    "account_reauthenticate": signed_in(),
    "account_change_password": signed_in(),
    "account_set_password": signed_in(answer=FOUND),  # they have one: to its change
    "account-home": signed_in(),
    "invitation": Door(public=LOCKED_OUT, of="mailed secret", answer=GONE),  # no such link
    "session-state": signed_in(),
    "kept-form": signed_in(answer=FOUND),  # none is kept
    "usersessions_list": signed_in(),
    "socialaccount_connections": signed_in(),
    "socialaccount_login_cancelled": Door(public=SIGNING_IN),
    "openid_connect_login": Door(public=SIGNING_IN, of="provider", answer=NOT_FOUND),  # there is none
    "openid_connect_callback": Door(public=SIGNING_IN, of="provider", answer=NOT_FOUND),
    "token-list": signed_in(),
    "token-create": signed_in(answer=FOUND),  # to say one's password again
    "token-revoke": Door(owner="liaison", of="token"),
    "mfa_index": signed_in(),
    # Of no use to those who have signed in whole: on to where they go.
    "mfa_authenticate": Door(public=SIGNING_IN, answer=FOUND),
    "mfa_login_webauthn": Door(public=SIGNING_IN, answer=FOUND),
    "mfa_reauthenticate": signed_in(answer=FOUND),  # they have none: to say one's password again
    "mfa_reauthenticate_webauthn": signed_in(answer=FOUND),
    "mfa_activate_totp": signed_in(answer=FOUND),  # to say one's password again
    "mfa_deactivate_totp": signed_in(answer=NOT_FOUND),  # they have none
    "mfa_view_recovery_codes": signed_in(answer=NOT_FOUND),
    "mfa_generate_recovery_codes": signed_in(answer=FOUND),
    "mfa_list_webauthn": signed_in(),
    "mfa_add_webauthn": signed_in(answer=FOUND),
    "mfa_edit_webauthn": signed_in(of="passkey", answer=FOUND),
    "mfa_remove_webauthn": signed_in(of="passkey", answer=FOUND),
}
