"""Start Django inside a verb that needs the database."""

import os


def start_django(**environment: str) -> None:
    """Make models and settings usable; ``environment`` fills in what the caller did not set."""
    for name, value in environment.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "breakwater.site.settings")
    import django

    django.setup()
