"""Pull: over real HTTP, only what changed, only from addresses that were checked."""

from __future__ import annotations

import gzip
import http.server
import threading

import pytest

from jobs.enums import RunState, RunTrigger
from jobs.feeds import pull
from jobs.feeds.pull import checked_address, is_public
from jobs.feeds.reasons import RunError
from jobs.models import FeedRun, Vacancy
from jobs.services import feed_pull, feed_run_execute
from tests.jobs.conftest import ndjson
from tests.jobs.factories import rows

pytestmark = pytest.mark.django_db


class City(http.server.BaseHTTPRequestHandler):
    """A city's server; what it does is told by the path."""

    body = ndjson(rows(3))
    asked: list[dict] = []

    def do_GET(self) -> None:
        type(self).asked.append(dict(self.headers))
        match self.path:
            case "/moved.ndjson":
                self._answer(302, {"Location": "/feed.ndjson"})
            case "/loop":
                self._answer(302, {"Location": "/loop"})
            case "/broken":
                self._answer(500)
            case "/short":
                self._answer(200, {"Content-Length": "100000"}, self.body)
            case "/gzip":
                packed = gzip.compress(self.body)
                self._answer(200, {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}, packed)
            case "/twice":
                packed = gzip.compress(gzip.compress(self.body))
                self._answer(
                    200, {"Content-Encoding": "gzip, gzip", "Content-Length": str(len(packed))}, packed
                )
            case "/parts":
                packed = gzip.compress(self.body[:90]) + gzip.compress(self.body[90:])
                self._answer(200, {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}, packed)
            case "/cut":
                packed = gzip.compress(self.body)[:-20]
                self._answer(200, {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}, packed)
            case "/drip":
                self._answer(200, {"Content-Length": "60"})
                for _ in range(60):
                    threading.Event().wait(0.05)
                    self._send(b"x")
            case "/slow":
                threading.Event().wait(1.0)
                self._answer(200)
            case _ if self.headers.get("If-None-Match") == '"v1"':
                self._answer(304)
            case _:
                length = {"ETag": '"v1"', "Last-Modified": "Thu, 05 Mar 2026 00:00:00 GMT"}
                self._answer(200, length | {"Content-Length": str(len(self.body))}, self.body)

    def _answer(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": "0"} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self._send(body)

    def _send(self, body: bytes) -> None:
        try:
            self.wfile.write(body)
        except BrokenPipeError:
            return

    def log_message(self, *_: object) -> None:
        """Silence."""


@pytest.fixture(scope="module")
def city():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), City)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def pulled(feed, city):
    """`pulled(path, **feed fields)` pulls now and gives the run."""

    def now(path: str, **fields):
        feed.refresh_from_db()
        for name, value in ({"pull_url": city + path, "pull_allow_private": True} | fields).items():
            setattr(feed, name, value)
        feed.save()
        City.asked.clear()
        return feed_pull(feed_id=feed.pk, enqueue=False)

    return now


def test_a_pulled_file_is_imported_and_pulled_again_only_when_it_changed(pulled, feed):
    run = pulled("/feed.ndjson")
    assert (run.trigger, run.state, run.file_name) == (RunTrigger.PULL, RunState.QUEUED, "feed.ndjson")
    feed_run_execute(run_id=run.pk)
    assert Vacancy.objects.count() == 3
    feed.refresh_from_db()
    assert (feed.pull_etag, feed.pull_last_modified) == ('"v1"', "Thu, 05 Mar 2026 00:00:00 GMT")
    assert pulled("/feed.ndjson") is None
    assert City.asked[0]["If-None-Match"] == '"v1"'
    assert City.asked[0]["If-Modified-Since"] == "Thu, 05 Mar 2026 00:00:00 GMT"
    assert FeedRun.objects.count() == 1


def test_a_packed_answer_is_unpacked(pulled):
    assert pulled("/gzip").file_size == len(City.body)
    assert pulled("/parts").file_size == len(City.body)


def test_an_answer_packed_twice_or_cut_off_is_not_unpacked(pulled):
    assert failed(pulled("/twice")) == "pull_failed"
    assert failed(pulled("/cut")) == "pull_failed"


def test_a_server_that_answers_a_byte_at_a_time_is_left(pulled, monkeypatch):
    monkeypatch.setattr(pull, "LONGEST_SECONDS", 0.3)
    assert failed(pulled("/drip")) == "pull_timeout"


def failed(run) -> str:
    assert run.state == RunState.FAILED
    return run.error


def test_a_private_address_is_refused_unless_allowed(pulled, city):
    assert failed(pulled("/feed.ndjson", pull_allow_private=False)) == "pull_address_refused"
    assert City.asked == []
    by_name = city.replace("127.0.0.1", "localhost") + "/feed.ndjson"
    assert failed(pulled("", pull_url=by_name, pull_allow_private=False)) == "pull_address_refused"


def test_a_redirect_is_refused_unless_allowed(pulled, monkeypatch):
    assert pulled("/moved.ndjson").state == RunState.QUEUED
    assert failed(pulled("/loop")) == "pull_redirect_refused"
    monkeypatch.setattr(pull, "is_public", lambda _address: True)
    assert failed(pulled("/moved.ndjson", pull_allow_private=False)) == "pull_redirect_refused"
    assert len(City.asked) == 1


def test_a_server_in_trouble_leaves_a_failed_run_that_says_why(pulled, monkeypatch, settings):
    run = pulled("/broken")
    assert (failed(run), run.error_detail) == ("pull_status", {"status": 500})
    assert failed(pulled("/short")) == "pull_failed"
    monkeypatch.setattr(pull, "TIMEOUT", 0.2)
    assert failed(pulled("/slow")) == "pull_timeout"
    assert failed(pulled("", pull_url="http://127.0.0.1:9/x")) == "pull_failed"
    settings.FEED_MAX_BYTES = 100
    assert failed(pulled("/feed.ndjson")) == "file_too_large"


def test_a_host_is_refused_when_one_of_its_addresses_is_private(monkeypatch):
    def found(*addresses):
        return lambda *_args, **_more: [(2, 1, 6, "", (address, 443)) for address in addresses]

    monkeypatch.setattr("socket.getaddrinfo", found("93.184.216.34"))
    assert checked_address("x.example", 443, allow_private=False) == "93.184.216.34"
    monkeypatch.setattr("socket.getaddrinfo", found("93.184.216.34", "10.0.0.7"))
    with pytest.raises(RunError, match="pull_address_refused"):
        checked_address("x.example", 443, allow_private=False)


def test_the_connection_goes_to_the_checked_address_and_names_the_host(pulled, city, monkeypatch):
    port = city.rsplit(":", 1)[1]
    monkeypatch.setattr(pull, "checked_address", lambda *_args, **_more: "127.0.0.1")
    run = pulled("", pull_url=f"http://city.example:{port}/feed.ndjson", pull_allow_private=False)
    assert run.state == RunState.QUEUED
    assert City.asked[0]["Host"] == f"city.example:{port}"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1",
        "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::",
        "::127.0.0.1", "fec0::1", "64:ff9b:1::7f00:1", "::ffff:0:127.0.0.1", "192.0.0.192",
    ],
)  # fmt: skip
def test_private_addresses_are_known_in_all_their_forms(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
def test_public_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("url", ["ftp://x.example/a", "file:///etc/passwd", "https://"])
def test_only_http_is_pulled(pulled, url):
    assert failed(pulled("", pull_url=url)) in ("pull_address_refused", "pull_failed")
