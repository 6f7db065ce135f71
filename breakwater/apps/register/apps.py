"""The register as a Django app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The public record; never reaches into people's cases."""

    name = "breakwater.apps.register"
    label = "register"
