"""The public files of a log under ``/log/<origin>/`` (C2SP tlog-tiles), in no language."""

from django.urls import URLPattern, path

from breakwater.apps.audit_log import views

urlpatterns: list[URLPattern] = [
    path("log/<path:origin>/tile/<path:tile>", views.tile, name="log-tile"),
    path("log/<path:origin>/figures/<str:month>", views.figures, name="log-figures"),
    *(
        path(f"log/<path:origin>/{name}", views.text, {"name": name}, name=f"log-{name}")
        for name in views.TEXTS
    ),
]
