"""The story of an account: from signing up to coming back by a recovery code, and by a passkey."""

from __future__ import annotations

import email
import email.policy
import re
import time
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.browser.looks import findings, listen, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "kuaile de yi nian 2026"


def mail_to(portal, address, after=0, containing=""):
    """The newest mail to an address with these words, once there are more than `after`; a worker sends it."""
    folder = Path(portal.environment["PORTAL_VAR"]) / "mails"
    for _again in range(150):
        sent = []
        for file in (
            sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime) if folder.exists() else ()
        ):
            for part in re.split(rb"(?m)^-{79}$", file.read_bytes()):
                if part.strip():
                    message = email.message_from_bytes(part.lstrip(), policy=email.policy.default)
                    text = message.get_body(("plain",)).get_content()
                    sent += [text] if message["To"] == address and containing in text else []
        if len(sent) > after:
            return sent[-1]
        time.sleep(0.2)
    pytest.fail(f"no mail to {address}")


def code(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def sign_up(portal, page, address):
    page.goto(portal.address("/"))
    page.get_by_role("link", name="登录").click()
    page.get_by_role("main").get_by_role("link", name="注册").click()
    page.get_by_label("电子邮箱").fill(address)
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "注册")
    expect(page.locator("h1")).to_have_text("请查收邮件")
    page.goto(re.search(r"https?://\S+/sign-up/confirm/\S+", mail_to(portal, address))[0])
    press(page, "是我的邮箱，确认")


def sign_in(portal, page, address):
    page.goto(portal.address("/sign-in/"))
    page.get_by_label("电子邮箱").fill(address)
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "登录")


def show_again(page):
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "继续")


def looked_at(page):
    """The page passes axe and fits a phone."""
    assert findings(page) == [], page.url
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert not scrolls_sideways(page), page.url


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_signing_up_to_coming_back_by_a_recovery_code(portal, page, javascript):
    address = f"story-{'with' if javascript else 'without'}@example.org"
    heard = listen(page)
    sign_up(portal, page, address)
    sign_in(portal, page, address)
    expect(page.locator("h1")).to_have_text("我的账号")

    page.get_by_role("main").get_by_role("link", name="双重验证").click()
    page.get_by_role("link", name="设置应用").click()
    show_again(page)
    secret = page.locator("#secret").inner_text()
    page.get_by_label("验证码").fill(code(secret))
    press(page, "设置应用")
    expect(page.locator("h1")).to_have_text("恢复码")
    recovery = page.locator(".account-codes li").all_inner_texts()
    assert len(recovery) == 10
    assert "身份验证器" in mail_to(portal, address, after=1)

    page.goto(portal.address("/account/"))
    press(page, "退出")
    sign_in(portal, page, address)
    expect(page.locator("h1")).to_have_text("双重验证")
    page.get_by_label("验证码").fill(code(secret, step=1))
    press(page, "登录")
    expect(page.locator("h1")).to_have_text("我的账号")

    press(page, "退出")
    sign_in(portal, page, address)
    page.get_by_label("验证码").fill(recovery[3])
    press(page, "登录")
    expect(page.locator("h1")).to_have_text("我的账号")
    assert heard == []


def test_every_page_of_an_account_is_accessible_and_fits(portal, page):
    for path in ("/sign-in/", "/sign-up/", "/sign-up/sent/", "/sign-in/off/", "/password/", "/password/sent/",
                 "/password/done/", "/password/new/1-a/", "/sign-up/confirm/a:b/", "/erasure/"):  # fmt: skip
        page.goto(portal.address(path))
        looked_at(page)
    sign_up(portal, page, "pages@example.org")
    sign_in(portal, page, "pages@example.org")
    page.goto(portal.address("/account/data/erase/"))
    looked_at(page)
    show_again(page)
    for path in ("", "mail/", "password/", "security/", "security/app/", "security/passkeys/",
                 "security/passkeys/new/", "sessions/", "data/", "data/export/", "data/erase/"):  # fmt: skip
        page.goto(portal.address(f"/account/{path}"))
        looked_at(page)


def test_a_passkey_signs_in_without_a_password(portal, context, page):
    """With Chromium's own authenticator, which answers as a phone with a fingerprint would."""
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                     "hasUserVerification": True, "isUserVerified": True}},
    )  # fmt: skip
    address = "passkey@example.org"
    sign_up(portal, page, address)
    sign_in(portal, page, address)
    page.goto(portal.address("/account/security/passkeys/new/"))
    show_again(page)
    press(page, "添加通行密钥")
    expect(page.locator("h1")).to_have_text("恢复码")
    page.goto(portal.address("/account/"))
    press(page, "退出")
    page.goto(portal.address("/sign-in/"))
    press(page, "用通行密钥登录")
    expect(page.locator("h1")).to_have_text("我的账号")
    expect(page.locator(".page-lead")).to_have_text(address)


def test_signing_in_needs_nothing_but_the_keyboard(portal, page):
    sign_up(portal, page, "keys@example.org")
    page.goto(portal.address("/sign-in/"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("keys@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("我的账号")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
