"""Staff addresses of briefings."""

from django.urls import URLPattern, path

from breakwater.apps.briefings import views

app_name = "briefings"
urlpatterns: list[URLPattern] = [
    path("briefings/", views.briefings, name="briefings"),
    path("briefings/issue/", views.issue, name="issue"),
    path("briefings/<int:pk>/", views.briefing, name="briefing"),
    path("briefings/<int:pk>/read/", views.confirm, name="confirm"),
    path("briefings/<int:pk>/readers/", views.reach, name="reach"),
    path("briefings/<int:pk>/end/", views.end, name="end"),
]
