"""A real installation. Whatever is missing or insecure stops the start, named."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *  # noqa: F403
from portal.settings.base import ALLOWED_HOSTS, SECRET_KEY, env

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^tls/"]
"""What the machines in front ask over the inner network."""
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PROXIES_IN_FRONT = env.int("PROXIES_IN_FRONT", default=1)


def _refusals() -> list[str]:
    missing = [
        f"{name} is not set"
        for name in (
            *("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL", "PORTAL_HOST"),
            *("EMAIL_URL", "MAIL_FROM"),
        )
        if not env.str(name, default="")
    ]
    if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(("development-only", "tests-")):
        missing.append("SECRET_KEY must be a secret of at least 50 characters")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        missing.append("ALLOWED_HOSTS must name the hosts that are served")
    switches = ("STAFF_MFA_REQUIRED", "ACCOUNTS_THROTTLED")
    missing += [f"{name} must be on" for name in switches if not env.bool(name, default=True)]
    if env.bool("DEBUG", default=False):
        missing.append("DEBUG must be off")
    return missing


if refusals := _refusals():
    raise ImproperlyConfigured("This installation would be insecure: " + "; ".join(refusals) + ".")
