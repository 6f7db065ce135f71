"""Outreach as a Django app."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """What a force says in public so that people dare to report."""

    name = "breakwater.apps.outreach"
    label = "outreach"
