"""The register as open data, on the public site; these addresses have no language."""

from django.urls import URLPattern, path

from breakwater.apps.register import data_views as views

urlpatterns: list[URLPattern] = [
    path(f"{address}.{form}", view, {"form": form}, name=f"register-data-{name}-{form}")
    for name, address, view in (
        ("everything", "register", views.everything),
        ("inspection", "inspections/<slug:slug>/answers", views.inspection),
        ("body", "bodies/<slug:key>/answers", views.body),
    )
    for form in ("csv", "json")
]
