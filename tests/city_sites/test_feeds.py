"""RSS and Atom of a site: valid, its own entries only, 20 of them, sent once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from lxml import etree

from city_sites.models import BulletinPage, CoursePage, FairPage, NewsPage, PolicyPage
from tests.city_sites.pages import SHENZHEN, WUHAN, add, home_of

pytestmark = pytest.mark.django_db
HOST = {"host": "wuhan.localhost"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
KINDS = {
    "bulletins": BulletinPage, "news": NewsPage, "policies": PolicyPage, "fairs": FairPage,
    "courses": CoursePage,
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(two_sites):
    return home_of(WUHAN)


def read(client, kind, form="atom", **headers):
    answer = client.get(f"/feeds/{kind}.{form}", headers=HOST | headers)
    assert answer.status_code == 200
    return answer, etree.fromstring(answer.content)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_valid_rss_and_atom_of_the_city_s_own(client, home, kind):
    page = add(home, KINDS[kind], "一件<b>大事</b>")
    add(home_of(SHENZHEN), KINDS[kind], "深圳的")
    add(home, KINDS[kind], "草稿", live=False)
    answer, rss = read(client, kind, "rss")
    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    assert rss.get("version") == "2.0"
    for required in ("title", "link", "description"):
        assert rss.findtext(f"channel/{required}")
    (item,) = rss.findall("channel/item")
    assert item.findtext("title") == "一件<b>大事</b>"
    assert item.findtext("link") == page.full_url
    assert item.find("guid").get("isPermaLink") == "false"
    _answer, atom = read(client, kind)
    for element in (atom, *atom.findall("a:entry", ATOM)):
        for required in ("id", "title", "updated"):
            assert element.findtext(f"a:{required}", namespaces=ATOM)
        stamp = dt.datetime.fromisoformat(element.findtext("a:updated", namespaces=ATOM))
        assert stamp.tzinfo is not None
    assert len(atom.findall("a:entry", ATOM)) == 1


def test_the_nation_s_feed_holds_what_all_cities_publish(client, home):
    add(home, BulletinPage, "武汉的")
    add(home_of(SHENZHEN), BulletinPage, "深圳的")
    answer = client.get("/feeds/bulletins.rss", headers={"host": "localhost"})
    titles = [item.findtext("title") for item in etree.fromstring(answer.content).iter("item")]
    assert titles == ["深圳的", "武汉的"]


def test_twenty_newest_come_first(client, home):
    now = timezone.now()
    for number in range(22):
        add(home, BulletinPage, f"第 {number} 则", first_published_at=now - dt.timedelta(hours=number))
    _answer, rss = read(client, "bulletins", "rss")
    titles = [item.findtext("title") for item in rss.iter("item")]
    assert titles == [f"第 {number} 则" for number in range(20)]


def test_what_a_reader_has_is_not_sent_again(client, home):
    page = add(home, BulletinPage)
    answer, _rss = read(client, "bulletins", "rss")
    asked = HOST | {"if-none-match": answer.headers["ETag"]}
    assert client.get("/feeds/bulletins.rss", headers=asked).status_code == 304
    page.title = "改了"
    page.save_revision().publish()
    assert client.get("/feeds/bulletins.rss", headers=asked).status_code == 200
    assert "s-maxage" in answer.headers["Cache-Control"]
    assert "cookie" not in answer.headers.get("Vary", "").lower()


def test_lists_and_first_pages_name_their_feeds(client, home):
    assert 'href="/feeds/policies.rss"' in client.get("/policies/", headers=HOST).text
    first = client.get("/", headers=HOST).text
    assert all(f'href="/feeds/{kind}.atom"' in first for kind in KINDS)
    assert 'href="/vacancies/feed.atom"' in first


@pytest.mark.parametrize("path", ["guides.rss", "bulletins.xml", "nothing.atom"])
def test_there_are_no_other_feeds(client, path):
    assert client.get(f"/feeds/{path}", headers=HOST).status_code == 404
