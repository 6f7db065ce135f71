"""Cases as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """What an organisation holds about one person; reports and referrals stand above it."""

    name = "breakwater.apps.cases"
    label = "cases"
