"""The addresses of these pages."""

from django.urls import path

from breakwater.apps.disclosures.views import checking

app_name = "disclosures"

urlpatterns = [
    path("check/", checking.check, name="check"),
    path("check/answer/", checking.answer, name="answer"),
    path("check/record/", checking.record, name="record"),
    path("check/link/", checking.record_and_link, name="record-and-link"),
    path("decisions/", checking.decisions, name="decisions"),
    path("decisions/<uuid:pk>/", checking.decision, name="decision"),
    path("decisions/<uuid:pk>/link/", checking.link, name="link"),
]
