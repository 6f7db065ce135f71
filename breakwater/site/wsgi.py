"""Where the web server enters."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "breakwater.site.settings")
application = get_wsgi_application()
