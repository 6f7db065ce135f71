"""The staff site does not start on a database that lost a guard, whichever one."""

import pytest
from django.db import connection, transaction

from breakwater.domain.plain_error import PlainError
from breakwater.site.guards_at_start import GUARDED, require_guards

pytestmark = pytest.mark.django_db


def test_it_starts_on_what_the_migrations_made() -> None:
    require_guards()


@pytest.mark.parametrize("whose", GUARDED)
def test_it_does_not_start_without_one_of_them(whose: str) -> None:
    names = GUARDED[whose](connection.vendor)
    # What PostgreSQL keeps by a CHECK of the table has no trigger there.
    assert names or (connection.vendor, whose) == ("postgresql", "telling others to protect")

    for name in names:
        with transaction.atomic():
            _drop(name)
            with pytest.raises(PlainError, match=f"guards of {whose} are damaged"):
                require_guards()
            transaction.set_rollback(True)


def _drop(name: str) -> None:
    with connection.cursor() as cursor:
        on = ""
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = %s", [name])
            on = f" ON {cursor.fetchone()[0]}"
        cursor.execute(f"DROP TRIGGER {name}{on}")
