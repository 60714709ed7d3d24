"""Addresses of accounts. allauth's views stand at addresses of ours, under the names that it looks for."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from accounts import staff_views, views

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/", account.login, name="sign_in"),
    path("sign-in/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/lost/", views.lost, name="account_lost"),
    path("sign-in/off/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-out/", account.logout, name="sign_out"),
    path("sign-up/", account.signup, name="account_signup"),
    path("sign-up/sent/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^sign-up/confirm/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("password/", account.password_reset, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/mail/", account.email, name="account_email"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/first/", account.password_set, name="account_set_password"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/again/code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/security/", second_factor.index, name="mfa_index"),
    path("account/security/app/", app.activate_totp, name="mfa_activate_totp"),
    path("account/security/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/security/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/security/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "account/security/recovery/codes.txt",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("account/security/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/security/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/security/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/security/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/sessions/", views.sessions, name="usersessions_list"),
    path("account/sessions/end/", views.sessions_end, name="account_sessions_end"),
    path("account/data/", views.data, name="account_data"),
    path("account/data/export/", views.data_ask, name="account_data_ask"),
    path("account/data/file/<str:token>/", views.data_file, name="account_data_file"),
    path("account/data/erase/", views.erase, name="account_erase"),
    path("invited/<str:token>/", staff_views.staff_invitation, name="staff_invitation"),
    path("erasure/", views.erasure_asked, name="account_erasure_asked"),
    path("erasure/cancel/<str:token>/", views.erasure_cancel, name="account_erasure_cancel"),
]
