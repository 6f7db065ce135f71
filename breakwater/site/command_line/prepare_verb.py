"""``breakwater prepare``: make the data ready for this version, before its sites are started."""

import argparse

from breakwater.site.command_line.django_setup import start_django


def configure(_parser: argparse.ArgumentParser) -> None:
    """No arguments: what is prepared stands in the environment."""


def run(_arguments: argparse.Namespace) -> int:
    """Bring the database up to date and lay out the sites' own files; once more changes nothing."""
    start_django(tables=False)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    # What an older version still serves stays until nobody asks for it.
    call_command("collectstatic", verbosity=0, interactive=False)
    print("The data is ready.")
    return 0
