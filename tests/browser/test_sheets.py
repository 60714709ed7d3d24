"""An employer with a sheet of vacancies, a template, and the form on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal
from tests.browser.content import PASSWORD
from tests.browser.looks import faults, listen
from tests.jobs.employers.sheets import sheet

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def sign_in(portal: Portal, page: Page) -> None:
    page.goto(portal.address("/sign-in/"))
    page.fill("#id_login", "hirer@portal.example")
    page.fill("#id_password", PASSWORD)
    page.click("main form button")
    page.wait_for_load_state()


def look(page: Page, name: str) -> None:
    assert faults(page) == [], name


def send(portal: Portal, page: Page, name: str, content: bytes) -> None:
    page.goto(portal.address("{desk}vacancies/uploads/"))
    page.set_input_files("#id_file", files=[{"name": name, "mimeType": "text/csv", "buffer": content}])
    page.click("main form .button")


def test_a_sheet_is_sent_looked_at_made_and_taken_back_and_each_page_is_accessible(portal, page):
    heard, own = listen(page), "B-1"
    sign_in(portal, page)
    page.goto(portal.address("{desk}vacancies/uploads/"))
    look(page, "uploads")
    lines = ({"id": own, "title": "焊工"}, {"id": f"{own}-2", "region": "桃花源"})
    send(portal, page, "岗位.csv", sheet(*lines))
    expect(page.locator(".decision h2")).to_have_text("将新建 1 个岗位；1 行有问题")
    look(page, "what it would do")
    page.get_by_role("button", name="建立 1 个岗位").click()
    expect(page.locator(".run-line")).to_contain_text("完成")
    look(page, "done")
    send(portal, page, "改动.csv", sheet({"id": own, "title": "焊工", "headcount": "7"}))
    expect(page.locator(".decision h2")).to_have_text("将修改 1 个岗位")
    look(page, "what it would change")
    page.get_by_role("button", name="修改 1 个岗位").click()
    page.get_by_role("button", name="撤回这次上传").click()
    expect(page.locator(".run-line")).to_contain_text("已撤回")
    send(portal, page, "坏.csv", "甲,乙\n1,2\n".encode())
    expect(page.locator(".notice.is-bad")).to_contain_text("缺少列")
    look(page, "not readable")
    assert heard == []


@pytest.mark.parametrize("javascript", [False])
def test_without_javascript_a_sheet_is_sent_and_made(portal, page, javascript):
    sign_in(portal, page)
    send(portal, page, "岗位.csv", sheet({"id": "B-0", "title": "不用脚本的焊工"}))
    for _ in range(40):
        if page.locator(".decision").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.locator("[value=confirm]").click()
    for _ in range(40):
        if "完成" in page.locator(".run-line").inner_text():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator(".upload-rows")).to_contain_text("草稿")


def test_templates_are_accessible(portal, page):
    sign_in(portal, page)
    page.goto(portal.address("{desk}vacancies/new/"))
    page.fill("#id_title", "装卸工")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("link", name="存为模板").click()
    look(page, "keep")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".line-list")).to_contain_text("装卸工")
    look(page, "templates")
    entry = page.locator(".line-list > li").filter(has_text="装卸工")
    entry.get_by_role("link", name="移除").click()
    look(page, "remove")
    page.go_back()
    entry.get_by_role("link", name="用它新建岗位").click()
    expect(page.locator("#id_title")).to_have_value("装卸工")


def test_on_a_phone_the_form_advises_all_the_way_down_and_enter_saves(portal, page):
    """The question about pay gets the focus on the way: its button must not speak for the form then."""
    heard = listen(page)
    page.set_viewport_size({"width": 375, "height": 800})
    sign_in(portal, page)
    write_it(portal, page)
    page.focus("#id_title")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="夜班搬运工", level=1)).to_be_visible()
    write_it(portal, page)
    expect(page.locator("#same")).to_contain_text("您已有相同的岗位")
    page.locator("details.other-words summary").click()
    page.fill("#id_occupation_words", "会计")
    expect(page.locator("#occupations")).to_contain_text("会计")
    look(page, "form")
    assert heard == []


def write_it(portal: Portal, page: Page) -> None:
    """Down to the question about pay, which then has the focus."""
    page.goto(portal.address("{desk}vacancies/new/"))
    page.fill("#id_title", "夜班搬运工")
    page.fill("#id_region", "武汉市江夏区")
    page.fill("#id_pay_min", "6000")
    page.fill("#id_pay_max", "8000")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "ask_pay"
