"""The addresses of these pages."""

from django.urls import path

from breakwater.apps.disclosures.views import accounts, asking, checking

app_name = "disclosures"

urlpatterns = [
    path("check/", checking.check, name="check"),
    path("check/all/", checking.check_at_once, name="check-at-once"),
    path("check/answer/", checking.answer, name="answer"),
    path("check/record/", checking.record, name="record"),
    path("check/link/", checking.record_and_link, name="record-and-link"),
    path("check/ask/", asking.ask, name="ask"),
    path("check/told/", accounts.told, name="told"),
    path("check/incoming/", accounts.answer_incoming, name="answer-incoming"),
    path("decisions/", checking.decisions, name="decisions"),
    path("decisions/<uuid:pk>/", checking.decision, name="decision"),
    path("decisions/<uuid:pk>/link/", checking.link, name="link"),
    path("requests/", asking.requests, name="requests"),
    path("requests/<uuid:pk>/", asking.one_request, name="request"),
    path("requests/<uuid:pk>/authorise/", asking.authorise, name="authorise"),
    path("requests/<uuid:pk>/refuse/", asking.refuse, name="refuse"),
    path("requests/<uuid:pk>/withdraw/", asking.withdraw, name="withdraw"),
    path("requests/<uuid:pk>/release/", asking.release, name="release"),
    path("requests/<uuid:pk>/package/", asking.package, name="package"),
    path("collect/<str:secret>/", asking.collect, name="collect"),
    path("outside-the-gate/", accounts.accounts, name="accounts"),
    path("outside-the-gate/compelled/", accounts.compelled, name="compelled"),
    path("incoming/", accounts.incoming, name="incoming"),
    path("incoming/<uuid:pk>/letter/", accounts.letter, name="letter"),
    path("receivers/", accounts.receivers, name="receivers"),
    path("receivers/<int:pk>/remove/", accounts.remove_receiver, name="remove-receiver"),
    path("records-systems/", accounts.tokens, name="tokens"),
    path("records-systems/<int:pk>/end/", accounts.end_token, name="end-token"),
]
