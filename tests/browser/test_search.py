"""Leaving things out, looking near by, and getting on where little is found; with JavaScript and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looks import findings
from tests.browser.test_journeys import number_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


def total(page) -> int:
    return number_in(page.locator("#count").inner_text())


@BOTH
def test_a_value_is_left_out_in_the_filters_and_brought_back_by_its_chip(portal, page, javascript):
    page.goto(portal.address("/vacancies/"))
    everything = total(page)
    group = page.locator(".filter-group", has=page.get_by_text("学历", exact=True))
    group.locator(".filter-more > summary", has_text="排除").click()
    group.locator(".filter.is-not", has_text="高中").locator("input").check()
    if not javascript:
        page.locator(".filters-apply button").click()
    expect(page.locator(".chip.is-not")).to_contain_text("高中")
    assert "not_education=60" in page.url
    assert 0 < total(page) < everything
    expect(page.locator(".filter.is-not:has(:checked)")).to_be_visible()
    page.locator(".chip.is-not .chip-off").click()
    expect(page.locator(".chip")).to_have_count(0)
    assert total(page) == everything


@BOTH
def test_a_distance_is_chosen_beside_the_place_and_shown_on_every_row(portal, page, javascript):
    page.goto(portal.address("/vacancies/"))
    page.fill("#place", "武汉")
    page.select_option("#within", "100")
    page.click(".search-line button[type=submit]")
    expect(page.locator(".chips")).to_contain_text("武汉周边 100 公里内")
    assert page.locator(".vacancy", has_text="公里").count() == page.locator(".vacancy").count() > 0
    page.get_by_role("link", name="距离", exact=True).click()
    expect(page.locator(".sorts [aria-current]")).to_have_text("距离")
    page.select_option("#within", "")
    page.click(".search-line button[type=submit]")
    expect(page).to_have_url(re.compile(r"\?region=420100$"))


@BOTH
def test_nothing_found_leads_on_by_a_link_that_keeps_its_promise(portal, page, javascript):
    page.goto(portal.address("/vacancies/?q=物业维修电工&education=10"))
    assert total(page) == 0
    way = page.locator(".ways-list li").first
    promised = number_in(way.locator(".ways-count").inner_text())
    way.locator("a").click()
    expect(page.locator(".vacancy").first).to_be_visible()
    assert total(page) == promised


@BOTH
def test_what_was_understood_can_be_taken_back_by_the_keyboard(portal, page, javascript):
    page.goto(portal.address("/vacancies/?q=武汉电工"))
    chip = page.locator(".chip.is-understood", has_text="武汉").locator("a")
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_have_value("电工")
    expect(page.locator(".chip.is-understood", has_text="武汉")).to_have_count(0)
    page.get_by_role("link", name="改为按原词查找").click()
    expect(page.locator(".chips-label")).to_contain_text("正在按原词查找")


@pytest.mark.parametrize("javascript", [False])
def test_without_javascript_no_position_is_offered(portal, page, javascript):
    page.goto(portal.address("/vacancies/"))
    expect(page.locator("[data-position]")).to_be_hidden()


def test_the_position_is_asked_for_by_a_click_and_leaves_the_browser_rounded(portal, browser):
    context = browser.new_context(
        geolocation={"latitude": 30.592761, "longitude": 114.305251}, permissions=["geolocation"]
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(portal.address("/vacancies/"))
    expect(page.locator("[data-position]")).to_be_visible()
    page.locator("[data-position] button").click()
    expect(page.locator(".chips")).to_contain_text("30.59,114.31")
    assert "near=30.59%2C114.31&within=20" in page.url
    assert not [url for url in asked if "30.592" in url or "114.305" in url]
    assert findings(page) == []
    context.close()


def test_a_refused_position_is_told_and_the_place_box_stays(portal, browser):
    context = browser.new_context(permissions=[])
    page = context.new_page()
    page.goto(portal.address("/vacancies/"))
    page.locator("[data-position] button").click()
    expect(page.locator("[data-position] output")).to_contain_text("请填写地点")
    expect(page.locator("#place")).to_be_editable()
    context.close()
