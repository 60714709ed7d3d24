"""Filling a return in with a browser: pasted, by keyboard, kept as it is typed; and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASTE = """([id, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const cell = document.getElementById(id);
  cell.focus();
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def cell(row: str) -> str:
    return f"[id='c:{row}:total']"


def test_a_block_from_a_spreadsheet_is_pasted_kept_and_computed(portal, page, sign_in):
    sign_in(page, "nation")
    page.goto(portal.address("{return}"))
    with page.expect_response("**/draft/") as answer:
        page.evaluate(PASTE, ["c:insured_start:total", "1,000\n200\n50\n"])
    assert answer.value.ok
    page.wait_for_function("document.getElementById('c:insured_end:total').textContent === '1,150'")
    page.reload()
    assert page.input_value(cell("insured_new")) == "200"
    assert page.inner_text(cell("insured_end")) == "1,150"


def test_enter_and_arrows_go_from_cell_to_cell_over_what_is_computed(portal, page, sign_in):
    sign_in(page, "nation")
    page.goto(portal.address("{return}"))
    page.focus(cell("insured_stopped"))
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "c:recipients_start:total"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "c:insured_stopped:total"


def test_a_word_in_a_cell_is_told_beside_it_as_one_types(portal, page, sign_in):
    sign_in(page, "nation")
    page.goto(portal.address("{return}"))
    page.fill(cell("spending_other"), "很多")
    page.wait_for_selector("[id='c:spending_other:total-said']:not(:empty)")
    assert page.get_attribute(cell("spending_other"), "aria-invalid") == "true"


def test_what_could_not_be_sent_is_there_again(portal, page, sign_in):
    sign_in(page, "nation")
    page.goto(portal.address("{return}"))
    page.route("**/draft/", lambda route: route.abort())
    page.fill(cell("income_other"), "77")
    expect(page.locator("#return-said")).to_contain_text("本机")
    page.unroute("**/draft/")
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_response("**/draft/"):
        page.reload()
    assert page.input_value(cell("income_other")) == "77"


@pytest.mark.parametrize("javascript", [False])
def test_without_javascript_the_buttons_save(portal, page, sign_in, javascript):
    sign_in(page, "nation")
    page.goto(portal.address("{return}"))
    page.fill(cell("income_interest"), "12.5")
    page.click("button[value=save]")
    assert page.input_value(cell("income_interest")) == "12.50"
