"""Every page at a desk and on a phone: accessible, no sideways scrolling, nothing in the console, light; and
enlarged twice and four times, without scripts."""

from __future__ import annotations

import re

import pytest

from tests.browser.content import PASSWORD
from tests.browser.looks import faults, faults_without_scripts, findings, listen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PUBLIC = {
    "national home": ("/", "", 200),
    "national home in English": ("/?lang=en", "", 200),
    "cities by province": ("/cities/", "", 200),
    "cities by letter": ("/cities/?by=letter", "", 200),
    "coverage": ("/cities/coverage/", "", 200),
    "province": ("/provinces/hubei/", "", 200),
    "province in English": ("/provinces/guangdong/?lang=en", "", 200),
    "empty province": ("/provinces/qinghai/", "", 200),
    "market": ("/market/", "", 200),
    "release calendar": ("/releases/", "", 200),
    "past releases in English": ("/releases/?past=1&lang=en", "", 200),
    "release": ("{release}", "", 200),
    "published tables": ("/data/", "", 200),
    "regions of a dataset": ("/data/supply-demand-industry/", "", 200),
    "published table": ("/data/supply-demand-industry/000000/{period}/", "", 200),
    "superseded version": ("{corrected}", "", 200),
    "series": ("/data/supply-demand-total/420100/series/ratio/合计/", "", 200),
    "regions side by side": (
        "/data/supply-demand-total/compare/?region=420100&region=440300&measure=ratio&key=合计&lang=en",
        "",
        200,
    ),
    "national report": ("{report}", "", 200),
    "city report in English": ("{report}?lang=en", "wuhan", 200),
    "reports of a city": ("/statistics/", "wuhan", 200),
    "pay of an occupation": ("/pay/?occupation=4-01-02-01&region=420100&compare=440100", "", 200),
    "pay of no known words": ("/pay/?q=zzqqxx&lang=en", "", 200),
    "results": ("/vacancies/?q=电工&education=60", "", 200),
    "results in English": ("/vacancies/?q=电工&lang=en", "", 200),
    "all vacancies": ("/vacancies/", "", 200),
    "no results": ("/vacancies/?q=zzzqqq&education=60", "", 200),
    "near a position": ("/vacancies/?near=30.59,114.31&within=100&not_region=420106", "", 200),
    "near a place in English": ("/vacancies/?near=420100&within=50&not_education=30&lang=en", "", 200),
    "words understood": ("/vacancies/?q=武汉电工不要夜班&repeats=1", "", 200),
    "words meant otherwise": ("/vacancies/?q=电功", "", 200),
    "few results and ways to more": ("/vacancies/?q=会计&region=440305&education=30&pay_min=20000", "", 200),
    "results of a search that is not understood": ("/vacancies/?place=乌有乡&education=zz", "", 200),
    "vacancy": ("{vacancy}", "", 200),
    "vacancy in English": ("{vacancy}?lang=en", "", 200),
    "closed vacancy": ("{gone}", "", 410),
    "no such page": ("/no-such-page/", "", 404),
    "national bulletins": ("/bulletins/", "", 200),
    "about": ("/about/", "", 200),
    "recruiting": ("/employers/", "", 200),
    "second factor lost": ("/sign-in/lost/", "", 200),
    "services": ("/services/", "", 200),
    "sign in": ("/sign-in/", "", 200),
    "invitation to the staff": ("{invited}", "", 200),
    "city home": ("/", "wuhan", 200),
    "city results": ("/vacancies/", "wuhan", 200),
    "city bulletins": ("/bulletins/", "wuhan", 200),
    "city bulletin": ("/bulletins/fair-0/", "wuhan", 200),
    "corrected bulletin": ("/bulletins/fair-1/", "wuhan", 200),
    "bulletin before its correction": ("/bulletins/fair-1/versions/1/", "wuhan", 200),
    "city about": ("/about/", "wuhan", 200),
    "city news": ("/news/", "wuhan", 200),
    "city news item": ("/news/night-school/", "wuhan", 200),
    "policies": ("/policies/?status=in_force&year=last", "wuhan", 200),
    "repealed policy": ("/policies/training-subsidy-2021/", "wuhan", 200),
    "policy in English": ("/policies/training-subsidy/?lang=en", "wuhan", 200),
    "guides": ("/guides/", "wuhan", 200),
    "guide": ("/guides/unemployment/", "wuhan", 200),
    "guide in English": ("/guides/training/?lang=en", "wuhan", 200),
    "courses": ("/courses/", "wuhan", 200),
    "course": ("/courses/electrician/", "wuhan", 200),
    "fairs": ("/fairs/", "wuhan", 200),
    "fair": ("/fairs/manufacturing/", "wuhan", 200),
    "fair in English": ("/fairs/online-graduates/?lang=en", "wuhan", 200),
    "questions": ("/faq/", "wuhan", 200),
    "outlets": ("/outlets/?place=江夏区", "wuhan", 200),
    "outlets of no known place": ("/outlets/?place=乌有乡", "wuhan", 200),
    "embedded vacancies": ("/embed/vacancies/?city=420100", "", 200),
    "embedded search in English": ("/embed/search/?city=420100&lang=en", "", 200),
    "national policies": ("/policies/", "", 200),
    "ranking of data quality": ("/quality/", "", 200),
    "national questions": ("/faq/", "", 200),
}
STAFF = {
    "overview": "/workspace/",
    "feeds": "/workspace/feeds/",
    "opening a feed": "/workspace/feeds/add/",
    "feed": "/workspace/feeds/wuhan/",
    "profile of a feed": "/workspace/feeds/wuhan/profile/",
    "runs": "/workspace/runs/",
    "runs that wait": "/workspace/runs/?state=held",
    "employers": "/workspace/employers/",
    "run": "{done}",
    "run that waits": "{held}",
    "receipts that are filtered": "{held}?outcome=refused",
    "receipts of which none is left": "{held}?id=nothing",
    "vacancies": "/workspace/vacancies/",
    "vacancies with other columns": "/workspace/vacancies/?column=title&column=doubts&q=电工",
    "a vacancy in review": "{review}",
    "times of decisions": "/workspace/vacancies/times/",
    "rules of review": "/workspace/vacancies/rules/",
    "a test run": "{trial}",
    "data quality": "/workspace/quality/",
}
NATIONAL_STAFF = {
    "releases": "/workspace/releases/",
    "a new release": "/workspace/releases/add/",
    "a release to come": "{coming}",
    "rules of the calendar": "/workspace/releases/rules/",
    "what needs the country": "/workspace/",
    "what needs a province": "/workspace/?region=420000",
    "acts": "/workspace/acts/",
    "an act": "{act}",
    "data quality": "/workspace/quality/",
    "employers to verify": "/workspace/employers/",
    "papers to check": "/workspace/verifications/",
    "reports": "/workspace/reports/",
    "a report about a message": "{message_report}",
    "wage surveys": "/workspace/wages/",
    "consumer prices": "/workspace/wages/prices/",
    "submission board": "/workspace/board/",
    "official days off": "/workspace/holidays/",
    "synonyms": "/workspace/synonyms/",
    "a synonym": "/workspace/synonyms/add/",
    "popular searches": "/workspace/popular/",
    "audit trail": "/workspace/audit/",
    "figures": "/workspace/figures/",
    "figures of the country": "{figures}",
    "text of the country": "{figures}text/",
    "staff": "/workspace/people/",
    "approvals": "/workspace/approvals/",
    "an approval": "{approval}",
    "help of the province": "/workspace/sites/420100/province/",
    "inviting staff": "/workspace/people/invite/",
    "invitations of staff": "/workspace/people/invitations/",
    "yearly review of staff": "/workspace/people/review/?show=all",
    "taking a right back": "{right}",
    "sites": "/workspace/sites/",
    "site": "/workspace/sites/420100/",
    "an own domain to be proven": "/workspace/sites/420100/domain/",
    "an own domain": "/workspace/sites/440300/domain/",
    "coverage": "/workspace/coverage/",
    "a new target": "/workspace/coverage/targets/add/",
    "pilots": "/workspace/coverage/pilots/",
    "linking a site": "/workspace/sites/420200/link/",
    "queues": "/workspace/queues/",
    "minimum wages": "/workspace/sites/420100/wages/",
    "linked sites": "/workspace/links/",
    "linked site": "/workspace/links/420200/",
    "practice of a site": "/workspace/sites/420100/practice/",
    "closing a site": "/workspace/sites/420100/retire/",
    "outlets of a site": "/workspace/sites/420100/outlets/",
    "a new outlet": "/workspace/sites/420100/outlets/add/",
    "courses of a site": "/workspace/sites/420100/courses/",
    "returns": "/workspace/returns/?show=all",
    "no return": "/workspace/returns/?show=counted",
    "a return": "{return}",
    "a return in English": "{return}?lang=en",
    "history of a return": "{return}history/?lang=zh-hans",
    "key for returns": "/workspace/returns/key/420100/",
    "forms": "/workspace/forms/",
    "a new form": "/workspace/forms/new/",
    "a form": "/workspace/forms/supply-demand/1/",
    "draft of a form": "/workspace/forms/unemployment-insurance/2/",
    "head of a form": "/workspace/forms/unemployment-insurance/draft/head/",
    "a row of a form": "/workspace/forms/unemployment-insurance/draft/row/4/",
    "a rule of a form": "/workspace/forms/unemployment-insurance/draft/rule/3/",
    "headless clients of a site": "/workspace/sites/420100/headless/",
    "headless clients of all sites": "/workspace/sites/000000/headless/",
    "parts for other sites": "/workspace/sites/420100/embed/?part=vacancies&count=3&accent=%23f0a000&lang=en",
}
AT_THE_WINDOW = {
    "service window": "/window/",
    "unemployed people": "/window/unemployed/",
    "registering as unemployed": "/window/unemployed/register/",
    "an unemployed person": "{jobless}",
}
WHO_APPLIED = {
    "home": "/me/",
    "messages": "/me/messages/",
    "conversation": "{me_conversation}",
    "conversation in English": "{me_conversation}?lang=en",
    "blocking": "{me_stop}",
    "application": "{me_application}",
    "invitations": "/me/invitations/",
}
WHO_RECRUITS = {
    "desk": "{desk}",
    "messages": "{desk}messages/",
    "conversation": "{desk_conversation}",
    "people who fit": "{desk_people}",
    "people who fit in English": "{desk_people}?lang=en",
    "one of them": "{desk_person}",
    "vacancy": "{desk_vacancy}",
    "applications of a vacancy": "{desk}candidates/",
}
LIGHT = 150_000
"""Bytes of a public page with all that it loads but maps and the library of charts, not compressed.

That library is loaded where a reader comes to a chart, and on no page without one."""


@pytest.fixture(scope="module")
def window(browser):
    """One browser for the public pages: it reads styles and axe once."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(20_000)
    page = context.new_page()
    heard, loaded = listen(page), []
    page.on("response", lambda response: loaded.append(response))
    yield page, heard, loaded
    context.close()


@pytest.fixture
def visit(window):
    """A page of somebody whom the portal does not know yet; what it complains of, and what it loads."""
    page, heard, loaded = window
    page.context.clear_cookies()
    heard.clear()
    loaded.clear()
    return window


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_accessible_fits_and_is_light(portal, visit, name):
    path, city, status = PUBLIC[name]
    page, heard, loaded = visit
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.goto(portal.address(path, city)).status == status
    assert faults(page) == []
    maps = page.evaluate(
        "[...document.querySelectorAll('.country-map svg')].map(one => one.outerHTML).join('')"
    )
    carried = [one for one in loaded if one.ok and "/vendor/echarts/" not in one.url]
    assert sum(len(one.body()) for one in carried) - len(maps.encode()) < LIGHT
    assert [one.url for one in loaded[1:] if one.status >= 400] == []
    assert heard == []


@pytest.mark.parametrize("javascript", [False])
def test_an_enlarged_public_page_fits_and_needs_no_script(portal, page, javascript):
    wrong = []
    for name, (path, city, _status) in PUBLIC.items():
        page.goto(portal.address(path, city))
        wrong += [f"{name}: {fault}" for fault in faults_without_scripts(page)]
    assert wrong == []


def test_with_the_search_away_its_page_says_so_and_offers_the_newest(portal_without_index, page):
    heard = listen(page)
    assert page.goto(portal_without_index.address("/vacancies/?q=电工")).status == 200
    assert "搜索暂时不能使用" in page.locator(".notice").inner_text()
    assert page.locator(".vacancy").count() == 20
    assert faults(page) == []
    assert heard == []
    page.locator(".vacancy-title a").first.click()
    assert page.locator("#act").is_visible()


DESKS = {
    "feeds": STAFF,
    "nation": NATIONAL_STAFF,
    "talker": WHO_APPLIED,
    "hirer": WHO_RECRUITS,
    "clerk": AT_THE_WINDOW,
}


def enter(portal, page, who: str) -> None:
    page.goto(portal.address("/sign-in/"))
    page.fill("#id_login", f"{who}@portal.example")
    page.fill("#id_password", PASSWORD)
    page.click("main form button")
    page.wait_for_url(re.compile("/(account|workspace)/$"))


@pytest.mark.parametrize("who", DESKS)
def test_pages_of_staff_and_of_both_sides_are_accessible_and_fit(portal, page, who):
    heard, wrong = listen(page), []
    enter(portal, page, who)
    for name, path in DESKS[who].items():
        assert page.goto(portal.address(path)).status == 200, name
        wrong += [f"{name}: {fault}" for fault in faults(page)]
    assert wrong == []
    assert heard == []


@pytest.mark.parametrize("javascript", [False])
@pytest.mark.parametrize("who", DESKS)
def test_their_pages_enlarged_fit_and_need_no_script(portal, page, who, javascript):
    wrong = []
    enter(portal, page, who)
    for name, path in DESKS[who].items():
        page.goto(portal.address(path))
        wrong += [f"{name}: {fault}" for fault in faults_without_scripts(page)]
    assert wrong == []


def test_no_link_leads_nowhere(portal, page):
    """Every link of the frame and of the homes, on the national host and on a city's."""
    links: set[str] = set()
    for path, city in (("/", ""), ("/", "wuhan"), ("{vacancy}", "wuhan"), ("/services/", "")):
        page.goto(portal.address(path, city))
        links |= set(page.evaluate("[...document.links].map(link => link.href)"))
    own = sorted(link.split("#")[0] for link in links if f"localhost:{portal.port}" in link)
    broken = [link for link in dict.fromkeys(own) if page.goto(link).status >= 400]
    assert len(own) > 40
    assert broken == []


def test_errors_of_a_form_stand_beside_the_field_and_in_a_summary(portal, page):
    page.goto(portal.address("/sign-in/"))
    page.fill("#id_login", "nobody@portal.example")
    page.fill("#id_password", "wrong")
    page.click("main form button")
    assert page.locator(".error-summary").is_visible()
    page.click(".error-summary a")
    assert page.evaluate("document.activeElement.id") == "id_login"
    assert findings(page) == []


def test_the_keyboard_reaches_the_content_first_and_shows_where_it_is(portal, page):
    page.goto(portal.address("/"))
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("id") == "q"
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "3px" in outline
    assert "rgb(255, 191, 71)" in outline


def test_nothing_moves_for_a_reader_who_asks_for_less_motion(portal, page):
    page.emulate_media(reduced_motion="reduce")
    page.goto(portal.address("/"))
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).transitionDuration") == "0s"


def test_a_printed_vacancy_is_text_with_its_address(portal, page):
    page.goto(portal.address("{vacancy}"))
    page.emulate_media(media="print")
    assert page.locator(".print-address").is_visible()
    assert not page.locator(".mainnav").is_visible()
    assert page.locator(".post-act .button").count() > 0
    assert page.locator(".post-act .button:visible").count() == 0
