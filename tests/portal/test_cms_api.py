"""The headless API: one site and no other, nothing that is not public, answers that caches may keep."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import PageViewRestriction, Site

from accounts import throttling
from accounts.enums import NATION
from city_sites.enums import PolicyRelation
from city_sites.models import BulletinPage, FairEmployer, FairPage, PlainPage, PolicyLink, PolicyPage, ReadKey
from city_sites.models.preview import draft_keep
from city_sites.services import city_retire
from city_sites.services.read_keys import MOST_KEYS, read_key_issue, read_key_revoke
from jobs.enums import VerificationState
from tests.accounts.conftest import forget_counters
from tests.city_sites.pages import SHENZHEN, WUHAN, add, home_of
from tests.city_sites.test_boundaries import picture
from tests.factories import EmployerFactory, UserFactory

pytestmark = [
    pytest.mark.django_db,
    # The library that makes thumbnails leaves closing its temporary file to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
HOST = {"host": "wuhan.localhost"}


@pytest.fixture
def home(two_sites):
    cache.clear()
    return home_of(WUHAN)


def ask(client, path, **parameters):
    return client.get(f"/api/cms/{path}", parameters, headers=HOST)


def titles(answer):
    return {item["title"] for item in answer.json()["items"]}


def image_in(page, title, **changes):
    """An image that the text of the page shows."""
    image = Image.objects.create(title=title, file=picture())
    page.body += f'<embed embedtype="image" id="{image.pk}" alt="大厅" format="fullwidth"/>'
    for name, value in changes.items():
        setattr(page, name, value)
    page.save()
    return image


def test_a_site_is_asked_for_by_host_by_name_and_by_code(client, home):
    add(home, BulletinPage, "武汉公告")
    add(home_of(SHENZHEN), BulletinPage, "深圳公告")
    asked = {"type": "city_sites.BulletinPage"}
    assert titles(ask(client, "pages/", **asked)) == {"武汉公告"}
    for site in (SHENZHEN, "shenzhen.localhost", "SHENZHEN.localhost:80"):
        assert titles(ask(client, "pages/", site=site, **asked)) == {"深圳公告"}
    assert titles(ask(client, "pages/", site=NATION, **asked)) == set()


@pytest.mark.parametrize(
    "site", ["nowhere.example", "420500", "wuhan.localhost:x", "wuhan.localhost:81", "²"]
)
def test_an_unknown_site_is_not_found_and_says_so(client, home, site):
    answer = ask(client, "pages/", site=site)
    assert (answer.status_code, "站点" in answer.json()["message"]) == (404, True)


def test_a_closed_site_answers_nothing(client, home):
    city_retire(region=WUHAN)
    assert client.get("/api/cms/pages/", {"site": WUHAN}).status_code == 404


def test_rich_text_is_html_with_whole_addresses(client, home):
    other = add(home, BulletinPage, "另一则")
    page = add(home, BulletinPage, "有链接", body=f'<p>见<a linktype="page" id="{other.pk}">另一则</a>。</p>')
    image = image_in(page, "大厅照片")
    body = ask(client, f"pages/{page.pk}/").json()["body"]
    root = Site.objects.get(hostname="wuhan.localhost").root_url
    assert f"{root}/bulletins/{quote(other.slug)}/" in body
    assert f'src="{root}{image.get_rendition("width-800").url}"' in body
    assert "linktype" not in body
    assert "<embed" not in body


def test_images_and_documents_are_those_that_public_pages_of_the_site_show(client, home):
    shown = image_in(add(home, BulletinPage), "公开照片")
    image_in(add(home, BulletinPage), "草稿照片", live=False)
    image_in(add(home_of(SHENZHEN), BulletinPage), "深圳照片")
    Image.objects.create(title="没有用的照片", file=picture())
    document = Document.objects.create(title="表", file=ContentFile(b"%PDF-1.7", "a.pdf"))
    add(home, BulletinPage, attachments=[("document", document)])
    hidden = Document.objects.create(title="密", file=ContentFile(b"%PDF-1.7", "b.pdf"))
    add(home, BulletinPage, attachments=[("document", hidden)], live=False)
    assert titles(ask(client, "images/")) == {"公开照片"}
    assert titles(ask(client, "documents/")) == {"表"}
    assert ask(client, f"documents/{hidden.pk}/").status_code == 404
    told = ask(client, f"documents/{document.pk}/").json()
    assert told["file_size"] == 8
    assert told["meta"]["download_url"].startswith("http://wuhan.localhost")
    renditions = ask(client, f"images/{shown.pk}/").json()["renditions"]
    assert set(renditions) == {"thumbnail", "small", "medium", "large"}
    assert renditions["medium"]["url"].startswith("http://wuhan.localhost")
    assert renditions["large"]["width"] == 20


def test_drafts_restricted_pages_and_unverified_employers_are_in_no_answer(client, home):
    policy = add(home, PolicyPage, "新办法")
    for title, live in (("现行依据", True), ("未发布依据", False)):
        other = add(home, PolicyPage, title, live=live)
        PolicyLink.objects.create(page=policy, kind=PolicyRelation.REPLACES, other=other)
    fair = add(home, FairPage, "春季招聘会")
    for name, state in (
        ("核验单位", VerificationState.VERIFIED),
        ("未核验单位", VerificationState.UNVERIFIED),
    ):
        employer = EmployerFactory(name=name, verification=state)
        FairEmployer.objects.create(page=fair, employer=employer, booth="A1")
    closed = add(home, BulletinPage, "内部公告")
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="x")
    assert [one["title"] for one in ask(client, f"pages/{policy.pk}/").json()["relations"]] == ["现行依据"]
    assert [one["name"] for one in ask(client, f"pages/{fair.pk}/").json()["employers"]] == ["核验单位"]
    everything = ask(client, "pages/", fields="*").text
    assert not any(word in everything for word in ("未发布依据", "内部公告", "未核验单位"))


def test_redirects_are_those_of_the_site_and_of_all_sites(client, home):
    wuhan, shenzhen = Site.objects.get(root_page=home), Site.objects.get(root_page=home_of(SHENZHEN))
    for path, site in (("/old", wuhan), ("/everywhere", None), ("/theirs", shenzhen)):
        Redirect.objects.create(old_path=path, site=site, redirect_link="https://example.org/")
    answer = ask(client, "redirects/").json()["items"]
    assert [one["old_path"] for one in answer] == ["/everywhere", "/old"]
    assert answer[0]["location"] == "https://example.org/"


def test_menus_are_what_header_and_footer_show(client, home):
    home.add_child(
        instance=PlainPage(title="联系我们", slug="contact", body="<p>电话。</p>", show_in_menus=True)
    )
    home.get_children().get(slug="courses").unpublish()
    cache.clear()
    menus = ask(client, "menus/").json()
    page = client.get("/faq/", headers=HOST).content.decode()
    entries = [one for group in menus["footer"] for one in group["items"]]
    assert [one["title"] for one in menus["header"]] == ["求职", "招聘", "市场数据", "办事服务"]
    found = {one["title"]: one["url"] for one in entries}
    assert found["联系我们"] == "http://wuhan.localhost/contact/"
    assert "培训课程" not in found
    assert all(f">{one['title']}</a>" in page for one in entries)
    english = ask(client, "menus/", lang="en").json()
    assert english["header"][0] == {
        "title": "Find work", "url": "http://wuhan.localhost/vacancies/", "language": "en",
    }  # fmt: skip


def test_settings_are_those_of_the_site(client, home):
    told = ask(client, "settings/").json()
    assert (told["name"], told["region"], told["home"]) == ("武汉公共就业", WUHAN, home.pk)
    nation = ask(client, "settings/", site=NATION).json()
    assert (nation["region"], nation["emblem"]) == (NATION, None)


def test_an_answer_is_kept_by_caches_and_not_sent_twice(client, home):
    first = ask(client, "settings/")
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate, s-maxage=300"
    again = client.get("/api/cms/settings/", headers=HOST | {"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    home.title = "改名了"
    page = ask(client, f"pages/{home.pk}/")
    home.save()
    changed = client.get(f"/api/cms/pages/{home.pk}/", headers=HOST | {"if-none-match": page.headers["ETag"]})
    assert changed.json()["title"] == "改名了"
    assert "s-maxage=60" in ask(client, "pages/", search="改名").headers["Cache-Control"]


def test_answers_depend_on_no_cookie_and_set_none(client, home):
    client.force_login(UserFactory())
    client.cookies["lang"] = "en"
    answer = ask(client, "menus/", lang="en")
    assert answer.cookies.output() == ""
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert ask(client, "menus/").json()["language"] == "zh-CN"


def test_scripts_of_every_origin_may_read_and_only_read(client, home):
    preflight = client.options("/api/cms/pages/", headers=HOST | {"origin": "https://client.example"})
    assert preflight.status_code == 204
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in preflight.headers
    assert client.post("/api/cms/pages/", headers=HOST).status_code == 405
    assert client.delete(f"/api/cms/pages/{home.pk}/", headers=HOST).status_code == 405


@pytest.mark.parametrize(
    "wrong",
    [{"search": "\0"}, {"type": "city_sites.NoSuch"}, {"fields": "("}, {"limit": "x"}, {"colour": "red"}],
)
def test_what_is_not_understood_is_told(client, home, wrong):
    answer = ask(client, "pages/", **wrong)
    assert (answer.status_code, bool(answer.json()["message"])) == (400, True)


@pytest.fixture
def counted(settings):
    settings.READS_A_MINUTE_FROM_AN_ADDRESS = 2
    forget_counters()
    yield
    forget_counters()


def test_who_asks_too_often_is_told_how_long_to_wait_and_a_key_has_a_rate_of_its_own(client, home, counted):
    _key, text = read_key_issue(region=WUHAN, name="江汉热线", by=None, rate=3)
    assert [ask(client, "settings/").status_code for _time in range(3)] == [200, 200, 429]
    refused = ask(client, "settings/")
    assert 1 <= int(refused.headers["Retry-After"]) <= throttling.WINDOW_S
    assert refused.headers["Retry-After"] in refused.json()["message"]
    assert refused.headers["Cache-Control"] == "no-store"
    with_key = HOST | {"authorization": f"Bearer {text}"}
    codes = [client.get("/api/cms/settings/", headers=with_key).status_code for _time in range(4)]
    assert codes == [200, 200, 200, 429]


def test_a_key_is_good_for_its_site_until_it_is_taken_back(client, home):
    key, text = read_key_issue(region=WUHAN, name="江汉热线", by=UserFactory())
    nation, for_all = read_key_issue(region=NATION, name="全国客户端", by=None)
    with_key = {"authorization": f"Bearer {text}"}

    def code(headers, site):
        return client.get("/api/cms/settings/", {"site": site}, headers=headers).status_code

    assert [code(with_key, WUHAN), code(with_key, SHENZHEN)] == [200, 401]
    assert [code({"authorization": f"Bearer {for_all}"}, site) for site in (WUHAN, SHENZHEN)] == [200, 200]
    assert ReadKey.objects.get(pk=key.pk).last_used_at is not None
    assert text not in str(ReadKey.objects.values().get(pk=key.pk))
    read_key_revoke(key=key, by=UserFactory())
    assert code(with_key, WUHAN) == 401
    assert nation.beginning != key.beginning


def test_a_site_has_a_limited_number_of_keys(home):
    for number in range(MOST_KEYS):
        read_key_issue(region=WUHAN, name=f"客户端{number}", by=None)
    with pytest.raises(Exception, match=str(MOST_KEYS)):
        read_key_issue(region=WUHAN, name="再一个", by=None)


def test_a_token_opens_one_draft_of_its_site_and_nothing_else(client, home):
    page = add(home, BulletinPage, "已发布")
    page.title, page.body = "还在写", "<p>草稿。</p>"
    token = draft_keep(page)
    told = ask(client, f"preview/{token}/")
    assert (told.json()["title"], told.json()["body"]) == ("还在写", "<p>草稿。</p>")
    assert told.json()["id"] == page.pk
    assert told.headers["Cache-Control"] == "no-store"
    assert ask(client, f"pages/{page.pk}/").json()["title"] == "已发布"
    assert client.get(f"/api/cms/preview/{token}/", {"site": SHENZHEN}).status_code == 404
    assert ask(client, "preview/forged/").status_code == 404
    cache.delete(f"headless_draft:{token}")  # as the cache does when the time is over
    assert ask(client, f"preview/{token}/").status_code == 404
