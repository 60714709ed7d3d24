"""What was understood of the words is shown, and can be taken back."""

from __future__ import annotations

from unittest import mock
from urllib.parse import parse_qs, urlsplit

import pytest

from search.indexing import index_rebuild
from search.queries import SearchParams, params_reading, understood
from search.reading import Concept, Kind, Reading
from tests.factories import VacancyFactory
from tests.search.test_views import links, page

pytestmark = pytest.mark.django_db

PLACE = Concept(kind=Kind.PLACE, values=("420100",), words="武汉", label="武汉市")
TRADE = Concept(kind=Kind.OCCUPATION, values=("6-29-03-07",), words="电工", label="电工")
NO_SALES = Concept(
    kind=Kind.OCCUPATION, values=("4-01-02-01",), words="不要销售", label="销售", excluded=True
)
READ = Reading(query="武汉电工不要销售", text="", concepts=(PLACE, TRADE, NO_SALES))


def reading(params: SearchParams) -> Reading:
    with mock.patch("search.queries.meaning.read_query", return_value=READ):
        return params_reading(params, scope="")


def test_each_concept_is_a_chip_with_the_search_without_its_words():
    params = SearchParams(q="武汉电工不要销售", sort="newest")
    chips = understood(params, READ, path="/vacancies/")
    assert [(chip.label, chip.text, chip.excluded) for chip in chips] == [
        ("地区", "武汉市", False),
        ("职业", "电工", False),
        ("职业", "销售", True),
    ]
    assert chips[0].url == "/vacancies/?q=%E7%94%B5%E5%B7%A5%E4%B8%8D%E8%A6%81%E9%94%80%E5%94%AE&sort=newest"


def test_words_left_out_and_phrases_are_chips_too():
    params = SearchParams(q="“数控车床”武汉不要夜班")
    chips = understood(params, params_reading(params, scope=""), path="/vacancies/")
    assert [(chip.label, chip.text, chip.excluded) for chip in chips] == [
        ("地区", "武汉", False),
        ("原词", "数控车床", False),
        ("词语", "夜班", True),
    ]
    left = [parse_qs(urlsplit(chip.url).query)["q"][0] for chip in chips]
    assert left == ['"数控车床" 不要夜班', "武汉不要夜班", '"数控车床"武汉']


@pytest.mark.parametrize("changes", [{"region": ("441900",)}, {"near": ("441900",)}])
def test_a_chosen_place_beats_the_one_in_the_words_which_is_then_a_word(changes):
    read = reading(SearchParams(q=READ.query, **changes))
    assert read.concepts == (TRADE, NO_SALES)
    assert read.text == "武汉"


def test_without_a_chosen_place_the_one_in_the_words_counts():
    assert reading(SearchParams(q=READ.query)).concepts == READ.concepts


def test_the_page_shows_what_was_understood_and_the_way_to_the_bare_words_and_back(client):
    VacancyFactory(region="420115")
    VacancyFactory(region="441900")
    index_rebuild()
    html = page(client, "/vacancies/?q=武汉电工")
    assert "已理解为" in html
    assert "武汉" in html[html.index("已理解为") :]
    assert "1 个岗位" in html
    verbatim = page(client, links(html)["改为按原词查找"])
    assert "已理解为" not in verbatim
    assert "已理解为" in page(client, links(verbatim)["按词义查找"])


def test_the_api_says_what_was_understood(client):
    VacancyFactory(region="420115")
    index_rebuild()
    answer = client.get("/api/v1/vacancies", {"q": "武汉电工"}).json()
    assert {"region", "occupation"} <= {concept["kind"] for concept in answer["understood"]}
    assert client.get("/api/v1/vacancies", {"q": "武汉电工", "verbatim": 1}).json()["understood"] == []


def test_a_wrong_character_leads_to_the_word_that_was_meant_and_never_by_itself(client):
    VacancyFactory.create_batch(6)
    index_rebuild()
    html = page(client, "/vacancies/?q=电功")
    assert "您要找的是不是" in html
    assert "6 个岗位" in page(client, links(html)["电工"])
