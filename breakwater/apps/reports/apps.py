"""Reports as a Django app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What one person tells us, and how she reads the answer."""

    name = "breakwater.apps.reports"
    label = "reports"
