"""Receiving as a Django app."""

from django.apps import AppConfig


class ReceivingConfig(AppConfig):
    """What organisations do with reports beside looking after the case."""

    name = "breakwater.apps.receiving"
    label = "receiving"
