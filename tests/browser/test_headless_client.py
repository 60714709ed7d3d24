"""The client of docs/headless.md, served from another origin, reads a city in a real browser."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser import meanwhile

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FILES = Path(__file__).parent / "client"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass


@pytest.fixture
def client():
    """Address of the client, at an origin that is none of the portal's."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(FILES)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def opened(page, client, portal, more=""):
    """The client, with media served as the web server in front of the portal does; errors of its scripts."""
    heard: list[str] = []
    media = Path(portal.environment["PORTAL_VAR"]) / "test-media"
    page.route(
        "**/media/**",
        lambda route: route.fulfill(path=next(media.rglob(route.request.url.rpartition("/")[2]))),
    )
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(f"{client}?api={quote(portal.address('/api/cms/', 'wuhan'))}{more}")
    expect(page.locator("#state")).to_be_empty()
    return heard


def test_it_lists_the_bulletins_of_a_city_and_opens_one(portal, page, client):
    heard = opened(page, client, portal)
    assert page.locator("#name").inner_text() == "武汉公共就业"
    assert page.locator("#menu a").all_inner_texts() == ["求职", "招聘", "市场数据", "办事服务"]
    first = page.locator("#bulletins a", has_text="第 1 场")
    first.click()
    expect(page.locator("#page h2").first).to_have_text(first.inner_text())
    picture = page.locator("#page img[alt='服务大厅']")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 800
    assert heard == []


def test_it_shows_pictures_in_the_size_that_it_asks_for(portal, page, client):
    opened(page, client, portal, "&pictures=1")
    picture = page.locator("#page > img").first
    expect(picture).to_have_attribute("width", "400")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 400


def test_it_shows_a_draft_for_its_token_and_says_so_where_there_is_none(portal, page, client):
    token = portal.do(meanwhile.keep_draft)
    opened(page, client, portal, f"&preview={token}")
    assert page.locator("#page h2").inner_text() == "还没有发布的标题"
    page.goto(f"{client}?api={quote(portal.address('/api/cms/', 'wuhan'))}&preview=forged")
    expect(page.locator("#state")).to_contain_text("没有这份草稿")
