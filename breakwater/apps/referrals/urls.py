"""The addresses of these pages.

What a receiver decides stands below the case, so that its key stays open in the browser.
"""

from django.urls import path

from breakwater.apps.referrals.views import deciding, offering, pages

app_name = "referrals"

_ONE = "referrals/<uuid:pk>/"
_IN_CASE = "cases/<uuid:pk>/referral/"

urlpatterns = [
    path("referrals/", pages.referrals, name="referrals"),
    path("referrals/new/", offering.new, name="new"),
    path("referrals/from-answer/", offering.from_answer, name="from-answer"),
    path("referrals/from-decision/<uuid:pk>/", offering.from_decision, name="from-decision"),
    path("referrals/of-decision/<uuid:pk>/", pages.of_decision, name="of-decision"),
    path("referrals/from-case/<uuid:pk>/", offering.from_case, name="from-case"),
    path("referrals/unmet-need/", pages.unmet_need, name="unmet-need"),
    path(_ONE, pages.referral, name="referral"),
    path(f"{_ONE}answer/", offering.answer, name="answer"),
    path(f"{_ONE}withdraw/", pages.withdraw, name="withdraw"),
    path(f"{_ONE}stop-waiting/", pages.stop_waiting, name="stop-waiting"),
    path(f"{_IN_CASE}accept/", deciding.accept, name="accept"),
    path(f"{_IN_CASE}decline/", deciding.decline, name="decline"),
    path(f"{_IN_CASE}ask/", deciding.ask, name="ask"),
]
