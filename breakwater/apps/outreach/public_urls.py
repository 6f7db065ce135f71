"""Public addresses, in every language. A history shows these words, so they tell nothing."""

from django.urls import URLPattern, path

from breakwater.apps.outreach import public_views as views

urlpatterns: list[URLPattern] = [
    path("our-word/", views.our_word, name="our-word"),
    path("our-word/<slug:slug>/", views.word_of, name="word-of"),
]
