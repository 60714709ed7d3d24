"""Fixtures of all rooms. The services come from `make test`; without them the suite says how to run it."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections, transaction
from django.http import HttpResponseNotFound
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as property_tests

from tests.database import installed_template

property_tests.register_profile("suite", deadline=None)
property_tests.load_profile("suite")
pytest_plugins: list[str] = []
INSTALLING = pytest.StashKey[subprocess.Popen[bytes]]()
"""What makes the database that all others are copied from, while the tests are collected."""


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(100_000, 20, 20)  # a suite makes little that only the collector can free
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if missing and not config.getoption("collectonly"):
        raise pytest.UsageError(
            f"{', '.join(missing)} not set: run the tests by `make test` (ARGS=… for a part of them)."
        )
    if not missing and not hasattr(config, "workerinput"):
        config.stash[INSTALLING] = subprocess.Popen([sys.executable, "-m", "tests.database"])


def pytest_unconfigure(config: pytest.Config) -> None:
    if INSTALLING in config.stash:
        config.stash[INSTALLING].wait()


def storages_in(folder: Path) -> dict[str, object]:
    files = "django.core.files.storage.FileSystemStorage"
    return settings.STORAGES | {
        "default": {"BACKEND": files, "OPTIONS": {"location": folder / "media"}},
        "private": {"BACKEND": files, "OPTIONS": {"location": folder / "private", "base_url": None}},
    }


@pytest.fixture(autouse=True)
def _private_media(settings, tmp_path, file_uploads):
    """Uploaded files of a test live and die with it; it begins with those that its file's fixtures made."""
    shutil.copytree(file_uploads, tmp_path, dirs_exist_ok=True)
    settings.STORAGES = storages_in(tmp_path)


@pytest.fixture(scope="module")
def file_uploads(tmp_path_factory):
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(autouse=True)
def _own_language():
    """A request in English leaves its thread in English."""
    yield
    translation.deactivate()


@pytest.fixture
def bare_404(monkeypatch):
    """Nobody looks at the pages that say that there is nothing: in a matrix most answers are that."""
    for page in ("portal.urls.handler404", "wagtail.admin.urls.page_not_found"):
        monkeypatch.setattr(page, lambda *_, **__: HttpResponseNotFound(), raising=False)


@pytest.fixture(scope="session", autouse=True)
def _nothing_kept():
    """The cache outlives a run, whose database gives the ids of the run before to other records."""
    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Test databases are copied from an installed one, instead of migrating each of them."""
    template = installed_template(os.environ["DATABASE_URL"])
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="module")
def file_database(django_db_setup, django_db_blocker, file_uploads):
    """A transaction around the tests of a file: a fixture of the file makes in it, once, what they all read.

    Its value opens the database to such a fixture: `with file_database(): …`. Not for tests that commit.
    """

    @contextlib.contextmanager
    def opened():
        with django_db_blocker.unblock(), override_settings(STORAGES=storages_in(file_uploads)):
            yield

    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
    yield opened
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module")
def two_sites(file_database):
    """The national site and those of 武汉 and, in another province, 深圳, opened once for a file."""
    from tests.city_sites.pages import SHENZHEN, WUHAN, home_of, national_home

    with file_database():
        national_home()
        home_of(WUHAN)
        home_of(SHENZHEN)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    from tests.scheduling import FilesInOrder

    return FilesInOrder(config, log)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests come first: they take the longest. Tests that commit come last, slow ones before
    the others: the flush after them takes away what the migrations wrote, such as the root of the page
    tree, which the others stand on."""
    items.sort(
        key=lambda item: (
            _commits(item),
            "tests/browser/" not in item.nodeid,
            _commits(item) and item.get_closest_marker("slow") is None,
        )
    )


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in item.fixturenames
