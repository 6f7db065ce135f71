"""Staff addresses of reports; what is shown stands on the page of the case."""

from django.urls import URLPattern, path

from breakwater.apps.reports.views import answering

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("cases/<uuid:pk>/answer/", answering.answer, name="answer"),
]
