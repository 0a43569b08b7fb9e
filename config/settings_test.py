"""Settings for the tests: the same application, quicker passwords, no build of the assets needed."""

from config.settings import *  # noqa: F403

DEMO = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A session is checked as in production, only the second factor is asked where a test asks for it.
SECOND_FACTOR_REQUIRED = False
# Nothing is collected into STATE_DIR for the tests; WhiteNoise looks when a file is asked for.
WHITENOISE_AUTOREFRESH = True
