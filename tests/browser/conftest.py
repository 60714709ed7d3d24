"""A whole portal in processes of its own (web, worker, database, index), and Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from deploy.local.services import free_port
from search.client import client, generations
from search.kinds import KINDS
from search.suggest.documents import SUGGESTIONS
from tests.browser import content
from tests.browser.content import PASSWORD
from tests.browser.hand import ROOT, Hand
from tests.database import installed_template

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or "chromium"
"""The shell is the same browser without a window around the page: a fifth of the work."""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_S = 120


@dataclass(frozen=True)
class Portal:
    """Where the running portal is, and the addresses of what stands on it."""

    port: int
    paths: dict[str, str]
    environment: dict[str, str]
    hand: Hand

    def do(self, function: Callable[..., Any], *arguments: object) -> Any:
        """What others do meanwhile: a function called in a process of the portal; what it gives."""
        return self.hand.do(function, *arguments)

    def address(self, path: str, city: str = "") -> str:
        """The whole address of a path: a key of `paths` in braces, on the national host or a city's."""
        host = f"{city}.localhost" if city else "localhost"
        return f"http://{host}:{self.port}{path.format(**self.paths)}"


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Iterator[Portal]:
    """Starts once for all browser tests; what they change must not disturb each other."""
    if not os.environ.get("ELASTICSEARCH_URL"):
        pytest.fail("ELASTICSEARCH_URL not set: run the tests by `make test`.")
    name, port = f"browser_{os.getpid()}", free_port()
    server = urlsplit(os.environ["DATABASE_URL"])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "BROWSER_PREFIX": name,
        "DATABASE_URL": server._replace(path=f"/{name}").geturl(),
        "PORTAL_HOST": "localhost",
        "PORTAL_PORT": str(port),
        "PORTAL_VAR": str(tmp_path_factory.mktemp("portal")),
    }
    admin = server._replace(scheme="postgresql", path="/postgres").geturl()
    with psycopg.connect(admin, autocommit=True) as connection:
        template = installed_template(os.environ["DATABASE_URL"])
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    processes: list[subprocess.Popen[bytes]] = []
    hand = Hand(environment)
    try:
        paths = hand.do(content.build)
        processes += [
            start_web(environment, port),
            start(environment, "-m", "celery", "--quiet", "-A", "portal", "worker", "--pool", "solo",
                  "--queues", name, "--loglevel", "warning"),
        ]  # fmt: skip
        wait_for(f"http://127.0.0.1:{port}/health/live")
        yield Portal(port, paths, environment, hand)
    finally:
        hand.end()
        for process in processes:
            process.send_signal(signal.SIGQUIT)  # at once: what they have in hand goes with the database
        for process in processes:
            process.wait(30)
        with override_settings(ELASTICSEARCH_INDEX_PREFIX=name):
            for kind in (*(kind.name for kind in KINDS), SUGGESTIONS):
                for index in generations(kind):
                    client().indices.delete(index=index)
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def portal_without_index(portal: Portal) -> Iterator[Portal]:
    """A second web server of the same portal, which finds no Elasticsearch."""
    port = free_port()
    environment = portal.environment | {"ELASTICSEARCH_URL": f"http://127.0.0.1:{free_port()}"}
    web = start_web(environment, port)
    try:
        wait_for(f"http://127.0.0.1:{port}/health/live")
        yield Portal(port, portal.paths, environment, portal.hand)
    finally:
        web.send_signal(signal.SIGTERM)
        web.wait(30)


def start_web(environment: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    return start(
        environment, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}",
        "--threads", "8", "--no-control-socket", "--log-level", "warning", "--graceful-timeout", "2",
    )  # fmt: skip


def start(environment: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-W", "ignore", *arguments], cwd=ROOT, env=environment)


def wait_for(address: str) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"{address} does not answer.")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with the module: while Playwright runs, Django refuses the database to the tests of others."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, request) -> Iterator[BrowserContext]:
    """A fresh profile; `@pytest.mark.parametrize("javascript", [True, False])` chooses the kind."""
    javascript = request.getfixturevalue("javascript") if "javascript" in request.fixturenames else True
    fresh = browser.new_context(java_script_enabled=javascript, locale="zh-CN")
    fresh.set_default_timeout(20_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def sign_in(portal: Portal):
    """Call it with a page to be staff there: of 武汉, unless it is told who."""

    def sign(page: Page, who: str = "feeds") -> None:
        page.goto(portal.address("/sign-in/"))
        page.fill("#id_login", f"{who}@portal.example")
        page.fill("#id_password", PASSWORD)
        page.click("main form button")
        page.wait_for_url("**/workspace/")

    return sign
