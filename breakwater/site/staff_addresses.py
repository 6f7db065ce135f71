"""Every address of the staff site.

The sign-in library's pages are named one by one: what is not here cannot be reached, among it
signing up, resetting a password by e-mail, and changing an e-mail address.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, URLResolver, include, path

from breakwater.apps.cases import urls as cases
from breakwater.apps.disclosures import api as disclosures_api
from breakwater.apps.organisations.sign_in.confirmation import confirmed_lately
from breakwater.apps.organisations.sign_in.second_factor import RemovePasskey
from breakwater.apps.referrals.changes.answering import accept_by_taking
from breakwater.site import home
from breakwater.site.access_log_page import access_log
from breakwater.site.audit_page import audit
from breakwater.site.case_page import sections_for
from breakwater.site.printed_pages import to_print
from breakwater.site.safe_pages.feedback_pages import feedback_erase, feedback_list
from breakwater.site.taking_away import take_data_away

_SIGN_IN: list[URLPattern | URLResolver] = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-out/", account.logout, name="account_logout"),
    path("confirm/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]

_OWN_ACCOUNT: list[URLPattern | URLResolver] = [
    path("account/", second_factor.index, name="mfa_index"),
    path(
        "account/password/",
        confirmed_lately(account.password_change),
        name="account_change_password",
    ),
    path(
        "account/password/set/",
        confirmed_lately(account.password_set),
        name="account_set_password",
    ),
    path("account/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path(
        "account/recovery-codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("organisations/take-data-away/", take_data_away, name="take-data-away"),
    path("access-log/", access_log, name="access-log"),
    path("audit/", audit, name="audit"),
    path("to-print/", to_print, name="to-print"),
    path("feedback/", feedback_list, name="feedback-list"),
    path("feedback/<int:pk>/erase/", feedback_erase, name="feedback-erase"),
    *_SIGN_IN,
    *_OWN_ACCOUNT,
    path("imports/", include("breakwater.apps.importing.urls")),
    path("", include("breakwater.apps.receiving.urls")),
    path("cases/", include((cases.addresses(sections_for, accept_by_taking), "cases"))),
    path("", include("breakwater.apps.directory.urls")),
    path("", include("breakwater.apps.organisations.urls")),
    path("", include("breakwater.apps.disclosures.urls")),
    path("", include("breakwater.apps.referrals.urls")),
    path("", include("breakwater.apps.reports.staff_urls")),
    path("", include("breakwater.apps.outreach.urls")),
    path("", include("breakwater.apps.briefings.urls")),
    path("protection/", include("breakwater.apps.protection.urls")),
    path("api/v1/", include((disclosures_api.addresses(), "api"))),
]

handler400 = "breakwater.site.safe_pages.error_pages.bad_request"
handler403 = "breakwater.site.safe_pages.error_pages.forbidden"
handler404 = "breakwater.site.safe_pages.error_pages.not_found"
handler500 = "breakwater.site.safe_pages.error_pages.server_error"
