"""The sign-in library's pages that we have; its names are kept, because it looks them up.

Its pages for changing e-mail addresses are left out: an administrator changes those.
"""

from allauth.account import views
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as single_sign_on
from allauth.socialaccount.providers.openid_connect import views as provider
from allauth.usersessions.views import list_usersessions
from django.db.transaction import atomic
from django.urls import path, re_path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    # Says that sign-up is closed; mail to an address without an account points here.
    path("signup/", views.signup, name="account_signup"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("second-step/", second_step.index, name="mfa_index"),
    path("second-step/code/", second_step.authenticate, name="mfa_authenticate"),
    path("second-step/code/again/", second_step.reauthenticate, name="mfa_reauthenticate"),
    # What changes a factor and the audit event of it are kept or lost together.
    path("second-step/app/", atomic(app.activate_totp), name="mfa_activate_totp"),
    path("second-step/app/remove/", atomic(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-step/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-step/recovery-codes/new/",
        atomic(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("organisations/", atomic(single_sign_on.connections), name="socialaccount_connections"),
    path("organisations/stopped/", single_sign_on.login_cancelled, name="socialaccount_login_cancelled"),
    path("organisations/<provider_id>/", provider.login, name="openid_connect_login"),
    path("organisations/<provider_id>/back/", atomic(provider.callback), name="openid_connect_callback"),
    path("sessions/", list_usersessions, name="usersessions_list"),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", atomic(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", atomic(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
]
