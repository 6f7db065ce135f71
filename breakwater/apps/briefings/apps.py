"""Briefings as a Django app."""

from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    """What officers are asked to read, and that they read it."""

    name = "breakwater.apps.briefings"
    label = "briefings"
