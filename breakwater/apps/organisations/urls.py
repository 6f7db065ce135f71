"""The addresses of these pages."""

from django.urls import include, path

from breakwater.apps.organisations.views import account, agreements, organisations, people

app_name = "organisations"

urlpatterns = [
    path("join/", account.join, name="join"),
    path("join/<str:token>/", account.join_link, name="join-link"),
    path("sign-in/help/", account.cannot_sign_in, name="cannot-sign-in"),
    path("notifications/", account.notifications, name="notifications"),
    path("notifications/read/", account.read_notifications, name="read-notifications"),
    path("notifications/email/", account.choose_email, name="choose-email"),
    path("account/sessions/", account.sessions, name="sessions"),
    path("account/sessions/end-others/", account.end_other_sessions, name="end-other-sessions"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="end-session"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path(
        "people/invitations/<int:pk>/withdraw/",
        people.withdraw_invitation,
        name="withdraw-invitation",
    ),
    path("people/<int:pk>/", people.colleague, name="colleague"),
    path("people/<int:pk>/give-role/", people.give_role, name="give-role"),
    path("people/<int:pk>/way-back/", people.way_back, name="way-back"),
    path("people/<int:pk>/close/", people.close_account, name="close-account"),
    path("people/<int:pk>/cover/", people.cover, name="cover"),
    path("people/roles/<int:pk>/", people.role, name="role"),
    path("people/covers/<int:pk>/call-off/", people.call_off_cover, name="call-off-cover"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/propose/", organisations.propose, name="propose"),
    path("organisations/proposals/<int:pk>/", organisations.proposal, name="proposal"),
    path("organisations/leave/", organisations.leave, name="leave"),
    path("keys/", include("breakwater.apps.organisations.key_urls")),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/propose/", agreements.propose, name="propose-agreement"),
    path("agreements/<int:pk>/", agreements.agreement, name="agreement"),
    path("agreements/<int:pk>/replace/", agreements.propose, name="replace-agreement"),
    path("agreements/<int:pk>/accept/", agreements.accept, name="accept-agreement"),
    path("agreements/<int:pk>/end/", agreements.end, name="end-agreement"),
]
