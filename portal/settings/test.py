"""The test suite: the same services as `make run`, with databases and an index prefix of its own."""

import os
from urllib.parse import urlsplit

from portal.settings.base import *  # noqa: F403
from portal.settings.base import CACHES, DATABASES, REDIS_URL, STORAGES, VAR_DIR

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
"""The suite runs in several processes: each has a database (pytest-django), a Valkey number and indexes."""
REDIS_URL = urlsplit(REDIS_URL)._replace(path=f"/{WORKER.removeprefix('gw')}").geturl()
CELERY_BROKER_URL = REDIS_URL
CACHES = {"default": CACHES["default"] | {"LOCATION": REDIS_URL}}

DATABASES["default"]["OPTIONS"] |= {"options": "-c synchronous_commit=off"}  # what a test commits may be lost

SECRET_KEY = "tests-" + "0" * 50
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ELASTICSEARCH_INDEX_PREFIX = f"test-{WORKER}"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MEDIA_ROOT = VAR_DIR / "test-media" / WORKER
PRIVATE_MEDIA_ROOT = VAR_DIR / "test-private" / WORKER
STORAGES["private"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

# What most tests are not about; tests/accounts switches each on where it is.
STAFF_MFA_REQUIRED = False
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
SEARCHES_A_MINUTE_FROM_AN_ADDRESS = SEARCHES_A_MINUTE_BY_AN_ACCOUNT = 0
SUGGESTIONS_A_MINUTE_FROM_AN_ADDRESS = READS_A_MINUTE_FROM_AN_ADDRESS = 0
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
