"""The addresses of these pages."""

from django.urls import path

from breakwater.apps.protection import views

app_name = "protection"

urlpatterns = [
    path("", views.sharings, name="sharings"),
    path("new/", views.new, name="new"),
    path("from-case/<uuid:pk>/", views.from_case, name="from-case"),
    path("<uuid:pk>/", views.sharing, name="sharing"),
    path("<uuid:pk>/agree/", views.agree, name="agree"),
    path("<uuid:pk>/disagree/", views.disagree, name="disagree"),
    path("<uuid:pk>/passed-on/", views.passed_on, name="passed-on"),
    path("<uuid:pk>/drop/", views.drop, name="drop"),
]
