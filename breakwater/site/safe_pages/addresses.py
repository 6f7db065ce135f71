"""Addresses that are the same in every language."""

from django.urls import URLPattern, path

from breakwater.site.safe_pages import views
from breakwater.site.safe_pages.leaving import leave

urlpatterns: list[URLPattern] = [
    path("leave/", leave, name="leave"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_note, name="security-note"),
]
