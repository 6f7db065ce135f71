"""All settings, from the environment, with secure defaults.

The names a person may set all begin ``BREAKWATER_``; ``docs/guides/running.md`` lists them.
"""

import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


def _claims(name: str) -> bool:
    return os.environ.get(name, "") in {"1", "yes", "true"}


PACKAGE = Path(__file__).resolve().parents[1]
TESTING = "pytest" in sys.modules
# Everything an installation stores lies in one folder, so that one folder is backed up.
DATA = Path(os.environ.get("BREAKWATER_DATA", "var")).resolve()
DEMONSTRATION = _claims("BREAKWATER_DEMONSTRATION")

# The audit log (docs/guides/audit-log.md): whose logs these are; how far each publication is filled
# up; where the public files lie; where the gate listens; who the witnesses are.
DOMAIN = os.environ.get("BREAKWATER_DOMAIN", "breakwater.example")
LOG_MULTIPLE = int(os.environ.get("BREAKWATER_LOG_MULTIPLE", "64"))
LOG_FOLDER = DATA / "log"
LOG_POLICY = Path(os.environ.get("BREAKWATER_LOG_POLICY", DATA / "witnesses"))
GATE_SOCKET = Path(os.environ.get("BREAKWATER_GATE_SOCKET", DATA / "gate.socket"))

# public: what anyone may open. staff: the people who work here. Two processes, one codebase, so
# that the public process has no address at all that leads to a staff page.
SITE = os.environ.get("BREAKWATER_SITE", "public")
if SITE not in {"public", "staff"}:
    raise ImproperlyConfigured("BREAKWATER_SITE is public or staff")
ROOT_URLCONF = f"breakwater.site.{SITE}_addresses"
WSGI_APPLICATION = "breakwater.site.wsgi.application"


def _secret_key() -> str:
    given = os.environ.get("BREAKWATER_SECRET_KEY", "")
    if given:
        return given
    if DEMONSTRATION or TESTING or "BREAKWATER_SITE" not in os.environ:
        return "only-for-demonstrations-tests-and-commands-that-serve-no-page"
    raise ImproperlyConfigured("set BREAKWATER_SECRET_KEY to at least 50 random characters")


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("BREAKWATER_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# Plain HTTP is for demonstrations on this machine only.
SECURE = not (DEMONSTRATION or TESTING or _claims("BREAKWATER_PLAIN_HTTP"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "breakwater.apps.audit_log",
    "breakwater.apps.organisations",
    "breakwater.apps.register",
    "breakwater.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page is private unless its view says otherwise; tests/architecture lists the exceptions.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def _database() -> dict[str, object]:
    address = os.environ.get("BREAKWATER_DATABASE", "")
    if not address:
        return {"ENGINE": "breakwater.site.sqlite", "NAME": DATA / "breakwater.sqlite3"}
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("BREAKWATER_DATABASE is empty or begins postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "site" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Nothing that a person sends is ever spooled to disk in the clear (sealing.md).
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer Django's own CSRF check fails
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
# The two sites may share a host (cookies do not know ports), so their cookies have their own names.
SESSION_COOKIE_NAME = f"{SITE}_session"
CSRF_COOKIE_NAME = f"{SITE}_csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"

# Messages name what happened, never who or what was written: no request lines, no addresses.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.request": {"handlers": [], "propagate": False}},
}
