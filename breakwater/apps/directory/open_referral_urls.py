"""Addresses of the standard's read API, on the public site; they have no language."""

from django.urls import path

from breakwater.apps.directory import open_referral as views

urlpatterns = [
    path("", views.about, name="open-referral-about"),
    path("services", views.service_list, name="open-referral-services"),
    path("services.csv", views.services_csv, name="open-referral-csv"),
    path("services/<uuid:pk>", views.service, name="open-referral-service"),
    path("service_at_locations", views.place_list, name="open-referral-places"),
    path("service_at_locations/<uuid:pk>", views.place, name="open-referral-place"),
    path("taxonomies", views.taxonomy_list, name="open-referral-taxonomies"),
    path("taxonomies/<uuid:pk>", views.taxonomy, name="open-referral-taxonomy"),
    path("taxonomy_terms", views.term_list, name="open-referral-terms"),
    path("taxonomy_terms/<uuid:pk>", views.term, name="open-referral-term"),
    path("organizations", views.organization_list, name="open-referral-organizations"),
    path("organizations/<uuid:pk>", views.organization, name="open-referral-organization"),
    # Whatever else a program asks for: it reads JSON, not a page.
    path("<path:_anything>", views.unknown, name="open-referral-unknown"),
]
