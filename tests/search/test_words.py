"""Words find what they are about."""

from __future__ import annotations

import datetime as dt
from unittest import mock

import pytest
from django.utils import timezone

from search.queries import SearchParams, vacancy_search
from tests.factories import EmployerFactory, VacancyFactory
from tests.search.conftest import find

pytestmark = pytest.mark.django_db


def titles(query: str) -> list[str]:
    return [hit.title for hit in find(query).hits]


@pytest.fixture(scope="module")
def indexed(file_index):
    with file_index():
        hall = EmployerFactory(name="长江造船（武汉）有限公司")
        for title, values in {
            "C++开发工程师": {"duties": "使用C++开发交易系统。"},
            "C语言讲师": {},
            "Java后端开发": {"benefits": ["包吃住"]},
            "数控车床操作工": {"employer": hall},
            "物业维修电工": {"duties": "持低压电工证，会修<b>水泵</b>。"},
            "平面设计": {"duties": "熟悉CAD。", "region": "441900", "place_text": "东莞·长安镇"},
        }.items():
            VacancyFactory(**({"title": title, "duties": "", "occupation": "", "benefits": []} | values))


@pytest.fixture
def market(indexed, searched):
    """Six vacancies that the index knows."""


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("c++", "C++开发工程师"),
        ("Ｃ＋＋", "C++开发工程师"),
        ("java", "Java后端开发"),
        ("车床", "数控车床操作工"),
        ("长江造船", "数控车床操作工"),
        ("包吃住", "Java后端开发"),
        ("cad", "平面设计"),
        ("东莞 设计", "平面设计"),
        ("水泵", "物业维修电工"),
    ],
)
def test_words_are_looked_for_in_title_employer_duties_benefits_and_place(market, words, first):
    assert titles(f"q={words.replace('+', '%2B')}")[0] == first


def test_parts_of_a_compound_find_it_in_other_words(rebuilt):
    VacancyFactory(title="幼儿园教师", duties="", occupation="")
    VacancyFactory(title="小学教师", duties="", occupation="")
    rebuilt()
    assert titles("q=幼儿教师") == ["幼儿园教师"]


def test_what_begins_with_a_place_may_be_the_name_of_an_employer_elsewhere(rebuilt):
    for name, region in (("湖北安泽物业服务有限公司", "420106"), ("长江物业有限公司", "141026")):
        VacancyFactory(title="物业管家", duties="", employer=EmployerFactory(name=name), region=region)
    VacancyFactory(title="物业管家", duties="", employer=EmployerFactory(name="汉江物业"), region="420106")
    rebuilt()
    found = [hit.employer for hit in find("q=安泽物业").hits]
    assert found == ["湖北安泽物业服务有限公司", "长江物业有限公司"]


def test_a_single_character_finds_work_that_has_it_in_its_name_first(rebuilt):
    for title in ("数据录入员（花果园）", "插花师", "花艺师", "电工"):
        VacancyFactory(title=title, duties="", occupation="")
    rebuilt()
    found = titles("q=花")
    assert set(found[:2]) == {"插花师", "花艺师"}
    assert "电工" not in found


@pytest.mark.parametrize("character", ["*", "?", "\\", "#"])
def test_a_single_sign_is_no_pattern(market, character):
    assert find(f"q={character.replace('#', '%23')}").total in (0, 6)


def test_c_plus_plus_is_not_c(market):
    assert titles("q=c%2B%2B") == ["C++开发工程师"]


def test_all_of_two_words_are_needed(market):
    assert titles("q=水泵 喷泉") == []


def test_the_work_decides_what_is_found_and_a_skill_what_comes_first(rebuilt):
    for title in ("电工", "维修电工（会PLC）", "PLC销售"):
        VacancyFactory(title=title, duties="", occupation="")
    rebuilt()
    assert titles("q=电工 PLC") == ["维修电工（会PLC）", "电工"]


def test_what_was_found_is_marked_and_the_rest_escaped(market):
    hit = find("q=电工").hits[0]
    assert hit.title_html == "物业维修<mark>电工</mark>"
    assert "<mark>电工</mark>" in hit.snippet_html
    assert "&lt;b&gt;" in hit.snippet_html
    assert "<b>" not in hit.snippet_html


def test_a_title_counts_for_more_than_duties(rebuilt):
    VacancyFactory(title="仓库管理员", duties="与焊工配合。", occupation="")
    VacancyFactory(title="焊工", duties="焊接。", occupation="")
    rebuilt()
    assert titles("q=焊工") == ["焊工", "仓库管理员"]


def test_the_name_of_the_occupation_finds_a_vacancy_that_does_not_say_it(rebuilt):
    VacancyFactory(title="修理师傅", duties="", occupation="6-31-01-03")
    rebuilt()
    assert titles("q=电工") == ["修理师傅"]


def test_expired_vacancies_are_not_found_even_before_they_are_closed(rebuilt):
    today = timezone.localdate()
    VacancyFactory(expires_on=today)
    rebuilt()
    assert find().total == 1
    with mock.patch("search.queries.body.timezone.localdate", return_value=today + dt.timedelta(days=1)):
        assert find().total == 0


@pytest.mark.parametrize(
    "words", ['"', "+-&&||!(){}[]^~*?:\\/", "电工 AND OR", "  ", "。，", "a" * 100, "🧰"]
)
def test_no_words_break_the_search(market, words):
    vacancy_search(SearchParams(q=words))
