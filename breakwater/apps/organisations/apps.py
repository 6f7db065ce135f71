"""Organisations as a Django app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The owners of every private row."""

    name = "breakwater.apps.organisations"
    label = "organisations"
