"""Staff addresses of a force's statement."""

from django.urls import URLPattern, path

from breakwater.apps.outreach import views

app_name = "outreach"
urlpatterns: list[URLPattern] = [
    path("statement/", views.statements, name="statements"),
    path("statement/draft/", views.draft, name="draft"),
    path("statement/<int:pk>/", views.statement, name="statement"),
    path("statement/<int:pk>/sign/", views.sign, name="sign"),
    path("statement/<int:pk>/put-aside/", views.put_aside, name="put-aside"),
    path("statement/<int:pk>/translate/", views.translate, name="translate"),
    path("statement/translations/<int:pk>/approve/", views.approve, name="approve"),
]
