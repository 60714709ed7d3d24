"""A province opens a city's site and invites its staff, who set it up, send vacancies and publish."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.demo.cities import DemoCity
from portal.demo.feeds import write_city_feed
from portal.demo.shapes import SHAPES
from tests.browser.conftest import Portal
from tests.browser.test_accounts import PASSWORD, mail_to
from tests.browser.test_seeker_story import Story

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CITY, SLUG, NAME = "420600", "xiangyang", "襄阳"
WRITER, PUBLISHER = "writer@xiangyang.example", "publisher@xiangyang.example"
ROWS = 24
OWN_WORD, MEANS = "普高级", "普通高级中学"
TEXT = "三季度用人需求较上季度有所增加。"
BULLETIN = f"第三季度{NAME}市职业供求信息"

Opened = Callable[[], Story]


@pytest.fixture
def somebody(browser: Browser) -> Iterator[Opened]:
    """Call it for a person at a browser of their own."""
    opened = []

    def person() -> Story:
        context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
        context.set_default_timeout(20_000)
        opened.append(context)
        return Story(context.new_page(), javascript=True)

    yield person
    for context in opened:
        context.close()


def test_a_province_invites_a_city_which_sends_vacancies_and_publishes(portal, somebody, sign_in, tmp_path):
    ministry, province, writer, publisher = (somebody() for _ in range(4))
    sign_in(ministry.page, "nation")
    before = covered(ministry.page, portal)
    sign_in(province.page, "hubei")
    open_site(province, portal)
    for address, right in ((WRITER, "城市编辑"), (WRITER, "城市数据管理员"), (PUBLISHER, "城市发布员")):
        invite(province, portal, address, right)

    first, second = (link_in(portal, WRITER, "城市编辑"), link_in(portal, WRITER, "城市数据管理员"))
    join(writer, first, "郑岚")
    writer.page.goto(second)
    writer.press("接受邀请")
    expect(writer.page.locator(".messages")).to_contain_text("权限已生效")

    set_up(writer, portal)
    map_feed(writer, portal, tmp_path)
    verify(writer, portal)
    write_bulletin(writer, portal)

    join(publisher, link_in(portal, PUBLISHER, "城市发布员"), "徐立")
    approve(publisher)
    publisher.page.goto(portal.address("/bulletins/", SLUG))
    publisher.follow(BULLETIN)
    publisher.heading(BULLETIN)

    assert covered(ministry.page, portal) == before + 1
    ministry.look()
    ministry.page.goto(portal.address("/cities/coverage/"))
    expect(ministry.page.locator(".section-note").first).to_contain_text(f"已开通 {before + 1} ")
    ministry.page.goto(portal.address("/bulletins/"))
    expect(ministry.page.locator("main")).to_contain_text(BULLETIN)


def covered(page: Page, portal: Portal) -> int:
    """The cities that the ministry sees open here."""
    page.goto(portal.address("/workspace/coverage/"))
    return int(page.locator(".counts li", has_text="已在本站开通").locator("b").inner_text())


def open_site(story: Story, portal: Portal) -> None:
    story.page.goto(portal.address("/workspace/sites/"))
    story.heading("城市站点")
    story.press(f"开通站点 {NAME}市")
    expect(story.page.locator(".messages")).to_contain_text(f"{SLUG}.localhost")


def invite(story: Story, portal: Portal, address: str, right: str) -> None:
    story.page.goto(portal.address("/workspace/people/invite/"))
    story.fill(email=address)
    story.page.get_by_label(right).check()
    story.page.select_option("#id_region", CITY)
    story.press("发送邀请")
    expect(story.page.locator(".messages")).to_contain_text(address)


def link_in(portal: Portal, address: str, right: str) -> str:
    """The link in the mail that offers a right."""
    said = mail_to(portal, address, containing=right)
    found = re.search(r"https?://\S+/invited/\S+/", said)
    assert found, said
    return found[0]


def join(story: Story, link: str, name: str) -> None:
    """From the mail to the desk: an account, a password, signing in."""
    story.page.goto(link)
    story.heading("邀请您成为工作人员")
    story.fill(name=name, password1="abc")
    story.press("接受并建立账号")
    expect(story.page.locator(".error-summary")).to_be_visible()
    story.look()
    story.fill(password1=PASSWORD)
    story.press("接受并建立账号")
    story.page.fill("#id_password", PASSWORD)
    if not story.page.input_value("#id_login"):
        story.page.fill("#id_login", WRITER if name == "郑岚" else PUBLISHER)
    story.press("登录")
    story.heading("今日待办")


def set_up(story: Story, portal: Portal) -> None:
    """The settings of the only city one works for: a colour that cannot be read is refused."""
    story.page.locator(".desk-nav").get_by_role("link", name="站点", exact=True).click()
    story.heading(f"{NAME}公共就业")
    story.fill(accent="#ffe08a", contact_phone="000-0000000", address="檀溪路 8 号")
    story.press("保存")
    expect(story.page.locator(".error-summary")).to_contain_text("颜色")
    story.look()
    story.fill(accent="#1f6f5c", opening_hours="周一至周五 9:00–17:00", social_accounts="微信：襄阳就业")
    story.press("保存")
    expect(story.page.locator(".messages")).to_contain_text("设置已保存")
    story.page.goto(portal.address("/", SLUG))
    story.look()
    expect(story.page.locator("body")).to_contain_text("檀溪路 8 号")
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
    assert story.page.evaluate(accent) == "#1f6f5c"


def own_file(folder: Path) -> Path:
    """What the city's system writes: GB18030, columns of its own, a word for a level that no list has."""
    city = DemoCity(CITY, dial="000", shape="gb18030")
    path = write_city_feed(city=city, today=dt.datetime.now(tz=dt.UTC).date(), folder=folder, rows=ROWS)
    text = path.read_text("gb18030").replace("高中及以上", OWN_WORD)
    assert OWN_WORD in text
    path.write_text(text, "gb18030")
    return path


def map_feed(story: Story, portal: Portal, folder: Path) -> None:
    """A file by the usual profile says which columns are missing; mapped with the preview, tried, sent."""
    page, file = story.page, own_file(folder)
    page.goto(portal.address("/workspace/feeds/"))
    story.heading("报送渠道")
    story.follow("开通报送渠道")
    story.fill(name=f"{NAME}市公共就业服务中心")
    story.look()
    story.press("开通报送渠道")
    story.heading(f"{NAME}市公共就业服务中心")

    send(story, file)
    expect(page.locator(".notice.is-bad")).to_contain_text("缺少")
    story.look()
    story.follow("查看各列并修改对照方案")
    story.heading("列名和用词怎样对照")
    mapping = SHAPES["gb18030"].mapping
    page.fill("#id_mapping", json.dumps(mapping, ensure_ascii=False, indent=2))
    word = page.locator(".unknown-words li", has_text=OWN_WORD)
    expect(word).to_be_visible()
    expect(page.locator(".preview-row").first).to_contain_text("招聘岗位")
    story.look()
    word.get_by_role("button", name=MEANS).click()
    expect(word).to_have_count(0)
    assert f'"{OWN_WORD}": "60"' in page.input_value("#id_mapping")

    story.press("用整个文件试运行")
    story.heading("试运行")
    expect(page.locator(".tallies")).to_contain_text("未变")
    story.look()
    story.press("保存为对照方案")
    expect(page.locator(".messages")).to_contain_text("对照方案已保存")
    send(story, file)
    expect(page.locator("#run-state .status")).to_have_text("完成")
    assert int(page.locator("#run-state .tallies div", has_text="新增").locator("dd").inner_text()) > 12
    story.look()


def send(story: Story, file: Path) -> None:
    """Upload a file and wait until a worker has read it."""
    story.page.goto(re.sub(r"(/feeds/[^/]+/).*", r"\1", story.page.url))
    story.page.set_input_files("#id_file", file)
    story.press("上传并导入")
    story.page.wait_for_url("**/workspace/runs/**")
    expect(story.page.locator("#run-state .status")).to_have_text(re.compile("完成|失败"))


def verify(story: Story, portal: Portal) -> None:
    """An employer of the feed: what will happen is shown first; then its vacancies are public."""
    page = story.page
    page.goto(portal.address("/workspace/employers/"))
    row = page.locator("tbody tr").first
    name = row.locator("th").inner_text()
    row.locator("[name=chosen]").check()
    page.locator(".act-buttons").get_by_role("button", name="通过认证").click()
    expect(page.locator(".plan-lines")).to_contain_text("岗位")
    story.look()
    story.press("核实 1 家用人单位")
    expect(page.locator(".messages")).to_contain_text("已完成")
    page.goto(portal.address(f"/workspace/vacancies/?q={name}"))
    page.locator("tbody th a").first.click()
    story.look()
    expect(page.locator("main")).to_contain_text(name)


def write_bulletin(story: Story, portal: Portal) -> None:
    """In the CMS; figures of supply and demand are submitted, since two people publish them."""
    page = story.page
    page.goto(portal.address("/workspace/"))
    page.locator(".desk-nav").get_by_role("link", name="页面与公告").click()
    page.goto(portal.address("/cms/pages/"))
    row = page.locator("tr", has=page.get_by_role("link", name="市场公告", exact=True))
    row.locator("a[href$='/add_subpage/']").click()
    page.fill("#id_title", BULLETIN)
    page.select_option("#id_kind", "supply_demand")
    page.fill("#id_summary", "求人倍率继续上升。")
    page.locator("[data-contentpath=body] [contenteditable=true]").first.click()
    page.keyboard.type(TEXT)
    # the editor hands over what is typed a quarter of a second later
    page.wait_for_function("text => document.querySelector('[name=body]').value.includes(text)", arg=TEXT)
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("button[name=action-submit]").click()
    expect(page.locator(".messages")).to_contain_text(BULLETIN, timeout=20_000)


def approve(story: Story) -> None:
    story.page.locator(".desk-nav").get_by_role("link", name="审批").click()
    story.heading("待审批")
    story.follow(BULLETIN)
    story.heading(BULLETIN)
    story.press("同意发布")
    expect(story.page.locator(".messages")).to_contain_text("已通过审批")
