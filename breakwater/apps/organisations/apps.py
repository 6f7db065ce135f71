"""Organisations as a Django app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The owners of every private row, and the people who sign in."""

    name = "breakwater.apps.organisations"
    label = "organisations"
