"""Pages of the site itself, in every language; the names in the addresses tell nothing."""

from django.urls import URLPattern, path

from breakwater.site.safe_pages import views

urlpatterns: list[URLPattern] = [
    path("help/", views.get_help, name="get-help"),
]
