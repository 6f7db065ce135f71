"""The addresses of these pages."""

from django.urls import path

from breakwater.apps.referrals.views import answering, offering, pages

app_name = "referrals"

urlpatterns = [
    path("", pages.referrals, name="referrals"),
    path("new/", offering.new, name="new"),
    path("from-answer/", offering.from_answer, name="from-answer"),
    path("from-decision/<uuid:pk>/", offering.from_decision, name="from-decision"),
    path("from-case/<uuid:pk>/", offering.from_case, name="from-case"),
    path("unmet-need/", pages.unmet_need, name="unmet-need"),
    path("<uuid:pk>/", pages.referral, name="referral"),
    path("<uuid:pk>/read/", pages.read, name="read"),
    path("<uuid:pk>/accept/", answering.accept, name="accept"),
    path("<uuid:pk>/decline/", answering.decline, name="decline"),
    path("<uuid:pk>/ask/", answering.ask, name="ask"),
    path("<uuid:pk>/answer/", answering.answer, name="answer"),
    path("<uuid:pk>/close/", answering.close, name="close"),
    path("<uuid:pk>/withdraw/", answering.withdraw, name="withdraw"),
    path("<uuid:pk>/stop-waiting/", answering.stop_waiting, name="stop-waiting"),
]
