"""Staff addresses of the receiving side. Those below ``cases/`` keep an opened case open."""

from django.urls import URLPattern, path

from breakwater.apps.receiving.views import between, entering, police

app_name = "receiving"
urlpatterns: list[URLPattern] = [
    path("enter-report/", entering.enter, name="enter"),
    path("report-for/<uuid:pk>/", entering.for_somebody, name="for-somebody"),
    path("cases/<uuid:pk>/number/", police.number, name="number"),
    path("cases/<uuid:pk>/victims-code/", police.victims_code, name="victims-code"),
    path("cases/between/<uuid:pk>/write/", between.write, name="write"),
    path("cases/between/<uuid:pk>/withdraw/", between.withdraw, name="withdraw"),
]
