"""Addresses of the directory on the staff site."""

from django.urls import path

from breakwater.apps.directory.views import entries, feeds, handing

app_name = "directory"

urlpatterns = [
    path("services/", entries.services, name="services"),
    path("services/new/", entries.new, name="new"),
    path("services/<uuid:pk>/", entries.service, name="service"),
    path("services/<uuid:pk>/change/", entries.change, name="change"),
    path("services/<uuid:pk>/checked/", entries.checked, name="checked"),
    path("services/<uuid:pk>/hide/", entries.hide, name="hide"),
    path("services/changes/<int:pk>/", entries.second_look, name="second-look"),
    path("services/changes/<int:pk>/decline/", entries.decline, name="decline"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/<int:pk>/", feeds.feed, name="feed"),
    path("feeds/<int:pk>/put-aside/", feeds.put_aside, name="put-aside"),
    path("feeds/<int:pk>/undo/", feeds.undo, name="undo"),
    path("listed/", handing.listed, name="listed"),
    path("listed/<uuid:pk>/", handing.hand, name="hand"),
    path("listed/<uuid:pk>/take-back/", handing.take_back, name="take-back"),
    path("listed/handings/<int:pk>/", handing.handing, name="handing"),
    path("listed/handings/<int:pk>/put-aside/", handing.put_aside, name="put-handing-aside"),
]
