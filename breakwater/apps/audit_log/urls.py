"""The public pages of the logs; the files they speak of are in ``file_urls``."""

from django.urls import URLPattern, path

from breakwater.apps.audit_log import views

urlpatterns: list[URLPattern] = [
    path("log/", views.index, name="logs"),
    path("log/<path:origin>/", views.log, name="log"),
]
