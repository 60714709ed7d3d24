"""The results page, with and without the index."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from search.indexing import index_rebuild
from tests.factories import VacancyFactory
from tests.search.conftest import few_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
NOBODY_LISTENS = "http://127.0.0.1:9"


def write_market() -> None:
    for number in range(25):
        VacancyFactory(title=f"电工{number}号", region="420115")
    VacancyFactory(title="东莞的<保洁员>", region="441900")


@pytest.fixture(scope="module")
def indexed(file_index):
    with file_index(few_words):
        write_market()


@pytest.fixture
def market(indexed, searched):
    """Of this the index knows alone: pages of results have no need of the database."""


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


def test_with_the_index_down_the_page_says_so_and_shows_the_newest(client, settings):
    write_market()
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


def test_a_written_place_with_a_distance_is_a_place_near_by(client, market):
    response = client.get("/vacancies/", {"q": "电工", "place": "武汉、东莞", "within": "10"})
    assert response.status_code == 302
    assert response["Location"].endswith("&near=420100&near=441900&within=10")
    html = page(client, response["Location"])
    assert 'value="武汉、东莞"' in html
    assert '<option value="10" selected>' in html


def test_a_position_is_a_place_too_and_the_page_says_how_exact_it_is(client, market):
    response = client.get("/vacancies/", {"place": "30.592761,114.305251", "within": ""})
    assert response["Location"] == "/vacancies/?near=30.59%2C114.31"
    html = page(client, response["Location"])
    assert "约一公里" in html
    assert 'value="30.59,114.31"' in html


def test_another_place_takes_the_place_of_the_one_before(client, market):
    response = client.get(
        "/vacancies/", {"near": "420100", "place": "东莞", "within": "", "sort": "distance"}
    )
    assert response["Location"] == "/vacancies/?region=441900"
    response = client.get("/vacancies/", {"region": "420115", "place": "东莞", "within": "5"})
    assert response["Location"] == "/vacancies/?near=441900&within=5&region=420115"


def test_the_form_without_a_place_sends_a_distance_that_nobody_minds(client, market):
    html = page(client, "/vacancies/?q=电工&place=&within=20")
    assert 'role="alert"' not in html
    assert len(titles(html)) == 20


def test_the_most_exact_of_the_places_near_by_counts(client, market):
    html = page(client, "/vacancies/?near=420000&near=420100&within=50")
    assert html.count('class="chip"') == 1


def test_sorting_by_distance_is_offered_where_there_is_a_place(client, market):
    assert "距离" in links(page(client, "/vacancies/?near=420100"))
    assert "距离" not in links(page(client, "/vacancies/"))


def test_what_is_left_out_is_ticked_in_an_open_list_and_a_chip(client, market):
    html = page(client, "/vacancies/?not_region=440000")
    assert len(titles(html)) == 20
    ticked = re.search(r'<input id="not_region-440000"[^>]*>', html)[0]
    assert "checked" in ticked
    assert 'id="region-440000"' not in html
    assert page(client, links(html)["×"]).count('class="chip is-not"') == 0


def test_without_a_find_only_ways_that_add_something_are_offered(client, market):
    html = page(client, "/vacancies/?q=保洁员&region=420115&education=60&posted_within=30")
    assert titles(html) == []
    ways = re.findall(r'<a href="[^"]*">([^<]*)</a> <span class="ways-count">多 (\d+) 个岗位</span>', html)
    assert ("不限地区（江夏区）", "1") in ways
    assert not [way for way, _ in ways if "学历" in way]


def test_with_few_finds_ways_to_more_stand_below_them(client):
    write_market()
    index_rebuild()
    html = page(client, "/vacancies/?q=保洁员&region=441900")
    assert titles(html) == ["东莞的<保洁员>"]
    assert 'class="ways"' not in html
    VacancyFactory(title="保洁员", region="440305")
    index_rebuild()
    html = page(client, "/vacancies/?q=保洁员&region=441900")
    assert html.index('class="vacancy-title"') < html.index('class="ways"')


def test_an_employers_repeated_postings_are_one_row_that_leads_to_all_of_them(client):
    first = VacancyFactory(title="仓库管理员")
    VacancyFactory.create_batch(2, title="仓库管理员", employer=first.employer)
    index_rebuild()
    html = page(client, "/vacancies/?q=仓库管理员")
    assert titles(html) == ["仓库管理员"]
    everything = links(html)["该单位还发布了 2 条同名岗位"]
    assert titles(page(client, everything)) == ["仓库管理员"] * 3


def test_a_page_near_a_place_makes_no_query_for_its_vacancies(client, market, django_assert_max_num_queries):
    page(client, "/vacancies/")
    with django_assert_max_num_queries(4):
        page(client, "/vacancies/?near=420100&within=100&not_region=440000")
