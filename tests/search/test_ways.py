"""Where little was found, only changes are offered that find more, and each says how many."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.http import QueryDict

from search.queries import Way, parse_params, vacancy_search, ways_on
from search.queries.ways import Change
from tests.factories import VacancyFactory
from tests.search.conftest import few_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
HERE = "30.59,114.30"


def ways(query: str, *, scope: str = "") -> list[Way]:
    """The ways on from a search; each is walked and must find what it promises."""
    params, errors = parse_params(QueryDict(query))
    assert not errors
    result = vacancy_search(params, scope_region=scope)
    found = ways_on(params, result.reading, total=result.total, scope=scope, path="/vacancies/")
    for way in found.others:
        changed, errors = parse_params(QueryDict(urlsplit(way.url).query))
        assert not errors
        assert vacancy_search(changed, scope_region=scope).total == way.finds == result.total + way.adds
        assert way.adds > 0
    return found.others


@pytest.fixture(scope="module")
def indexed(file_index):
    with file_index(few_words):
        VacancyFactory.create_batch(2, region="420106", education="20", pay_min=9000, pay_max=9000)
        VacancyFactory(region="420500", education="60")
        VacancyFactory(region="440305", title="焊工", duties="", occupation="")


@pytest.fixture
def market(indexed, searched):
    """Four vacancies that the index knows."""


def test_a_filter_whose_absence_adds_nothing_is_not_offered(market):
    texts = [way.text for way in ways("q=电工&education=80&pay_min=8000")]
    assert "不限学历（小学）" in texts
    assert not [text for text in texts if "月薪" in text]


def test_a_region_is_widened_by_one_level_that_adds_something(market):
    first = ways("region=420115")[0]
    assert (first.text, first.adds, first.change) == ("从武汉·江夏区扩大到武汉", 2, Change.NEARBY)
    assert [way.text for way in ways("region=420115&education=60") if way.change is Change.NEARBY] == [
        "从武汉·江夏区扩大到湖北"
    ]


def test_on_a_citys_site_nothing_beyond_the_city_is_offered(market):
    assert {way.text for way in ways("region=420115", scope="420100")} == {"不限地区（江夏区）"}


def test_the_next_distance_that_adds_something_is_offered(rebuilt):
    VacancyFactory(latitude=30.86, longitude=114.30)
    rebuilt()
    texts = [way.text for way in ways(f"near={HERE}&within=5")]
    assert texts[0] == "从 5 公里扩大到 50 公里"
    assert len([text for text in texts if "扩大" in text]) == 1


def test_what_is_left_out_can_come_back(market):
    assert "不再排除地区：武汉市" in [way.text for way in ways("q=电工&not_region=420100&education=20")]


def test_a_word_can_be_left_out(market):
    assert ("去掉“武汉”", 1) in [(way.text, way.adds) for way in ways("q=焊工 武汉")]


def test_what_the_words_leave_out_can_come_back(market):
    assert "去掉“不要园区”" in [way.text for way in ways("q=电工不要园区")]


def test_a_phrase_can_be_left_out(market):
    assert "去掉“高级焊工”" in [way.text for way in ways('q="高级焊工" 焊工')]


def test_words_or_filters_alone_where_no_single_filter_is_to_blame(market):
    found = ways("q=焊工&education=20&pay_min=20000")
    assert [(way.text, way.change) for way in found if way.change is Change.SIDE] == [
        ("去掉所有筛选条件", Change.SIDE)
    ]


def test_where_several_things_are_to_blame_one_of_them_alone_is_offered(market):
    found = ways("q=焊工 宇航员 火箭&education=10&pay_min=50000")
    assert ("只找“焊工”", 1) in [(way.text, way.adds) for way in found]


def test_those_that_give_up_least_come_first_and_then_those_that_add_most(market):
    found = ways("q=电工&region=420115&education=80")
    keys = [(way.change, -way.adds) for way in found]
    assert keys == sorted(keys)


def test_nothing_is_offered_where_nothing_would_add(rebuilt):
    rebuilt()
    assert ways("q=电工&education=60&region=420115") == []


def test_many_conditions_are_still_one_request(market):
    many = "&".join(f"not_region={code}" for code in ("420100", "420500", "440300", "110000", "310000"))
    assert ways(f"q=电工&{many}&education=20,60&experience=10-&pay=0-3000&near={HERE}&within=5") is not None
