"""Addresses of importing, on the staff site."""

from django.urls import path

from breakwater.apps.importing import views

app_name = "importing"

urlpatterns = [
    path("", views.imports, name="imports"),
    path("new/", views.upload, name="upload"),
    path("<int:pk>/", views.review, name="review"),
    path("<int:pk>/about/", views.about, name="about"),
    path("<int:pk>/items/<int:row>/", views.item, name="item"),
    path("<int:pk>/items/<int:row>/decide/", views.decide, name="decide"),
    path("<int:pk>/propose/", views.propose, name="propose"),
    path("<int:pk>/hand-back/", views.hand_back, name="hand-back"),
    path("<int:pk>/commit/", views.commit, name="commit"),
    path("<int:pk>/put-aside/", views.put_aside, name="put-aside"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/to-settle.xlsx", views.errors, name="errors"),
]
