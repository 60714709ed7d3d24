"""The results page, with and without the index."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from search.indexing import index_rebuild
from tests.factories import VacancyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
NOBODY_LISTENS = "http://127.0.0.1:9"


@pytest.fixture
def market(db):
    for number in range(25):
        VacancyFactory(title=f"电工{number}号", region="420115")
    VacancyFactory(title="东莞的<保洁员>", region="441900")
    index_rebuild()


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def links(html: str) -> dict[str, str]:
    """Text → address of the links of a page."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>([^<]*)</a>', html)
    return {text.strip(): unescape(address) for address, text in found}


def titles(html: str) -> list[str]:
    found = re.findall(r'class="vacancy-title"><a [^>]*>(.*?)</a>', html)
    return [unescape(re.sub(r"</?mark>", "", title)) for title in found]


def test_twenty_a_page_with_links_to_the_next_and_back(client, market):
    first = page(client, "/vacancies/?region=420100")
    assert len(titles(first)) == 20
    second = page(client, links(first)["下一页"])
    assert len(titles(second)) == 5
    assert titles(page(client, links(second)["上一页"])) == titles(first)


def test_the_page_works_without_scripts(client, market):
    html = page(client, "/vacancies/?q=电工")
    form = html[html.index('id="filter-form"') :]
    assert 'name="region" value="420000"' in form
    assert '<input type="hidden" name="q" value="电工">' in form
    assert re.search(r"<button[^>]*>", form)


def test_titles_are_escaped_and_marked(client, market):
    html = page(client, "/vacancies/?q=保洁员")
    assert "东莞的&lt;<mark>保洁员</mark>&gt;" in html


def test_filters_are_removable_chips(client, market):
    html = page(client, "/vacancies/?q=电工&region=420100&education=60")
    assert re.search(
        r'class="chip">.*?武汉市.*?href="/vacancies/\?q=[^"&]*&amp;education=60"', html, re.DOTALL
    )


def test_a_written_place_becomes_its_region(client, market):
    response = client.get("/vacancies/", {"q": "电工", "place": "武汉、东莞", "education": "60"})
    assert response.status_code == 302
    assert response["Location"].endswith("region=420100&region=441900&education=60")


def test_an_unknown_place_is_told_and_left_out(client, market):
    html = page(client, "/vacancies/?place=火星")
    assert "火星" in html
    assert "26 个岗位" in html


def test_a_part_of_what_is_chosen_means_the_part(client, market):
    html = page(client, "/vacancies/?region=420000&region=420115")
    assert html.count('class="chip"') == 1


def test_the_address_that_a_script_shows_is_the_short_one(client, market):
    response = client.get("/vacancies/?q=&region=420000&region=420115&pay_min=&posted_within=")
    assert response["HX-Push-Url"] == "/vacancies/?region=420115"


def test_what_is_not_understood_is_told(client, market):
    html = page(client, "/vacancies/?education=77")
    assert "77" in html
    assert len(titles(html)) == 20


def test_a_cursor_of_another_search_leads_to_the_first_page(client, market):
    response = client.get("/vacancies/?q=电工&cursor=abc")
    assert response.status_code == 302
    assert "cursor" not in response["Location"]


def test_without_a_find_each_filter_can_be_left_out(client, market):
    html = page(client, "/vacancies/?q=宇航员&education=60")
    assert titles(html) == []
    assert any("电" not in text and "q=" in address for text, address in links(html).items())


def test_with_the_index_down_the_page_says_so_and_shows_the_newest(client, market, settings):
    settings.ELASTICSEARCH_URL = NOBODY_LISTENS
    html = page(client, "/vacancies/?q=电工")
    assert "搜索" in html
    assert titles(html)[0] == "东莞的<保洁员>"
    assert len(titles(html)) == 20


def test_with_no_index_made_yet_the_page_shows_the_newest_too(client):
    VacancyFactory(title="唯一的岗位")
    assert titles(page(client, "/vacancies/")) == ["唯一的岗位"]


def test_english_has_its_words(client, market):
    html = page(client, "/vacancies/?lang=en&region=420100")
    assert "25 vacancies" in html
    assert "Next page" in html


def test_a_search_is_not_for_search_engines_the_plain_list_is(client, market):
    assert "noindex" in page(client, "/vacancies/?q=电工")
    assert "noindex" not in page(client, "/vacancies/")


def test_a_page_of_results_makes_no_query_for_its_vacancies(client, market, django_assert_max_num_queries):
    page(client, "/vacancies/")
    with django_assert_max_num_queries(4):
        page(client, "/vacancies/?region=420100")


def test_a_citys_host_is_about_the_city(client, market):
    from city_sites.services import city_provision
    from portal.services import national_site_ensure

    national_site_ensure()
    city = city_provision(region="441900")
    html = client.get("/vacancies/", headers={"host": city.site.hostname}).content.decode()
    assert titles(html) == ["东莞的<保洁员>"]
    national = client.get("/vacancies/", headers={"host": "localhost"}).content.decode()
    assert len(titles(national)) == 20
