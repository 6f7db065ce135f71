"""How Django knows this app."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    """Ask, authorise, release or refuse."""

    name = "breakwater.apps.disclosures"
    label = "disclosures"
