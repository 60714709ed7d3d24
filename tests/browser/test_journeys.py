"""What people come for, with JavaScript and without."""

from __future__ import annotations

import re

import orjson
import pytest
from playwright.sync_api import expect

from tests.browser.content import rows
from tests.browser.looks import findings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"]),
]
APPLIED = ".chips[aria-label]"
"""The chips of what is chosen; beside them stand those of what the words were understood as."""


def number_in(text: str) -> int:
    return int(re.search(r"[\d,]+", text)[0].replace(",", ""))


def choose(page, label: str, *, javascript: bool) -> None:
    """Tick a filter; without JavaScript the form is sent by its button."""
    page.locator(".filter", has_text=label).locator("input").first.check()
    if not javascript:
        page.locator(".filters-apply button").click()


def test_search_filter_read_a_vacancy_and_come_back(portal, page, javascript):
    page.goto(portal.address("/"))
    page.fill("#q", "电工")
    page.fill("#place", "武汉")
    page.click(".search-line button")
    expect(page.locator(APPLIED)).to_contain_text("武汉")
    all_of_them = number_in(page.locator("#count").inner_text())

    choose(page, "高中", javascript=javascript)
    expect(page.locator(APPLIED)).to_contain_text("高中")
    filtered = number_in(page.locator("#count").inner_text())
    assert 0 < filtered <= all_of_them
    assert "education=60" in page.url

    page.locator(".vacancy-title a").first.click()
    expect(page.locator("h1")).to_have_text("物业维修电工")
    expect(page.locator(".post-pay")).to_contain_text("4,500–6,500 元/月")
    expect(page.locator("#act")).to_contain_text("027-00000000")

    page.go_back()
    expect(page.locator(APPLIED)).to_contain_text("高中")
    page.locator(".chip", has_text="高中").locator("a").click()
    expect(page.locator(APPLIED)).not_to_contain_text("高中")
    assert number_in(page.locator("#count").inner_text()) == all_of_them


def test_filters_on_the_phone_are_a_sheet_that_opens_applies_and_closes(portal, page, javascript):
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(portal.address("/vacancies/"))
    everything = number_in(page.locator("#count").inner_text())
    expect(page.locator(".filter").first).not_to_be_visible()
    page.click(".filters summary")
    page.locator(".filter", has_text="本科").locator("input").first.check()
    page.locator(".filters-apply button").click()
    expect(page.locator(APPLIED)).to_contain_text("本科")
    expect(page.locator(".filter").first).not_to_be_visible()
    assert number_in(page.locator("#count").inner_text()) < everything


def test_the_workspace_s_menu_on_the_phone_opens_leads_on_and_closes(portal, page, sign_in, javascript):
    page.set_viewport_size({"width": 375, "height": 800})
    sign_in(page)
    menu = page.locator(".desk-menu")
    expect(menu).to_be_hidden()
    page.get_by_role("link", name="菜单", exact=True).click()
    expect(menu).to_be_visible()
    assert not javascript or findings(page) == []
    page.get_by_role("link", name="收起菜单").click()
    expect(menu).to_be_hidden()

    page.get_by_role("link", name="菜单", exact=True).click()
    menu.get_by_role("link", name="岗位", exact=True).click()
    page.wait_for_url("**/workspace/vacancies/")
    expect(menu).to_be_hidden()


def test_from_the_nation_to_a_city_and_back(portal, page, javascript):
    page.goto(portal.address("/"))
    page.locator(".places").get_by_role("link", name="武汉").click()
    expect(page).to_have_url(portal.address("/", "wuhan"))
    expect(page.locator("h1")).to_have_text("在武汉找工作")
    expect(page.locator(".vacancies .vacancy").first).to_be_visible()
    page.locator(".entries a").first.click()
    expect(page.locator(".prose")).to_contain_text("岗位推荐")
    page.locator(".brand-other").click()
    expect(page).to_have_url(portal.address("/"))


def test_a_city_s_search_finds_only_that_city_s_vacancies(portal, page, javascript):
    page.goto(portal.address("/", "shenzhen"))
    page.click(".search-line button")
    expect(page.locator(".vacancy").first).to_contain_text("深圳")
    assert not page.locator(".vacancy", has_text="武汉·").count()


def test_the_other_language_is_one_click_away_and_stays(portal, page, javascript):
    page.goto(portal.address("{vacancy}"))
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Find work").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_staff_find_out_why_rows_were_refused(portal, page, sign_in, javascript):
    sign_in(page)
    page.locator(".counts a[href*='state=held']").click()
    page.locator("tbody a[href*='/workspace/runs/']").first.click()
    expect(page.locator(".decision")).to_contain_text("30 个岗位")
    page.select_option("#outcome", "refused")
    page.locator(".filter-line button").click()
    expect(page.locator(".receipts tbody tr").first).to_contain_text("缺少职位名称")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载筛选结果").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.count("title_missing") == page.locator(".receipts tbody tr").count()


def test_staff_send_a_file_and_watch_it_come_in(portal, page, sign_in, tmp_path, javascript):
    file = tmp_path / "wuhan.ndjson"
    file.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows(60, "420115")))
    sign_in(page)
    page.goto(portal.address("/workspace/feeds/wuhan/"))
    page.set_input_files("#id_file", file)
    page.locator("form[enctype] button").click()
    expect(page.locator("h1")).to_contain_text("的导入")
    for _ in range(60):
        if page.locator(".run-line .status.is-done").count():
            break
        if not javascript:
            page.get_by_role("link", name="刷新").click()
        page.wait_for_timeout(500)
    expect(page.locator(".run-line")).to_contain_text("完成")
    expect(page.locator(".tallies")).to_contain_text("60")


def test_a_file_that_is_not_read_is_refused_in_plain_words(portal, page, sign_in, tmp_path, javascript):
    file = tmp_path / "vacancies.pdf"
    file.write_bytes(b"%PDF")
    sign_in(page)
    page.goto(portal.address("/workspace/feeds/wuhan/"))
    page.set_input_files("#id_file", file)
    page.locator("form[enctype] button").click()
    expect(page.locator("#file-error")).to_contain_text("不支持这种文件")
