"""Settings common to every way of running; what differs stands in development, production and test."""

from __future__ import annotations

from pathlib import Path

import environ
from django.contrib.messages import constants as messages
from django.utils.translation import gettext_lazy as _

from portal.settings.accounts import *  # noqa: F403
from portal.settings.city_sites import *  # noqa: F403
from portal.settings.content_security import CONTENT_SECURITY_POLICY  # noqa: F401
from portal.settings.logs import LOGGING  # noqa: F401
from portal.settings.mail import *  # noqa: F403
from portal.settings.statistics import *  # noqa: F403
from portal.settings.tasks import *  # noqa: F403

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var" / "run")))

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
"""Old keys, by comma: links and sessions that they signed stay good."""
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
PORTAL_HOST = env.str("PORTAL_HOST", default="localhost")
"""Host of the national portal; a city without a domain of its own is at `<city>.PORTAL_HOST`."""
PORTAL_PORT = env.int("PORTAL_PORT", default=80)

INSTALLED_APPS = [
    "portal",
    "city_sites",
    "stats_publishing",
    "search",
    "jobs",
    "accounts",
    "standards",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "rest_framework",
    "ninja",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.hosts.HostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.open_reading.OpenReadingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.StaffMiddleware",
    "stats_publishing.middleware.ReleaseCacheMiddleware",
    "city_sites.boundaries.BoundaryMiddleware",
    "city_sites.middleware.MovedSiteMiddleware",
    "city_sites.middleware.RetiredSiteMiddleware",
    "city_sites.middleware.PracticeSiteMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jobs.serving.ServingMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.context_processors.site",
            ],
        },
    }
]

MESSAGE_TAGS = {messages.SUCCESS: "good", messages.WARNING: "warn", messages.ERROR: "bad"}

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://portal@127.0.0.1:5432/portal")}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES["default"].setdefault("OPTIONS", {})

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="http://127.0.0.1:9200")
"""Address of the cluster, or of several of its nodes, separated by commas."""
ELASTICSEARCH_INDEX_PREFIX = env.str("ELASTICSEARCH_INDEX_PREFIX", default="portal")
ELASTICSEARCH_SHARDS = env.int("ELASTICSEARCH_SHARDS", default=1)
ELASTICSEARCH_REPLICAS = env.int("ELASTICSEARCH_REPLICAS", default=0)
ELASTICSEARCH_INDEX_SETTINGS = env.json("ELASTICSEARCH_INDEX_SETTINGS", default={})
"""More settings of new indexes, such as {"routing.allocation.include.zone": "a"}."""
SEARCH_SITE_OF = "city_sites.services.city_site_of"
"""Tells the search, which stands below the city sites, whose host a request is for."""
SITE_ROOT_OF = "portal.addresses.site_root"
"""Tells the rooms that write mails scheme and host of the site of a region."""

NATIONAL_HEADLESS_CLIENT = env.str("NATIONAL_HEADLESS_CLIENT", default="")
"""Address of the national site's headless client, for previews; cities name theirs at the desk."""
WAGTAILFRONTENDCACHE = env.json("FRONTEND_CACHE", default={})
"""Caches in front of the portal that forget what is published, as wagtail.contrib.frontend_cache reads them:
{"nginx": {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": "http://…"}}."""

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_INTERNAL = env.str("MEDIA_INTERNAL", default="")
"""Internal location under which the web server in front holds MEDIA_ROOT, "/media-internal/": then it sends
the files that the portal lets go (X-Accel-Redirect). "": the portal sends them itself."""
if MEDIA_INTERNAL:
    SENDFILE_BACKEND = "city_sites.sending"
PRIVATE_MEDIA_ROOT = Path(env.str("PRIVATE_MEDIA_ROOT", default=str(VAR_DIR / "private")))
"""Files from outside (feeds): never served by address."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

globals().update(env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR}/mails"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

WAGTAIL_SITE_NAME = "中国劳动力市场"
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "sign_in"
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_BASE_URL = env.str("WAGTAILADMIN_BASE_URL", default="http://localhost")
WAGTAIL_FINISH_WORKFLOW_ACTION = "city_sites.publication.publish_approved"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nobody elsewhere learns who works here
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "xlsx"]

EARLY_ACCESS_HOURS = env.int("EARLY_ACCESS_HOURS", default=24)
"""Hours before a release from which its early readers may look."""
CITIZEN_ID_KEYS = env.list("CITIZEN_ID_KEYS", default=[])
"""Secrets that citizen numbers are encrypted with: the first encrypts, all decrypt; none: SECRET_KEY."""
FEED_MAX_BYTES = env.int("FEED_MAX_BYTES", default=4 * 1024**3)
DISCLOSURE_EMPLOYERS = env.int("DISCLOSURE_EMPLOYERS", default=3)
DISCLOSURE_PERSONS = env.int("DISCLOSURE_PERSONS", default=10)
DISCLOSURE_LARGEST_TWO = env.float("DISCLOSURE_LARGEST_TWO", default=0.85)
DISCLOSURE_P_PERCENT = env.float("DISCLOSURE_P_PERCENT", default=10.0)
DISCLOSURE_PROTECTION = env.float("DISCLOSURE_PROTECTION", default=0.18)
DISCLOSURE_BEYOND = env.int("DISCLOSURE_BEYOND", default=3)
DISCLOSURE_SEEKERS = env.int("DISCLOSURE_SEEKERS", default=3)
DISCLOSURE_ROUND_PERSONS = env.int("DISCLOSURE_ROUND_PERSONS", default=5)
"""What a cell has to meet to be published, see docs/statistics.md; the last two: employees that a percentile
or a tail needs beyond it, and the multiple that counts of employees are rounded to."""
WAGE_SURVEY_LEFT_DAYS = env.int("WAGE_SURVEY_LEFT_DAYS", default=180)
WAGE_SURVEY_KEPT_DAYS = env.int("WAGE_SURVEY_KEPT_DAYS", default=3 * 365)
"""Days after their approval for which the rows of a survey of wages are kept; tables stay."""
WAGE_SURVEY_MAX_BYTES = env.int("WAGE_SURVEY_MAX_BYTES", default=1024**3)
"""A larger file is refused when it arrives, in bytes."""
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", default="")
"""ClamAV's daemon that scans papers from outside: "host:port" or the path of its socket; "" for none."""
SMS_BACKEND = env.str("SMS_BACKEND", default="")
"""The class that hands text messages to a gateway, see `jobs.sms`; "" for none: codes go by mail only."""
ANSWER_WITHIN_DAYS = env.int("ANSWER_WITHIN_DAYS", default=7)
"""Days in which an employer is expected to answer an application: then it is reminded, and counted."""
REPORTS_A_DAY = env.int("REPORTS_A_DAY", default=20)
"""Reports about vacancies that may come from one network."""
MESSAGES_A_DAY_OF_A_PERSON = env.int("MESSAGES_A_DAY_OF_A_PERSON", default=60)
MESSAGES_A_DAY_OF_AN_EMPLOYER = env.int("MESSAGES_A_DAY_OF_AN_EMPLOYER", default=600)
INVITATIONS_A_DAY = env.int("INVITATIONS_A_DAY", default=20)
"""People that an employer may invite to apply."""
CLOSED_CONTACT_DAYS = env.int("CLOSED_CONTACT_DAYS", default=30)
"""Days after which the database forgets the contact of a closed vacancy; nobody is shown it meanwhile."""
RECORD_DAYS = env.int("RECORD_DAYS", default=3 * 365 + 1)
"""How long vacancies, applications and papers of employers are kept after they ended."""
MESSAGES_A_DAY_OF_A_PERSON = env.int("MESSAGES_A_DAY_OF_A_PERSON", default=60)
MESSAGES_A_DAY_OF_AN_EMPLOYER = env.int("MESSAGES_A_DAY_OF_AN_EMPLOYER", default=600)
INVITATIONS_A_DAY = env.int("INVITATIONS_A_DAY", default=20)
"""People that an employer may invite to apply."""
UNTOUCHED_DAYS = env.int("UNTOUCHED_DAYS", default=30)
"""Days after which an employer is asked whether a vacancy that nobody changed still stands."""
UPLOAD_KEPT_DAYS = env.int("UPLOAD_KEPT_DAYS", default=90)
"""Days that a sheet of vacancies and its receipts are kept."""
ASKED_DAYS = env.int("ASKED_DAYS", default=7)
"""Days to answer that: then the vacancy pauses."""
