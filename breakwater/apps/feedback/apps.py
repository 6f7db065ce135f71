"""Feedback as a Django app."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Joined to nothing else, so that no feedback can be led back to a person or a case."""

    name = "breakwater.apps.feedback"
    label = "feedback"
