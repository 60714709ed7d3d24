"""Type-ahead of the search line: keyboard, screen readers, composing Chinese, and without JavaScript."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.looks import findings, listen, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SUGGESTIONS = re.compile(r"/api/v1/suggestions\?")
LONGER_THAN_THE_WAIT_MS = 500


@pytest.fixture(params=["/", "/vacancies/"], ids=["home", "results"])
def field(request, portal, page):
    """The field of the search line, ready to be typed in."""
    page.goto(portal.address(request.param))
    found = page.locator("#q")
    found.focus()
    return found


@contextmanager
def asked(page):
    """What is asked of the server meanwhile."""
    addresses: list[str] = []
    page.on("request", lambda request: SUGGESTIONS.search(request.url) and addresses.append(request.url))
    yield addresses


def options(page):
    return page.locator("#suggestions [role=option]")


def test_an_occupation_is_chosen_by_keyboard(page, field):
    field.press_sequentially("kuaij", delay=20)
    expect(options(page).first).to_have_text("会计")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    field.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_text("会计")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    page.wait_for_url("**/vacancies/?*q=%E4%BC%9A%E8%AE%A1*")
    expect(page.locator("#q")).to_have_value("会计")


def test_a_click_chooses(page, field):
    field.press_sequentially("kuaij", delay=20)
    options(page).first.click()
    page.wait_for_url("**/vacancies/?*q=%E4%BC%9A%E8%AE%A1*")


def test_the_arrows_go_round_and_come_back_to_the_field(page, field):
    field.press_sequentially("w", delay=20)
    expect(options(page).first).to_be_visible()
    field.press("ArrowUp")
    last = field.get_attribute("aria-activedescendant")
    assert last == options(page).last.get_attribute("id")
    field.press("ArrowDown")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(field).to_have_value("w")


def test_escape_closes_and_keeps_what_was_typed(page, field):
    field.press_sequentially("kuaij", delay=20)
    expect(options(page).first).to_be_visible()
    field.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("kuaij")
    field.press("ArrowDown")
    expect(options(page).first).to_be_visible()


def test_enter_without_a_choice_searches_for_what_was_typed(page, field):
    field.press_sequentially("kuaij", delay=20)
    expect(options(page).first).to_be_visible()
    field.press("Enter")
    page.wait_for_url("**/vacancies/?*q=kuaij*")


def test_how_many_there_are_is_said_and_groups_are_named(page, field):
    field.press_sequentially("w", delay=20)
    expect(options(page).first).to_be_visible()
    count = options(page).count()
    expect(page.locator("[data-suggestions-said]")).to_have_text(re.compile(rf"^{count} "))
    for group in page.locator("#suggestions [role=group]:not([hidden])").all():
        name = page.locator(f"#{group.get_attribute('aria-labelledby')}")
        assert name.inner_text().strip()


def test_that_there_are_none_is_said(page, field):
    field.press_sequentially("zzzqqq", delay=20)
    expect(page.locator("[data-suggestions-said]")).not_to_be_empty()
    expect(page.locator("#suggestions")).to_be_hidden()


def test_nothing_is_asked_while_a_syllable_is_composed(page, field):
    keyboard = page.context.new_cdp_session(page)
    with asked(page) as addresses:
        keyboard.send("Input.imeSetComposition", {"text": "kuai ji", "selectionStart": 7, "selectionEnd": 7})
        page.wait_for_timeout(LONGER_THAN_THE_WAIT_MS)
        assert addresses == []
        keyboard.send("Input.insertText", {"text": "会计"})
        expect(options(page).first).to_have_text("会计")
    assert len(addresses) == 1


def test_fast_typing_asks_once(page, field):
    with asked(page) as addresses:
        field.press_sequentially("kuaiji", delay=10)
        expect(options(page).first).to_be_visible()
    assert len(addresses) == 1


def test_an_older_answer_never_replaces_a_newer_one(page, field):
    held = []
    page.route(re.compile(r"/api/v1/suggestions\?q=w$"), lambda route: held.append(route))
    with page.expect_request(SUGGESTIONS):
        field.press_sequentially("w")
    field.fill("kuaiji")
    expect(options(page).first).to_have_text("会计")
    for route in held:
        route.abort()
    page.wait_for_timeout(LONGER_THAN_THE_WAIT_MS)
    expect(options(page).first).to_have_text("会计")


def test_leaving_the_field_closes_the_list(page, field):
    field.press_sequentially("kuaij", delay=20)
    expect(options(page).first).to_be_visible()
    field.press("Tab")
    expect(page.locator("#suggestions")).to_be_hidden()


@pytest.mark.parametrize("width", [375, 1280])
def test_the_open_list_is_accessible_and_fits(page, field, width):
    heard = listen(page)
    page.set_viewport_size({"width": width, "height": 800})
    field.press_sequentially("w", delay=20)
    expect(options(page).first).to_be_visible()
    field.press("ArrowDown")
    assert findings(page) == []
    assert not scrolls_sideways(page)
    assert heard == []


def test_the_field_works_while_there_are_no_suggestions(page, portal_without_index):
    page.goto(portal_without_index.address("/vacancies/"))
    page.locator("#q").press_sequentially("kuaij", delay=20)
    page.wait_for_timeout(LONGER_THAN_THE_WAIT_MS)
    expect(page.locator("#suggestions")).to_be_hidden()
    page.locator("#q").press("Enter")
    page.wait_for_url("**/vacancies/?*q=kuaij*")


@pytest.mark.parametrize("javascript", [False], ids=["without JavaScript"])
def test_without_javascript_it_is_a_plain_field(page, portal, javascript):
    page.goto(portal.address("/"))
    assert page.locator("#q").get_attribute("role") is None
    expect(page.locator("#suggestions")).to_be_hidden()
    page.fill("#q", "会计")
    page.press("#q", "Enter")
    page.wait_for_url("**/vacancies/?*")
    expect(page.locator("#q")).to_have_value("会计")
