"""RSS and Atom say what the search finds, to readers that ask often and remember ids."""

from __future__ import annotations

import pytest
from defusedxml import ElementTree

from search.indexing import index_rebuild
from tests.factories import EmployerFactory, VacancyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
NOBODY_LISTENS = "http://127.0.0.1:9"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def market(db):
    made = [
        VacancyFactory(title="电工<夜班> & 电焊", region="420115", pay_min=6000, pay_max=8000),
        VacancyFactory(title="东莞电工", region="441900"),
    ]
    index_rebuild()
    return made


def rss(client, query: str = "", status: int = 200):
    response = client.get(f"/vacancies/feed.rss{query}")
    assert response.status_code == status
    return response


def items(response):
    return ElementTree.fromstring(response.content).findall("channel/item")


def test_rss_holds_the_newest_that_the_search_finds_escaped_and_with_stable_ids(client, market, settings):
    response = rss(client, "?q=电工&region=420100")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    (item,) = items(response)
    assert item.findtext("title") == "电工<夜班> & 电焊"
    assert item.findtext("link") == f"http://testserver/vacancies/{market[0].pk}/"
    assert item.findtext("guid") == f"tag:{settings.PORTAL_HOST},2026:vacancy:{market[0].pk}"
    assert item.find("guid").get("isPermaLink") == "false"
    assert "6,000–8,000 元/月 · 武汉·江夏区" in item.findtext("description")
    assert ElementTree.fromstring(response.content).findtext("channel/title") == "电工 · 武汉市：新岗位"


def test_atom_says_the_same(client, market, settings):
    response = client.get("/vacancies/feed.atom?q=电工&region=420100")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    (entry,) = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "电工<夜班> & 电焊"
    assert entry.findtext(f"{ATOM}id") == f"tag:{settings.PORTAL_HOST},2026:vacancy:{market[0].pk}"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == market[0].employer.name
    assert entry.findtext(f"{ATOM}updated")


def test_fifty_items_however_long_a_page_is_asked_for_and_repeats_once(client):
    employer = EmployerFactory()
    for number in range(52):
        VacancyFactory(title=f"电工{number}班", employer=employer)
    VacancyFactory.create_batch(3, title="焊工", employer=employer)
    index_rebuild()
    titles = [item.findtext("title") for item in items(rss(client, "?page_size=5&sort=pay"))]
    assert len(titles) == 50
    assert titles.count("焊工") == 1


def test_a_reader_that_has_it_already_is_told_so_even_where_nothing_is_found(client, market):
    for query in ("?q=电工", "?q=宇航员"):
        first = rss(client, query)
        assert "max-age=300" in first["Cache-Control"]
        again = client.get(f"/vacancies/feed.rss{query}", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    tag = rss(client, "?q=电工")["ETag"]
    VacancyFactory(title="新电工")
    index_rebuild()
    changed = client.get("/vacancies/feed.rss?q=电工", headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_both_formats_and_languages_have_tags_of_their_own(client, market):
    addresses = ("feed.rss?q=电工", "feed.atom?q=电工", "feed.rss?q=电工&lang=en")
    assert len({client.get(f"/vacancies/{address}")["ETag"] for address in addresses}) == 3


def test_what_is_not_understood_is_400_in_words(client, market):
    response = rss(client, "?region=999999&colour=red", status=400)
    lines = response.content.decode().splitlines()
    assert response["Content-Type"].startswith("text/plain")
    assert any(line.startswith("region: ") and "999999" in line for line in lines)
    assert any(line.startswith("colour: ") for line in lines)


def test_with_the_index_away_readers_are_asked_to_come_back(client, market, settings):
    settings.ELASTICSEARCH_URL = NOBODY_LISTENS
    response = rss(client, status=503)
    assert int(response["Retry-After"]) > 0


def test_characters_that_xml_cannot_hold_break_no_feed(client):
    VacancyFactory(title="电工\x0b\x1f高级\ufffe", employer=EmployerFactory(name="甲\x01公司"))
    index_rebuild()
    for form in ("rss", "atom"):
        response = client.get(f"/vacancies/feed.{form}")
        assert response.status_code == 200
    (item,) = items(rss(client))
    assert item.findtext("title") == "电工高级"


def test_english_is_one_parameter_away(client, market):
    (item,) = items(rss(client, "?q=电工&region=420100&lang=en"))
    assert "6,000–8,000 yuan a month" in item.findtext("description")


def test_only_the_two_formats_are_there(client):
    assert client.get("/vacancies/feed.json").status_code == 404
    assert client.post("/vacancies/feed.rss").status_code == 405


def test_the_results_page_names_its_feeds_and_the_way_to_mails(client, market):
    html = client.get("/vacancies/?q=电工&region=420100&sort=pay").content.decode()
    for form, kind in (("rss", "rss"), ("atom", "atom")):
        assert f'type="application/{kind}+xml"' in html
        assert f'href="/vacancies/feed.{form}?q=%E7%94%B5%E5%B7%A5&amp;region=420100"' in html
    assert 'href="/alerts/new/?q=%E7%94%B5%E5%B7%A5&amp;region=420100"' in html
