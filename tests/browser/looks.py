"""How a page in Chromium is looked at: accessible, no sideways scrolling, nothing in the console."""

from __future__ import annotations

from pathlib import Path
from weakref import WeakSet

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

SCREENS = [1280, 375]
"""Widths in CSS pixels at which axe looks at a page: a desk's and a phone's."""
NARROW = [640, 320]
"""What 1280 px are when a reader enlarges the page twice and four times."""
LOADED_THE_PAGE_ITSELF = "Failed to load resource"
QUICKER = Path(__file__).with_suffix(".js").read_text("utf-8")
AXE = """rules => {
    axe.startAnew();
    const options = {resultTypes: ["violations"], iframes: false, ...(rules && {runOnly: rules})};
    return axe.run(options).then(found => found.violations.map(
        one => `${one.id}: ${one.help}: ${one.nodes.slice(0, 5).map(node => node.target)}`));
}
"""
LOOKED_INTO: WeakSet[BrowserContext] = WeakSet()
"""Browsers in which a page was looked at."""


def findings(page: Page, *rules: str) -> list[str]:
    """What axe finds, one line a finding; only by the rules of these kinds, where they are named.

    All rules at every width: what is shown, and what names it, may differ. Of texts that look alike on the
    same ground, contrast is judged of one (`looks.js`).
    """
    bring_axe(page)
    return page.evaluate(AXE, [*rules] or None)


def bring_axe(page: Page) -> None:
    """Axe is large: where several pages are looked at, the browser keeps it from the second on."""
    if page.evaluate("typeof axe != 'undefined'"):
        return
    if page.evaluate("typeof bringAxe == 'undefined'"):
        if page.context in LOOKED_INTO:
            page.context.add_init_script(f"window.bringAxe = () => {{{AXE_SCRIPT}\n}}")
        LOOKED_INTO.add(page.context)
        page.evaluate(AXE_SCRIPT)
    else:
        page.evaluate("bringAxe()")
    page.evaluate(QUICKER)


def scrolls_sideways(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def faults(page: Page, *rules: str) -> list[str]:
    """What is wrong with a page at a desk and on a phone, one line a fault.

    Axe needs the page's scripts: without JavaScript it would never end.
    """
    found = []
    for width in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width} px: {finding}" for finding in findings(page, *rules)]
        found += [f"{width} px: scrolls sideways"] if scrolls_sideways(page) else []
    return found


def faults_without_scripts(page: Page) -> list[str]:
    """What is wrong with an enlarged page that may run no script, one line a fault."""
    dead = page.locator("main button[type=button]:visible").all_inner_texts()
    found = [f"needs a script: {button}" for button in dead]
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 640})
        found += [f"{width} px: scrolls sideways"] if scrolls_sideways(page) else []
    return found


def listen(page: Page) -> list[str]:
    """Errors and warnings of the page, as they come."""
    heard: list[str] = []
    page.on(
        "console",
        lambda message: (
            message.type in ("error", "warning")
            and not message.text.startswith(LOADED_THE_PAGE_ITSELF)
            and heard.append(message.text)
        ),
    )
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard
