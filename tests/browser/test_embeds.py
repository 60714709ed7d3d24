"""Parts of the portal on a city's own site at another origin: as a frame and by the script."""

from __future__ import annotations

import threading
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.browser.looks import findings, listen, scrolls_sideways
from tests.browser.test_headless_client import Quiet

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OWN_SITE = """<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>武汉市人社局</title>
  </head>
  <body>
    <main>
      <h1>武汉市人力资源和社会保障局</h1>
      <script src="{portal}/embed/v1/portal.js" defer></script>
      <labour-search city="420100" accent="#0b7285"></labour-search>
      <labour-vacancies city="420100" count="3" accent="#ffee00"></labour-vacancies>
      <iframe src="{portal}/embed/vacancies/?city=420100&amp;count=2" title="最新岗位" width="100%"></iframe>
    </main>
  </body>
</html>
"""


@pytest.fixture
def own_site(portal, tmp_path):
    (tmp_path / "index.html").write_text(
        OWN_SITE.format(portal=portal.address("", "wuhan")), encoding="utf-8"
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_city_s_own_site_shows_vacancies_and_search_without_cookies(portal, page, own_site, width):
    heard = listen(page)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(own_site, wait_until="networkidle")
    expect(page.locator("labour-vacancies li")).to_have_count(3)
    first = page.locator("labour-vacancies a").first
    assert first.get_attribute("href").startswith(portal.address("/vacancies/", "wuhan"))
    refused = page.locator("labour-vacancies").evaluate("e => e.style.getPropertyValue('--portal-accent')")
    assert refused == "#b4232a"
    frame = page.frame_locator("iframe")
    expect(frame.locator("li")).to_have_count(2)
    assert page.context.cookies() == []
    assert findings(page) == []
    assert not scrolls_sideways(page)
    assert heard == []


def test_the_search_opens_the_city_s_results_in_a_new_window(portal, page, own_site):
    page.goto(own_site, wait_until="networkidle")
    page.locator("labour-search input").fill("电工")
    with page.context.expect_page() as opened:
        page.locator("labour-search button").click()
    opened.value.wait_for_load_state()
    assert opened.value.url.startswith(portal.address("/vacancies/?q=", "wuhan"))
    assert opened.value.locator(".vacancy").count() > 0


def test_while_the_portal_is_away_the_page_says_so_and_links_to_it(page, own_site):
    page.route("**/embed/v1/content.json*", lambda route: route.abort())
    page.goto(own_site)
    expect(page.locator("labour-vacancies [role=status]")).to_contain_text("暂时不能显示")
