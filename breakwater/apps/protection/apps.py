"""Sharing to protect as a Django app."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Safeguarding bodies only; Immigration Enforcement is never one."""

    name = "breakwater.apps.protection"
    label = "protection"
