"""What is wrong with a page is found, at the width where it is wrong, also among much that is right."""

from __future__ import annotations

import pytest

from tests.browser.looks import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = """<!doctype html><html lang="zh-CN"><head><title>页</title><style>
.pale { color: #aaa }
.dark { background: #333 }
.hidden { display: none }
@media (max-width: 400px) { .pale-on-phones { color: #aaa } .wide-on-phones { width: 600px } }
@media (min-width: 401px) { .only-on-phones { display: none } }
</style></head><body><main><h1>页</h1>%s</main></body></html>"""
ROWS = "<p>可以读的文字</p>" * 40


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ("", []),
        ('<p class="pale">浅色</p>', ["1280 px: color-contrast", "375 px: color-contrast"]),
        ('<p class="pale-on-phones">浅色</p>', ["375 px: color-contrast"]),
        ('<div class="dark"><p>深底</p></div>', ["1280 px: color-contrast", "375 px: color-contrast"]),
        ('<p style="opacity: .4">半透明</p>', ["1280 px: color-contrast", "375 px: color-contrast"]),
        ('<div class="only-on-phones"><button></button></div>', ["375 px: button-name"]),
        ('<div class="wide-on-phones">宽</div>', ["375 px: scrolls sideways"]),
    ],
)
def test_a_fault_among_what_is_right_is_found_at_its_width(page, wrong, found):
    page.set_content(PAGE % (ROWS + wrong + ROWS))
    assert [": ".join(fault.split(": ")[:2]) for fault in faults(page)] == found


@pytest.mark.parametrize("before", ["1", '<span class="hidden">浅色</span>', "<input hidden value='浅色'>"])
def test_what_cannot_be_judged_does_not_speak_for_what_can(page, before):
    page.set_content(PAGE % f'<p class="pale">{before}</p>{ROWS}<p class="pale">浅色</p>')
    assert [fault.split(":")[1] for fault in faults(page)] == [" color-contrast"] * 2


def test_a_page_that_is_looked_at_later_is_looked_at_as_well(page):
    for _again in range(4):
        page.goto("about:blank")
        page.set_content(PAGE % f'{ROWS}<p class="pale">浅色</p>')
        assert len(faults(page)) == 2
