"""Addresses of passkeys and codes, under the names that the library of second factors calls them by."""

from django.urls import path

from aktsom.identity.views import security

urlpatterns = [
    path("sign-in/second-step/", security.second_step, name="mfa_authenticate"),
    path("sign-in/passkey/", security.enter_with_passkey, name="mfa_login_webauthn"),
    path("account/security/factors/", security.to_overview, name="mfa_index"),
    path("account/security/passkeys/", security.to_overview, name="mfa_list_webauthn"),
    path("account/security/passkeys/add/", security.add_passkey, name="mfa_add_webauthn"),
    path("account/security/passkeys/<int:pk>/remove/", security.remove_passkey, name="mfa_remove_webauthn"),
    path("account/security/app/add/", security.add_app, name="mfa_activate_totp"),
    path("account/security/app/remove/", security.remove_app, name="mfa_deactivate_totp"),
    path("account/security/recovery-codes/", security.see_codes, name="mfa_view_recovery_codes"),
    path("account/security/recovery-codes/new/", security.make_codes, name="mfa_generate_recovery_codes"),
]
