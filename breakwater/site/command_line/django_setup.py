"""Start Django inside a verb that needs the database."""

import os

from breakwater.domain.plain_error import PlainError


def start_django(*, tables: bool = True, **environment: str) -> None:
    """Make models and settings usable; ``environment`` fills in what the caller did not set.

    With ``tables`` the database is brought up to date first, so that a verb works on a fresh data
    folder. PostgreSQL is never changed by the way: there ``PlainError`` says what to run.
    """
    for name, value in environment.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "breakwater.site.settings")
    import django

    django.setup()
    if tables:
        _bring_up_to_date()


def is_behind() -> bool:
    """Whether the database waits for migrations of this version."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError:
        raise PlainError("the database cannot be reached") from None


def _bring_up_to_date() -> None:
    from django.core.management import call_command
    from django.db import connection

    if not is_behind():
        return
    if connection.vendor != "sqlite":
        raise PlainError("the database is not up to date; run breakwater prepare")
    call_command("migrate", verbosity=0)
