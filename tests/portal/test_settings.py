"""A real installation refuses to start insecure, and names every reason at once."""

from __future__ import annotations

import os
import subprocess
import sys

from deploy.local.services import ROOT

SECURE = {
    "DATABASE_URL": "postgres://portal:secret@db.example.org/portal",
    "REDIS_URL": "redis://cache.example.org/0",
    "ELASTICSEARCH_URL": "https://search.example.org",
    "PORTAL_HOST": "jobs.example.org",
    "SECRET_KEY": "k" * 64,
    "ALLOWED_HOSTS": "jobs.example.org",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example.org:587",
    "MAIL_FROM": "portal@jobs.example.org",
}


def start(**variables):
    """Load the production settings in a fresh process; its exit code and its last words."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        **variables,
    }
    done = subprocess.run(
        [sys.executable, "-c", "import django.conf; django.conf.settings.DEBUG"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


def test_a_complete_and_secure_configuration_starts():
    assert start(**SECURE) == (0, "")


def test_every_missing_setting_is_named():
    code, words = start()
    assert code != 0
    for name in SECURE:
        assert name in words


def test_insecure_values_are_refused():
    insecure = {
        "SECRET_KEY": "short",
        "ALLOWED_HOSTS": "*",
        "DEBUG": "1",
        "STAFF_MFA_REQUIRED": "0",
        "ACCOUNTS_THROTTLED": "0",
    }
    code, words = start(**SECURE | insecure)
    assert code != 0
    for name in insecure:
        assert name in words
