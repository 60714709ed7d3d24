"""A release at its second through real processes: the worker is killed a second before, another comes later.

Web server, worker with beat and shared cache are those of `make run`; between them and the reader stands a
cache that keeps answers for as long as they may be kept.
"""

from __future__ import annotations

import datetime as dt
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest

from tests.browser import release_due
from tests.browser.conftest import Portal
from tests.browser.hand import ROOT
from tests.browser.release_due import DATASET, SECRET, TITLE
from tests.stats_publishing.release_addresses import may_be_kept, own_addresses, shared_addresses

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TELLTALE = (TITLE, "/statistics/embargo/", str(SECRET), f"{SECRET:,}", quote(TITLE))
AT_ONCE = 6
PATIENCE_S = 60


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    asked: float
    came: float
    kept_until: float

    @property
    def tells(self) -> bool:
        """Whether it says anything of what is kept back."""
        return any(word.encode() in self.body for word in TELLTALE)


@dataclass
class Reader:
    """Reads addresses of the portal, several at a time, through a cache that anybody may stand behind."""

    port: int
    kept: dict[tuple[str, str], Answer] = field(default_factory=dict)

    def read(self, place: tuple[str, str]) -> Answer:
        before = self.kept.get(place)
        if before and time.time() < before.kept_until:
            return before
        host, path = place
        asked = time.time()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        connection.request("GET", quote(path, safe="/?&=%~"), headers={"Host": f"{host}:{self.port}"})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        seconds = may_be_kept(response.headers)
        answer = Answer(response.status, body, asked, time.time(), asked + seconds if seconds else 0)
        self.kept[place] = answer
        return answer

    def walk(self, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Answer]:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            places = list(places)
            return dict(zip(places, pool.map(self.read, places), strict=True))


@pytest.fixture
def workers(portal: Portal, tmp_path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Workers with beat that only let releases follow; each leads a group of processes: beat is its child."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for worker in started:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGTERM)
            worker.wait(PATIENCE_S)


def start_worker(portal: Portal, folder) -> subprocess.Popen[bytes]:
    environment = portal.environment | {"DJANGO_SETTINGS_MODULE": "tests.browser.release_worker"}
    command = [sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "-A", "portal", "worker"]
    options = {
        "--pool": "solo", "--loglevel": "warning", "--schedule": str(folder / "beat"),
        "--queues": f"{portal.environment['BROWSER_PREFIX']}_releases",
    }  # fmt: skip
    given = [part for option in options.items() for part in option]
    return subprocess.Popen(
        [*command, "--beat", *given], cwd=ROOT, env=environment, start_new_session=True
    )  # fmt: skip


def places_of(made: dict[str, object]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Host and path of what is there with the release only, and of what is always there."""
    period = str(made["period"])
    own = [("localhost", path) for path in own_addresses(DATASET, "420100", period)]
    own.append(("localhost", str(made["file"])))
    own += [
        ("wuhan.localhost", path)
        for path in (
            "/statistics/embargo/", f"/api/cms/pages/{made['page']}/",
            "/api/cms/pages/find/?html_path=/statistics/embargo/",
        )
    ]  # fmt: skip
    shared = [
        ("localhost", path)
        for path in shared_addresses(DATASET, "420100", int(str(made["release"])), str(SECRET))
        if path not in ("/", "/market/")
    ]
    shared += [
        ("wuhan.localhost", path)
        for path in (
            "/", "/market/", "/statistics/", "/sitemap-pages.xml", f"/api/cms/pages/?search={TITLE}",
            "/api/cms/pages/?type=city_sites.ReportPage&fields=*", "/feeds/bulletins.rss",
        )
    ]  # fmt: skip
    return own, shared


def test_a_release_is_whole_at_its_second_though_its_worker_was_killed_just_before(portal, workers, tmp_path):
    workers.append(start_worker(portal, tmp_path))
    made = portal.do(release_due.build)
    own, shared = places_of(made)
    reader = Reader(portal.port)
    began = time.time()
    reader.walk(shared)
    took = (time.time() - began) * (len(own) + len(shared)) / len(shared)

    release_at = float(int(time.time() + 1.5 * took + 3))
    portal.do(release_due.move, made["release"], dt.datetime.fromtimestamp(release_at, dt.UTC).isoformat())
    reader.kept.clear()
    closed = reader.walk([*own, *shared])
    assert max(answer.came for answer in closed.values()) < release_at, (
        "the machine is too slow for this test"
    )
    assert {place: answer.status for place, answer in closed.items() if place in own} == dict.fromkeys(
        own, 404
    )
    assert not [place for place, answer in closed.items() if place in own and answer.kept_until]
    assert [place for place in shared if closed[place].tells or closed[place].status != 200] == []
    assert f"/releases/{made['release']}/" not in closed["localhost", "/releases/feed.atom"].body.decode()

    time.sleep(max(0.0, release_at - 1 - time.time()))
    os.killpg(workers[0].pid, signal.SIGKILL)
    workers[0].wait(PATIENCE_S)
    last = reader.walk(own[::4])
    assert [
        place for place, answer in last.items() if answer.came < release_at and answer.status != 404
    ] == []

    time.sleep(max(0.0, release_at + 1 - time.time()))
    opened = reader.walk([*own, *shared])
    assert {place: one.status for place, one in opened.items() if one.status not in (200, 302)} == {}
    told = {place for place in shared if opened[place].tells}
    assert told >= {
        ("localhost", f"/releases/{made['release']}/"), ("wuhan.localhost", "/statistics/"),
        ("wuhan.localhost", "/sitemap-pages.xml"), ("wuhan.localhost", f"/api/cms/pages/?search={TITLE}"),
    }  # fmt: skip
    assert f"/releases/{made['release']}/" in opened["localhost", "/releases/feed.atom"].body.decode()
    assert portal.do(release_due.stands, made["release"]) == {"state": "confirmed", "followed": 0}

    workers.append(start_worker(portal, tmp_path))
    deadline = time.monotonic() + PATIENCE_S
    while portal.do(release_due.stands, made["release"])["state"] == "confirmed":
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert portal.do(release_due.stands, made["release"]) == {"state": "published", "followed": 1}
