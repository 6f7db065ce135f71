"""Start Django inside a verb that needs the database."""

import os


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
        bring_up_to_date()


def bring_up_to_date() -> None:
    """Make the tables that this version needs, on SQLite; else ``PlainError`` says what to run."""
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from breakwater.domain.plain_error import PlainError

    try:
        executor = MigrationExecutor(connection)
        is_behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError:
        raise PlainError("the database cannot be reached") from None
    if is_behind and connection.vendor != "sqlite":
        raise PlainError("the database is not up to date; run python -m django migrate")
    if is_behind:
        call_command("migrate", verbosity=0)
