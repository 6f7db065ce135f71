"""Importing with review as a Django app."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    """Stands above the register: it looks, corrects and then calls the register's own verbs."""

    name = "breakwater.apps.importing"
    label = "importing"
