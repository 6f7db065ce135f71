"""The permanent addresses of the register."""

from django.urls import URLPattern, path

from breakwater.apps.register import views

urlpatterns: list[URLPattern] = [
    path("", views.inspections, name="inspections"),
    path("inspections/<slug:slug>/", views.inspection, name="inspection"),
    path(
        "inspections/<slug:slug>/recommendations/<str:number>/",
        views.recommendation,
        name="recommendation",
    ),
    path(
        "inspections/<slug:slug>/recommendations/<str:number>/<slug:key>/",
        views.answer,
        name="answer",
    ),
    path("bodies/", views.bodies, name="bodies"),
    path("bodies/<slug:key>/", views.body, name="body"),
    path("search/", views.search, name="search"),
]
