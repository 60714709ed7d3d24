"""`make run`: one machine, embedded services, no secrets worth keeping."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import PORTAL_PORT, STORAGES, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="development-only-" + "0" * 40)
ALLOWED_HOSTS = ["localhost", ".localhost", "127.0.0.1", "[::1]"]
WAGTAILADMIN_BASE_URL = f"http://localhost:{PORTAL_PORT}"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", default=False)
SEARCHES_A_MINUTE_FROM_AN_ADDRESS = env.int("SEARCHES_A_MINUTE_FROM_AN_ADDRESS", default=0)
SEARCHES_A_MINUTE_BY_AN_ACCOUNT = env.int("SEARCHES_A_MINUTE_BY_AN_ACCOUNT", default=0)
SUGGESTIONS_A_MINUTE_FROM_AN_ADDRESS = env.int("SUGGESTIONS_A_MINUTE_FROM_AN_ADDRESS", default=0)
READS_A_MINUTE_FROM_AN_ADDRESS = env.int("READS_A_MINUTE_FROM_AN_ADDRESS", default=0)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
