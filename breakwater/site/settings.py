"""All settings, from the environment, with secure defaults.

The names a person may set all begin ``BREAKWATER_``; ``docs/guides/running.md`` lists them.
"""

import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django.conf.locale
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from breakwater.domain import london
from breakwater.pack_folder import IN_FORCE
from breakwater.site import look
from breakwater.site.safe_pages import languages


def _claims(name: str) -> bool:
    return os.environ.get(name, "") in {"1", "yes", "true"}


def _number(name: str, default: int) -> int:
    given = os.environ.get(name, "") or str(default)
    if not (given.isascii() and given.isdigit()):
        raise ImproperlyConfigured(f"{name} is a whole number, for example {default}")
    return int(given)


PACKAGE = Path(__file__).resolve().parents[1]
TESTING = "pytest" in sys.modules
# Everything an installation stores lies in one folder, so that one folder is backed up.
DATA = Path(os.environ.get("BREAKWATER_DATA", "var")).resolve()
DEMONSTRATION = _claims("BREAKWATER_DEMONSTRATION")

# The audit log (docs/guides/audit-log.md): whose logs these are; how far each publication is filled
# up; where the public files lie; where the gate listens; who the witnesses are.
DOMAIN = os.environ.get("BREAKWATER_DOMAIN", "breakwater.example")
LOG_MULTIPLE = _number("BREAKWATER_LOG_MULTIPLE", 64)
LOG_FOLDER = DATA / "log"
LOG_POLICY = Path(os.environ.get("BREAKWATER_LOG_POLICY", DATA / "witnesses"))
GATE_SOCKET = Path(os.environ.get("BREAKWATER_GATE_SOCKET", DATA / "gate.socket"))

# The rule packs in force, and the two public keys that approve packs (docs/guides/rule-packs.md).
ACTIVE_PACKS = os.environ.get("BREAKWATER_PACKS", IN_FORCE).split()
PACK_APPROVERS = Path(os.environ.get("BREAKWATER_PACK_APPROVERS", DATA / "approvers.toml"))
# How often one records system may ask the rule in a minute.
API_MOST_IN_A_MINUTE = _number("BREAKWATER_API_MOST_IN_A_MINUTE", 600)
# A demonstration may run unsigned packs, and says so wherever it uses one.
UNSIGNED_PACKS_ALLOWED = DEMONSTRATION

# public: what anyone may open. staff: the people who work here. Two processes, one codebase, so
# that the public process has no address at all that leads to a staff page.
SITE = os.environ.get("BREAKWATER_SITE", "public")
if SITE not in {"public", "staff"}:
    raise ImproperlyConfigured("BREAKWATER_SITE is public or staff")
ROOT_URLCONF = f"breakwater.site.{SITE}_addresses"
WSGI_APPLICATION = "breakwater.site.wsgi.application"


_SHORTEST_KEY = 50


def _secret_key() -> str:
    given = os.environ.get("BREAKWATER_SECRET_KEY", "")
    if len(given) >= _SHORTEST_KEY or (given and (DEMONSTRATION or TESTING)):
        return given
    if not given and (DEMONSTRATION or TESTING or "BREAKWATER_SITE" not in os.environ):
        return "only-for-demonstrations-tests-and-commands-that-serve-no-page"
    # It signs sessions and invitations: whoever guesses it can be anybody.
    raise ImproperlyConfigured(
        f"set BREAKWATER_SECRET_KEY to at least {_SHORTEST_KEY} random characters"
    )


SECRET_KEY = _secret_key()
# A verb without the key may do all but make links: the sites would believe none of them.
SIGNS_FOR_THE_SITES = DEMONSTRATION or TESTING or bool(os.environ.get("BREAKWATER_SECRET_KEY"))
# Older keys, the newest first: what they signed or encrypted (second factors) stays readable.
SECRET_KEY_FALLBACKS = os.environ.get("BREAKWATER_OLD_SECRET_KEYS", "").split()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("BREAKWATER_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
# Plain HTTP is for demonstrations on this machine only.
SECURE = not (DEMONSTRATION or TESTING or _claims("BREAKWATER_PLAIN_HTTP"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "breakwater.apps.audit_log",
    "breakwater.apps.organisations",
    "breakwater.apps.feedback",
    "breakwater.apps.register",
    "breakwater.apps.disclosures",
    "breakwater.apps.importing",
    "breakwater.apps.directory",
    "breakwater.apps.cases",
    "breakwater.apps.protection",
    "breakwater.apps.briefings",
    "breakwater.apps.outreach",
    "breakwater.apps.referrals",
    "breakwater.apps.reports",
    "breakwater.apps.receiving",
    "breakwater.site",
    # After organisations, whose templates take the place of these apps' own.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "breakwater.site.safe_pages.headers.NothingKept",
    "django.middleware.security.SecurityMiddleware",
    *(["breakwater.site.programs.ForPrograms"] if SITE == "staff" else []),
    *(["breakwater.kept_pages.KeptPages"] if SITE == "public" else []),
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "breakwater.site.safe_pages.dressing.Dressed",
    *(["breakwater.site.safe_pages.leaving.LeftGuard"] if SITE == "public" else []),
    "django.contrib.sessions.middleware.SessionMiddleware",
    "breakwater.site.safe_pages.path_language.PathLanguage",
    "breakwater.site.safe_pages.error_pages.PlainErrors",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Does nothing on the public site, which has no address of sign-in.
    "allauth.account.middleware.AccountMiddleware",
    # Every page is private unless its view says otherwise; tests/architecture lists the exceptions.
    "breakwater.apps.organisations.sign_in.door.StaffDoor",
]


def _database() -> dict[str, object]:
    address = os.environ.get("BREAKWATER_DATABASE", "")
    if not address:
        # A connection costs more than a page: each thread keeps its own.
        return {
            "ENGINE": "breakwater.site.sqlite",
            "NAME": DATA / "breakwater.sqlite3",
            "CONN_MAX_AGE": 60,
        }
    try:
        parts = urlsplit(address)
        port = str(parts.port or "")
    except ValueError as fault:
        raise ImproperlyConfigured("BREAKWATER_DATABASE is not an address") from fault
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("BREAKWATER_DATABASE is empty or begins postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port,
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
                "django.contrib.messages.context_processors.messages",
                "breakwater.site.safe_pages.page.page",
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
    "staticfiles": {
        # Tests collect no files, so that there is no manifest of their names.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Collected files have compressed copies beside them; tests collect none.
WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_AUTOREFRESH = TESTING  # nor is there a folder of collected files
# Nothing that a person sends is ever spooled to disk in the clear (sealing.md).
FILE_UPLOAD_HANDLERS = ["breakwater.uploads.InMemoryOrLetGo"]
# Above this that handler takes nothing, and the form says that the file is too large.
STAFF_LARGEST_UPLOAD = 52_000_000
if SITE == "staff":
    FILE_UPLOAD_MAX_MEMORY_SIZE = STAFF_LARGEST_UPLOAD

LANGUAGE_CODE = languages.ENGLISH
LANGUAGES = [(language.code, language.english_name) for language in languages.LANGUAGES]
LANGUAGES_BIDI = languages.RIGHT_TO_LEFT
# Django has no way but this to learn of a language it does not ship.
django.conf.locale.LANG_INFO.update(languages.LANG_INFO)
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = london.TIME_ZONE
USE_TZ = True
USE_I18N = True

# How long a page that is the same for everyone is kept in memory (kept_pages.py).
PAGES_KEPT_SECONDS = 0.0 if TESTING else 5.0

# Where leaving leads: ordinary, busy, and never a search engine, which would show old searches.
NEUTRAL_SITE = os.environ.get("BREAKWATER_NEUTRAL_SITE", "https://www.bbc.co.uk/weather")
# Where a person explains the public pages to whoever rings; empty where there is no such line.
PHONE = os.environ.get("BREAKWATER_PHONE", "0808 157 0100" if DEMONSTRATION else "")
# mailto: or https: address for reports of weaknesses; empty means the feedback page.
SECURITY_CONTACT = os.environ.get("BREAKWATER_SECURITY_CONTACT", "")

# How many reports one network address may send in ten minutes without the little work that a
# browser with JavaScript does; a hostel may be one address.
REPORTS_FROM_ONE_PLACE = _number("BREAKWATER_REPORTS_FROM_ONE_PLACE", 60)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],  # and the hash of the page's own: safe_pages/dressing.py
        "script-src": [SELF, look.csp_hash(look.LEAVE_SCRIPT)],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "media-src": [SELF],
        # A form sent by somebody who has just left is led to the neutral site.
        "form-action": [SELF, "{0.scheme}://{0.netloc}".format(urlsplit(NEUTRAL_SITE))],
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
CSRF_FAILURE_VIEW = "breakwater.site.safe_pages.error_pages.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Sign-in: the staff site only (docs/adr on sign-in says why each of these).
AUTH_USER_MODEL = "organisations.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
# Signed out after so many quiet minutes, and after a working day in any case.
STAFF_IDLE_MINUTES = _number("BREAKWATER_STAFF_IDLE_MINUTES", 20)
STAFF_LONGEST_HOURS = 12
ACCOUNT_ADAPTER = "breakwater.apps.organisations.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation proved the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Our own limits in sign_in/attempts.py: the library's can be used to lock somebody else out.
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": ""}
MFA_ADAPTER = "breakwater.apps.organisations.sign_in.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Guessing a passkey is hopeless, so a limit would only help someone who wants to shut others out.
MFA_RATE_LIMITS = {"webauthn_login": ""}
MFA_FORMS = {
    "authenticate": "breakwater.apps.organisations.sign_in.second_factor.CodeForm",
    "reauthenticate": "breakwater.apps.organisations.sign_in.second_factor.ConfirmCodeForm",
    "activate_totp": "breakwater.apps.organisations.sign_in.forms.SetUpAppForm",
    "add_webauthn": "breakwater.apps.organisations.sign_in.forms.AddPasskeyForm",
    "edit_webauthn": "breakwater.apps.organisations.sign_in.forms.RenamePasskeyForm",
}
ACCOUNT_FORMS = {
    "login": "breakwater.apps.organisations.sign_in.forms.SignInForm",
    "change_password": "breakwater.apps.organisations.sign_in.forms.NewPasswordForm",
    "set_password": "breakwater.apps.organisations.sign_in.forms.FirstPasswordForm",
}
MFA_TOTP_ISSUER = "Breakwater"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_TRACK_ACTIVITY = False
# How many of our own proxies stand before the server; whatever else claims an address is ignored.
ALLAUTH_TRUSTED_PROXY_COUNT = _number("BREAKWATER_PROXIES", 0)
# Shared by every web process, so that a code once used is used everywhere.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# What is sent to people who work here: console, smtp or govuk_notify (organisations/channels.py).
MESSAGE_CHANNEL = os.environ.get("BREAKWATER_MESSAGE_CHANNEL", "console")
STAFF_URLCONF = "breakwater.site.staff_addresses"
# Where people reach the public site: printed on cards, in letters and QR codes.
PUBLIC_ADDRESS = os.environ.get("BREAKWATER_PUBLIC_ADDRESS", "http://localhost:8000")
STAFF_ADDRESS = os.environ.get("BREAKWATER_STAFF_ADDRESS", "http://localhost:8001")
DEFAULT_FROM_EMAIL = os.environ.get("BREAKWATER_EMAIL_FROM", "breakwater@localhost")
EMAIL_HOST = os.environ.get("BREAKWATER_SMTP_HOST", "localhost")
EMAIL_PORT = _number("BREAKWATER_SMTP_PORT", 587)
EMAIL_HOST_USER = os.environ.get("BREAKWATER_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("BREAKWATER_SMTP_PASSWORD", "")
EMAIL_USE_TLS = SECURE
EMAIL_TIMEOUT = 5
GOVUK_NOTIFY_KEY = os.environ.get("BREAKWATER_GOVUK_NOTIFY_KEY", "")
GOVUK_NOTIFY_TEMPLATE = os.environ.get("BREAKWATER_GOVUK_NOTIFY_TEMPLATE", "")

# Messages name what happened, never who or what was written: no request lines, no addresses.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "breakwater.site.quiet_logging.QuietFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "ERROR", "propagate": True}},
}
