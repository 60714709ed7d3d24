"""The portal that the browser tests drive: as in `make run`, with a database and an index of its own."""

import os
from urllib.parse import urlsplit

from portal.settings.test import *  # noqa: F403

REDIS_URL = urlsplit(os.environ["REDIS_URL"])._replace(path="/15").geturl()
"""A Valkey number that no process of the suite clears."""
CELERY_BROKER_URL = REDIS_URL
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
ELASTICSEARCH_INDEX_PREFIX = os.environ["BROWSER_PREFIX"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": os.environ["BROWSER_PREFIX"],
    }
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
CELERY_TASK_DEFAULT_QUEUE = os.environ["BROWSER_PREFIX"]
CELERY_TASK_ROUTES = {"*": {"queue": CELERY_TASK_DEFAULT_QUEUE}}
