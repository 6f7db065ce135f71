"""Where the web server enters."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "breakwater.site.settings")
application = get_wsgi_application()


def _before_the_first_request() -> None:
    """The staff site does not start on a database whose guards are damaged; the public site does.

    Whoever looks for help must find it whatever happened to the police's tables. What rule packs
    the staff site answers by is entered in the operator's log, where that has changed.
    """
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from breakwater.apps.disclosures.changes.packs import note_packs_in_force
    from breakwater.site.guards_at_start import require_guards

    if settings.SITE == "staff":
        require_guards()
        note_packs_in_force(at=timezone.now())
        connection.close()


_before_the_first_request()
