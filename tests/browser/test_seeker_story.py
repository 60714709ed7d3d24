"""A job seeker in 武汉 makes a résumé on a phone, applies to a job in 深圳, and sees what becomes of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import meanwhile
from tests.browser.content import PASSWORD
from tests.browser.looks import findings, listen, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 375, "height": 740}


class Story:
    """What a person does, page by page; each page passed is looked at."""

    def __init__(self, page: Page, *, javascript: bool) -> None:
        self.page, self.javascript = page, javascript
        self.heard = listen(page)

    def look(self) -> None:
        if self.javascript:
            assert not findings(self.page), self.page.url
            assert not scrolls_sideways(self.page), self.page.url
        assert not self.heard

    def heading(self, text: str) -> None:
        expect(self.page.locator("h1")).to_contain_text(text)
        self.look()

    def press(self, text: str) -> None:
        self.page.locator("main").get_by_role("button", name=text, exact=True).first.click()

    def follow(self, text: str) -> None:
        self.page.locator("main").get_by_role("link", name=text).first.click()

    def fill(self, **fields: str | bool) -> None:
        for name, value in fields.items():
            field = self.page.locator(f"#id_{name}")
            field.check() if value is True else field.fill(str(value))


def sign_in(page: Page, email: str) -> None:
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    page.click("main form button")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_first_visit_to_an_invitation(portal, page, javascript):
    email = f"seeker{int(javascript)}@portal.example"
    page.set_viewport_size(PHONE)
    story = Story(page, javascript=javascript)

    page.goto(portal.address("{taking}"))
    story.heading("设备维护电工")
    story.follow("投递简历")
    sign_in(page, email)
    story.heading("投递：设备维护电工")
    story.press("开始写简历")

    make_resume(story)
    story.heading("我的简历")
    expect(page.locator(".sheet")).to_contain_text("维修电工")
    story.follow("继续投递“设备维护电工”")

    story.heading("投递：设备维护电工")
    story.press("下一步：核对")
    expect(page.locator(".error-summary")).to_contain_text("能上夜班吗？")
    story.look()
    story.fill(letter="有三年维修经验。", answer_0="能")
    story.press("下一步：核对")
    expect(page.locator("main")).to_contain_text("有三年维修经验。")
    story.look()
    story.press("确认投递")
    story.heading("投递成功")

    portal.do(meanwhile.invite, email)
    page.goto(portal.address("/me/applications/"))
    story.heading("投递")
    expect(page.locator(".state")).to_contain_text("已邀请面试")
    story.follow("设备维护电工")
    expect(page.locator(".history")).to_contain_text("请于周五上午九点面试")
    story.look()


def make_resume(story: Story) -> None:
    page = story.page
    story.heading("求职意向")
    page.fill("#q", "电工")
    if not story.javascript:
        page.press("#q", "Enter")
    page.locator("#found .choice", has_text="电工").first.locator("input").check()
    story.look()
    story.press("添加所选")
    expect(page.locator(".chosen-list")).to_contain_text("电工")
    story.follow("继续")

    story.heading("居住地和意向地区")
    story.fill(region="桃花源")
    story.press("保存并继续")
    expect(page.locator(".error-summary")).to_contain_text("桃花源")
    story.look()
    story.fill(region="武汉市江夏区", elsewhere="深圳")
    story.press("保存并继续")

    story.heading("薪酬和到岗")
    story.fill(pay_wanted="6000", pay_floor="5000")
    story.press("保存并继续")

    story.heading("工作经历")
    story.follow("添加工作经历")
    story.heading("添加工作经历")
    story.fill(title="维修电工", start="2021-03", end="2024-02", duties="设备巡检")
    story.press("保存")
    expect(page.locator(".entries")).to_contain_text("2021年3月–2024年2月")
    story.follow("继续")

    story.heading("教育经历")
    story.follow("添加学历")
    page.select_option("#id_level", "40")
    story.press("保存")
    story.follow("继续")

    for heading in ("等级和证书", "技能", "语言"):
        story.heading(heading)
        story.follow("跳过此页")
    story.heading("姓名和联系方式")
    story.fill(name="周敏", phone="13800000000")
    story.press("保存并继续")
    story.heading("求职登记")
    story.follow("跳过此页")


def test_searching_and_applying_need_no_mouse(portal, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(portal.address("/sign-in/?next=/me/"))
    sign_in(page, "seeker2@portal.example")
    portal.do(meanwhile.write_resume, "seeker2@portal.example")

    page.goto(portal.address("/"))
    tab_to(page, "#q")
    page.keyboard.type("设备维护电工")
    page.keyboard.press("Enter")
    tab_to(page, ".vacancy-title a", text="设备维护电工")
    page.keyboard.press("Enter")
    tab_to(page, "#act a.button", text="投递简历")
    page.keyboard.press("Enter")
    tab_to(page, "#id_answer_0")
    page.keyboard.type("能")
    tab_to(page, "main button", text="下一步：核对")
    page.keyboard.press("Enter")
    tab_to(page, "main button", text="确认投递")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("投递成功")


@pytest.mark.parametrize("width", [375, 1280])
def test_a_clerk_registers_a_person_saves_a_vacancy_with_them_and_prints_the_slip(portal, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    story = Story(page, javascript=True)
    page.goto(portal.address("/sign-in/?next=/window/"))
    sign_in(page, "clerk@portal.example")
    story.heading("服务窗口")
    story.follow("登记求职者")
    story.heading("登记求职者")
    story.press("登记并填写简历")
    expect(page.locator(".error-summary")).to_contain_text("未经本人同意不得登记")
    story.look()
    story.fill(name=f"陈桂兰{width}", lives_in="武汉市江夏区", consent_way_0=True, paper_number="WH-1")
    story.press("登记并填写简历")
    story.heading("求职意向")
    page.goto(portal.address("{taking}"))
    story.press("☆ 收藏岗位")
    expect(page.locator(".messages")).to_contain_text("已收藏")
    page.locator(".window-banner a", has_text="打印单据").click()
    story.heading(f"陈桂兰{width}：您的求职")
    expect(page.locator(".slip-code")).to_have_count(1)
    page.locator(".window-banner button").click()
    story.heading("服务窗口")
    expect(page.locator(".window-banner")).to_have_count(0)


def tab_to(page: Page, selector: str, *, text: str = "") -> None:
    """Press Tab until the element has the focus, as who has no mouse does."""
    page.wait_for_selector(selector)
    for _step in range(120):
        page.keyboard.press("Tab")
        reached = page.evaluate(
            "([selector, text]) => document.activeElement.matches(selector)"
            " && document.activeElement.innerText.includes(text)",
            [selector, text],
        )
        if reached:
            return
    pytest.fail(f"Tab does not reach {selector} {text} on {page.url}.")
