"""Where the web server enters."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "breakwater.site.settings")
application = get_wsgi_application()


def _look_at_the_guards() -> None:
    """The staff site does not start on a database whose guards are damaged; the public site does.

    Whoever looks for help must find it whatever happened to the police's tables.
    """
    from django.conf import settings
    from django.db import connection

    from breakwater.apps.disclosures.tables import require_guards

    if settings.SITE == "staff":
        require_guards()
        connection.close()


_look_at_the_guards()
