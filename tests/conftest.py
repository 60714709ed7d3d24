"""Fixtures of all rooms. The services come from `make test`; without them the suite says how to run it."""

from __future__ import annotations

import os

import pytest

pytest_plugins: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if missing and not config.getoption("collectonly"):
        raise pytest.UsageError(
            f"{', '.join(missing)} not set: run the tests by `make test` (ARGS=… for a part of them)."
        )


@pytest.fixture(autouse=True)
def _private_media(settings, tmp_path):
    """Uploaded files of a test live and die with it."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media"},
        },
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        },
    }
