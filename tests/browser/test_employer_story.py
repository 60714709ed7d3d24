"""An employer registers, is verified by the city, posts a job, receives an application and hires."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import meanwhile
from tests.browser.test_seeker_story import PHONE, Story, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CODES = {True: "91420115MA4TE5TAA0", False: "91420115MA4TE5TBB4"}
NAMES = {True: "武汉江夏精密机械有限公司", False: "武汉江夏纺织机械有限公司"}


def paper(name: str) -> dict[str, object]:
    file = io.BytesIO()
    Image.new("RGB", (300, 200), "#ffffff").save(file, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": file.getvalue()}


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_registration_to_hired(portal, page, browser, sign_in_as_staff, javascript):
    name, title = NAMES[javascript], "数控铣工" if javascript else "织机维修工"
    story = Story(page, javascript=javascript)
    if not javascript:
        page.set_viewport_size(PHONE)

    page.goto(portal.address("/employer/"))
    sign_in(page, f"boss{int(javascript)}@portal.example")
    register(story, name, CODES[javascript])
    verify(sign_in_as_staff(javascript), portal, name, javascript=javascript)

    page.goto(portal.address("/employer/"))
    story.heading("概览")
    expect(page.locator(".desk-employer")).to_contain_text(name)
    post(story, title)

    email = f"miller{int(javascript)}@portal.example"
    portal.do(meanwhile.apply, email, title)
    answer(story, portal)

    public = page.context.new_page()
    theirs = Story(public, javascript=javascript)
    public.goto(portal.address("/employer/"))
    public.locator("main").get_by_role("link", name="岗位").first.click()
    public.locator("main").get_by_role("link", name=title).first.click()
    public.locator("main").get_by_role("link", name="查看公开页面").click()
    theirs.heading(title)
    public.locator("main").get_by_role("link", name=name).first.click()
    theirs.heading(name)
    expect(public.locator(".vacancies")).to_contain_text(title)


@pytest.fixture
def sign_in_as_staff(browser, sign_in):
    """Call it to have a page of the city's staff, in a browser of its own."""
    opened = []

    def staff(javascript: bool) -> Page:
        context = browser.new_context(java_script_enabled=javascript, locale="zh-CN")
        opened.append(context)
        page = context.new_page()
        sign_in(page)
        return page

    yield staff
    for context in opened:
        context.close()


def register(story: Story, name: str, code: str) -> None:
    page = story.page
    story.heading("在这里招聘")
    story.follow("注册单位")
    story.heading("注册单位")
    story.fill(credit_code=code[:-1] + "X", name=name, handler_name="陈思远")
    page.select_option("#id_region", "420100")
    story.press("保存并继续")
    expect(page.locator(".error-summary")).to_contain_text("校验位不符")
    story.look()
    story.fill(credit_code=code.lower())
    story.press("保存并继续")
    story.heading(name)
    for kind, label in (("licence", "营业执照"), ("authorisation", "经办人委托证明")):
        page.set_input_files(f"#id_{kind}-file", paper(f"{kind}.png"))
        page.get_by_role("button", name=f"上传 {label}").click()
        expect(page.locator(".messages")).to_contain_text(label)
    story.look()
    story.press("提交审核")
    expect(page.locator(".page-lead")).to_contain_text("审核中")
    story.look()


def verify(page: Page, portal, name: str, *, javascript: bool) -> None:
    story = Story(page, javascript=javascript)
    page.goto(portal.address("/workspace/verifications/"))
    story.heading("材料审核")
    story.follow(name)
    story.heading(name)
    story.press("通过认证")
    expect(page.locator(".messages")).to_contain_text(name)


def post(story: Story, title: str) -> None:
    page = story.page
    story.follow("发布新岗位")
    story.heading("发布新岗位")
    page.focus("#id_title")
    page.keyboard.type(f"高薪{title}")
    if story.javascript:
        expect(page.locator("#advice-title")).to_contain_text("诱导", timeout=20_000)
        expect(page.locator("#occupations .choice")).not_to_have_count(1)
    story.fill(
        duties="负责设备日常操作和保养，只招男生。", region="武汉市江夏区", pay_min="5500", pay_max="7000",
        question_1="可以上夜班吗？",
    )  # fmt: skip
    story.look()
    story.press("保存草稿")
    story.heading(f"高薪{title}")
    expect(page.locator(".advice-list")).to_contain_text("性别")
    story.press("立即发布")
    expect(page.locator(".messages")).to_contain_text("还不能发布")
    story.look()
    page.locator("main").get_by_role("link", name="修改").click()
    story.fill(title=title, duties="负责设备日常操作和保养。")
    story.press("保存草稿")
    story.heading(title)
    story.press("立即发布")
    expect(page.locator(".messages")).to_contain_text("已发布")
    story.look()


def answer(story: Story, portal) -> None:
    """The board and the answers, by keyboard alone."""
    page = story.page
    page.goto(portal.address("/employer/"))
    expect(page.locator(".counts")).to_contain_text("份新应聘")
    page.locator(".counts a").first.press("Enter")
    story.heading("投递")
    page.locator(".candidates a").first.press("Enter")
    story.heading("周敏")
    expect(page.locator(".answers")).to_contain_text("可以上夜班吗？")
    day = (dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=3)).date()
    story.fill(day=day.isoformat(), time="14:30", place="文化大道12号")
    page.get_by_role("button", name="发送邀请").press("Enter")
    expect(page.locator(".vacancy-stands")).to_contain_text("已邀请面试")
    story.look()
    with page.expect_download() as download:
        page.get_by_role("link", name="加入日历").click()
    assert b"BEGIN:VEVENT" in download.value.path().read_bytes()
    page.get_by_role("button", name="确认录用").press("Enter")
    expect(page.locator(".vacancy-stands")).to_contain_text("已录用")
    expect(page.locator(".history")).to_contain_text("文化大道12号")
    story.look()


def test_who_has_no_account_reports_a_vacancy_without_a_mouse(portal, page):
    story = Story(page, javascript=True)
    page.goto(portal.address("{vacancy}"))
    page.get_by_role("link", name="举报该岗位").press("Enter")
    story.heading("举报岗位")
    page.locator("[name=kind]").first.press("Space")
    page.get_by_role("button", name="提交举报").press("Enter")
    expect(page.locator("h1")).to_contain_text("JB")
    story.look()
