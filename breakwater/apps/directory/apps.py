"""The directory as a Django app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Support services; finding one keeps nothing of who asked."""

    name = "breakwater.apps.directory"
    label = "directory"
