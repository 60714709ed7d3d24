"""Charts are drawn anew where there is JavaScript, answer to the keyboard, and are there without it too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.looks import findings, listen, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TABLE = "/data/supply-demand-industry/000000/{period}/"
SERIES = "/data/supply-demand-total/420100/series/ratio/合计/"


@pytest.mark.parametrize(("path", "width"), [(TABLE, 375), (SERIES, 1280)])
def test_a_chart_tells_its_figures_to_the_keyboard(portal, page, path, width):
    heard = listen(page)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(portal.address(path))
    chart = page.locator("[data-chart]")
    expect(chart.locator("canvas")).to_have_count(1)
    chart.focus()
    page.keyboard.press("ArrowDown")
    first = page.locator(".chart [aria-live]").inner_text()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".chart [aria-live]")).not_to_have_text(first)
    page.keyboard.press("Escape")
    assert chart.locator("svg[role=img] desc").count() == 1
    assert findings(page) == []
    assert not scrolls_sideways(page)
    assert heard == []
    page.emulate_media(media="print")
    assert chart.locator("svg").bounding_box()["width"] > 300
    assert not chart.locator("canvas").is_visible()


@pytest.mark.parametrize("javascript", [False])
def test_without_javascript_the_server_s_picture_stands_there(portal, page, javascript):
    page.goto(portal.address(TABLE))
    assert page.locator("[data-chart] svg").is_visible()
    assert page.locator("[data-chart] canvas").count() == 0
