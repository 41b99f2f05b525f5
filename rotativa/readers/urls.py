"""Addresses below `/<language>/-/`: allauth knows its pages by these names."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as usersessions
from django.urls import URLPattern, path

from rotativa.readers.frame import View, framed
from rotativa.readers.views import address, entrance, leaving, profile, security, who


def page(route: str, view: View, *names: str) -> list[URLPattern]:
    return [path(f"-/{route}", framed(view), name=name) for name in names]


SIGNING_IN = [
    *page("sign-in/", entrance.SignIn.as_view(), "account_login", "account_request_login_code"),
    *page("sign-in/code/", entrance.ConfirmCode.as_view(), "account_confirm_login_code"),
    *page("sign-in/passkey/", entrance.PasskeySignIn.as_view(), "mfa_login_webauthn"),
    *page("sign-in/second-factor/", mfa.authenticate, "mfa_authenticate"),
    *page("sign-in/closed/", account.account_inactive, "account_inactive"),
    *page("sign-in/again/", account.reauthenticate, "account_reauthenticate"),
    *page(
        "sign-in/again/code/",
        account.request_reauthentication_code,
        "account_request_reauthentication_code",
    ),
    *page(
        "sign-in/again/code/confirm/",
        account.confirm_reauthentication_code,
        "account_confirm_reauthentication_code",
    ),
    *page("sign-in/again/factor/", mfa.reauthenticate, "mfa_reauthenticate"),
    *page(
        "sign-in/again/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"
    ),
    *page("sign-out/", who.sign_out, "sign_out", "account_logout"),
    *page("register/", account.signup, "account_signup"),
    *page("register/code/", entrance.ConfirmAddress.as_view(), "account_email_verification_sent"),
]
OWN_PAGES = [
    *page("account/", profile.profile, "account"),
    *page("account/address/", address.change_address, "account_email"),
    *page("account/address/confirm/", address.confirm_address, "confirm_address"),
    *page("account/security/", security.security, "security", "mfa_index", "mfa_list_webauthn"),
    *page(
        "account/password/", security.password, "account_change_password", "account_set_password"
    ),
    *page("account/passkeys/add/", security.AddPasskey.as_view(), "mfa_add_webauthn"),
    *page("account/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    *page("account/app/", totp.activate_totp, "mfa_activate_totp"),
    *page("account/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    *page("account/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    *page("account/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    *page("account/codes/download/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    *page("account/sessions/", usersessions.list_usersessions, "usersessions_list"),
    *page("account/data/", profile.data, "account_data"),
    *page("account/leave/", leaving.leaving, "leave"),
    *page("account/leave/keep/", leaving.keep, "keep_account"),
]
# A page that is not open to all sends readers here, by Wagtail's own name.
urlpatterns = [
    *SIGNING_IN,
    *OWN_PAGES,
    path("_util/login/", entrance.to_sign_in),
]
