"""Public addresses, in every language. A browser's history shows them, so they tell nothing."""

from django.urls import URLPattern, path

from breakwater.apps.reports.views import choosing, returning, sealed, writing

urlpatterns: list[URLPattern] = [
    path("start/", choosing.start, name="start"),
    path("start/who/", choosing.who, name="start-who"),
    path("start/places/", choosing.choose, name="start-routes"),
    path("start/places/<int:known>/", choosing.choose, name="start-routes-known"),
    path("start/<int:number>/", choosing.promise, name="start-promise"),
    path("start/<int:number>/write/", writing.write, name="start-write"),
    path("start/<int:number>/check/", writing.check, name="start-check"),
    path("start/<int:number>/send/", writing.send, name="start-send"),
    path("start/<int:number>/sealed/", sealed.send, name="start-sealed"),
    path("answers/", returning.answers, name="answers"),
    path("answers/sealed/", sealed.answers, name="answers-sealed"),
]
