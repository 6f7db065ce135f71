"""Pages of the site itself, in every language. A browser's history shows these words."""

from django.urls import URLPattern, path

from breakwater.site.safe_pages import views
from breakwater.site.safe_pages.cookie_choice import cookies
from breakwater.site.safe_pages.feedback_pages import feedback, feedback_received

urlpatterns: list[URLPattern] = [
    path("help/", views.get_help, name="get-help"),
    path("before-you-start/", views.before_you_start, name="before-you-start"),
    path("using-this-site/", views.using_this_site, name="using-this-site"),
    path("cookies/", cookies, name="cookies"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("feedback/", feedback, name="feedback"),
    path("feedback/received/", feedback_received, name="feedback-received"),
]
