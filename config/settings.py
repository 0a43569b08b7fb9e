"""Settings: the environment decides; a missing secret stops start-up."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(os.environ.get("STATE_DIR", BASE_DIR / "var"))


def secret(name: str) -> str:
    """A required value of the environment."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"The environment variable {name} is missing. See docs/architecture.md.")
    return value


def flag(name: str) -> bool:
    return os.environ.get(name, "") not in ("", "0", "false", "no")


# Secrets ---------------------------------------------------------------------------------------------
SECRET_KEY = secret("SECRET_KEY")
KEY_ENCRYPTION_KEYS = secret("KEY_ENCRYPTION_KEYS")
DUPLICATE_TOKEN_KEY = secret("DUPLICATE_TOKEN_KEY")
DATABASE_CONTEXT_KEY = secret("DATABASE_CONTEXT_KEY")
AUDIT_SIGNING_KEY = secret("AUDIT_SIGNING_KEY")

DEMO = flag("DEMO")
# Passkey or authenticator are asked of everybody, except in the demonstration.
SECOND_FACTOR_REQUIRED = not DEMO
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",") if host]
SECURE = flag("HTTPS")

# Applications ----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "casework.access",
    "casework.sealing",
    "casework.standards",
    "casework.victims",
    "casework.assistance",
    "casework.exchange",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "guardian",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "casework.access.middleware.PrivacyHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "casework.access.middleware.SessionLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "casework.access.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "casework.access.middleware.DatabaseContextMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "casework.standards.forms.Renderer"
CSRF_FAILURE_VIEW = "casework.access.views.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "casework.access.shell.shell",
            ],
        },
    },
]

# Database: three login roles, one database ------------------------------------------------------------
_DATABASE: dict[str, Any] = {"conn_max_age": 300, "conn_health_checks": True}
# Migrations run with the owner's address as DATABASE_URL; the serving process never knows it.
DATABASES = {
    "default": dj_database_url.parse(secret("DATABASE_URL"), **_DATABASE),
    # Reading records are committed on a connection of their own, by a role that can only insert.
    "audit": dj_database_url.parse(secret("DATABASE_AUDIT_URL"), **_DATABASE),
}
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People and sessions -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "access.StaffUser"
AUTHENTICATION_BACKENDS = ["casework.access.accounts.StaffBackend"]
PASSWORD_HASHERS = ["casework.access.passwords.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-day"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "casework.access.accounts.StaffAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "casework.access.accounts.StaffMFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Casebook"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = True

SESSION_IDLE_SECONDS = 15 * 60
SESSION_ABSOLUTE_SECONDS = 8 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("TRUSTED_ORIGINS", "").split(",") if origin]

# Days after which one looks again at a risk of each level, when nobody chose another day.
RISK_REVIEW_DAYS = {"extreme": 1, "high": 7, "medium": 30, "low": 90}

QUICK_EXIT_URL = os.environ.get("QUICK_EXIT_URL", "https://www.wikipedia.org/")

# Headers -----------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Quick exit without JavaScript is a form whose answer leads away.
        "form-action": [SELF, "{0.scheme}://{0.netloc}".format(urlsplit(QUICK_EXIT_URL))],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# Language and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]

# Files -------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = STATE_DIR / "media"
# Uploads stay in memory up to the largest workbook we accept: no plain copy in a temporary file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_MAX_BYTES
# A scan of one document. Images are kept at a size that can be read, and refused before they fill the memory.
ATTACHMENT_MAX_BYTES = 8 * 1024 * 1024
ATTACHMENT_MAX_PIXELS = 50_000_000
ATTACHMENT_MAX_SIDE = 4000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Work off the request ----------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Libraries ---------------------------------------------------------------------------------------------
ANONYMOUS_USER_NAME = None
# Nobody asks user.has_perm(): policies.py does, so the backend that answers it is not needed.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
# History rows get their key here, so that an insert never needs to read the row back through a wall.
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = True
DJANGO_TABLES2_TEMPLATE = "_parts/table.html"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

PRODUCT_NAME = _("Casebook")
HELP_CONTACT = os.environ.get("HELP_CONTACT", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet_records": {"()": "casework.access.logs.WithoutContent"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["quiet_records"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        # What a broken file of a person looks like inside is nobody's to read in a log.
        "pypdf": {"level": "CRITICAL"},
        "PIL": {"level": "CRITICAL"},
    },
}
