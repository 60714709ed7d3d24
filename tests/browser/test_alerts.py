"""From a search to mails and out of them again, as a person without an account goes through it."""

from __future__ import annotations

import email
import email.policy
import re
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import meanwhile
from tests.browser.looks import faults, listen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE_S = 30
BETWEEN_MAILS = b"-" * 79


def mails_to(portal, address: str) -> list[EmailMessage]:
    """Mails that were laid down for an address, the oldest first."""
    files = sorted(
        Path(portal.environment["PORTAL_VAR"], "mails").glob("*.log"), key=lambda file: file.stat().st_mtime
    )
    parts = [part.strip() for file in files for part in file.read_bytes().split(BETWEEN_MAILS)]
    found = [email.message_from_bytes(part, policy=email.policy.default) for part in parts if part]
    return [mail for mail in found if mail["To"] == address]


def wait_for_mail(portal, address: str, number: int) -> EmailMessage:
    end = time.monotonic() + PATIENCE_S
    while len(mails := mails_to(portal, address)) < number:
        assert time.monotonic() < end, f"mail {number} to {address} did not come"
        time.sleep(0.2)
    return mails[number - 1]


def link(mail: EmailMessage, page: str) -> str:
    return re.search(rf"http\S+/alerts/{page}/\S+", mail.get_body(("plain",)).get_content())[0]


def opened(context, mail: EmailMessage):
    """The mail as a mail program shows it."""
    letter = context.new_page()
    letter.set_content(mail.get_body(("html",)).get_content())
    return letter


def good(page) -> None:
    assert faults(page) == [], page.url


def readable(letter) -> None:
    """The mail meets WCAG and fits; landmarks are those of the mail program around it."""
    assert faults(letter, "wcag2a", "wcag2aa", "wcag21aa") == []


def subscribe(portal, page, address: str, path: str = "/vacancies/?q=电工&region=420100") -> EmailMessage:
    page.goto(portal.address(path))
    page.locator(".offer a").first.click()
    page.fill("#id_email", address)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/alerts/asked/")
    return wait_for_mail(portal, address, 1)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_subscribe_confirm_read_a_mail_and_stop_with_one_click(portal, page, context, javascript):
    address = f"seeker-{'with' if javascript else 'without'}@example.com"
    work = "盾构机司机" if javascript else "塔吊司机"  # others on this portal publish what is more usual
    mail = subscribe(portal, page, address, f"/vacancies/?q={work}&region=420100")
    page.goto(link(mail, "confirm"))
    page.locator("main form button").click()
    expect(page.locator(".messages")).to_contain_text("已确认")
    expect(page.locator(".saved-name")).to_contain_text(f"{work} · 武汉市")

    title = f"{work}（夜班）"
    portal.do(meanwhile.alerts_come_due, title)
    alert = wait_for_mail(portal, address, 2)
    assert "1 个新岗位" in alert["Subject"]
    letter = opened(context, alert)
    letter.get_by_role("link", name=title).click()
    expect(letter.locator("h1")).to_have_text(title)

    stop = alert["List-Unsubscribe"].strip().strip("<>")
    assert alert["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page.goto(stop)
    if javascript:
        good(page)
    answer = context.request.post(stop, form={"List-Unsubscribe": "One-Click"})
    assert answer.ok
    page.goto(stop)
    expect(page.locator("h1")).to_have_text("已退订")
    if javascript:
        good(page)
    portal.do(meanwhile.alerts_come_due, f"低压{title}")
    assert len(mails_to(portal, address)) == 2

    page.locator("main form button").click()
    expect(page.locator(".messages")).to_contain_text("已恢复发送")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_about_saved_searches_is_accessible_and_fits(portal, page, language):
    heard = listen(page)
    address = f"pages-{language}@example.com"
    page.goto(portal.address(f"/alerts/new/?q=电工&not_education=60&region=420100&lang={language}"))
    good(page)
    page.fill("#id_email", "nobody")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#email-error")).to_be_visible()
    good(page)
    page.click(".error-summary a")
    assert page.evaluate("document.activeElement.id") == "id_email"
    page.fill("#id_email", address)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/alerts/asked/")
    good(page)
    mail = wait_for_mail(portal, address, 1)

    page.goto(link(mail, "confirm"))
    good(page)
    page.locator("main form button").click()
    page.wait_for_url("**/alerts/of/**")
    page.locator(".saved-change summary").click()
    good(page)
    page.locator(".saved-acts button").first.click()
    good(page)
    page.locator(".saved-acts button").last.click()
    expect(page.locator(".saved.is-ended")).to_be_visible()
    good(page)
    manage = page.url
    page.locator("#forget ~ details summary").click()
    good(page)
    page.locator(".button.is-grave").click()
    page.wait_for_url("**/alerts/")
    good(page)
    assert page.goto(manage).status == 410
    good(page)
    assert heard == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_mail_itself_is_readable_at_any_width(portal, page, context, language):
    address = f"mail-{language}@example.com"
    mail = subscribe(portal, page, address, f"/vacancies/?q=电工&lang={language}")
    readable(opened(context, mail))
    page.goto(link(mail, "confirm"))
    page.locator("main form button").click()
    portal.do(meanwhile.alerts_come_due, f"电工{language}")
    readable(opened(context, wait_for_mail(portal, address, 2)))


def test_the_list_is_worked_with_the_keyboard_alone(portal, page):
    mail = subscribe(portal, page, "keyboard@example.com")
    page.goto(link(mail, "confirm"))
    page.locator("main form button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/alerts/of/**")
    page.locator(".saved-name a").focus()
    for expected in ("暂停 30 天", "退订", "修改"):
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_contain_text(expected)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("夜班")
    page.keyboard.press("Enter")
    expect(page.locator(".saved-name")).to_contain_text("夜班")
