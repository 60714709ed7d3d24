"""What type-ahead offers."""

import datetime as dt

import pytest
from elasticsearch import ApiError

from jobs.enums import VerificationState
from search.client import client, generations, read_alias
from search.models import PopularSearch
from search.suggest import SuggestionKind, suggestions
from search.suggest.documents import SUGGESTIONS
from tests.factories import EmployerFactory, VacancyFactory

pytestmark = pytest.mark.django_db

ELECTRICIAN, WELDER, COOK = "6-31-01-03", "6-18-02-04", "4-03-02-01"
WUHAN, WUHAN_JIANGXIA, XIANGYANG_FANCHENG = "420100", "420115", "420606"


def offered(typed: str, kind: SuggestionKind, *, scope: str = "") -> list[str]:
    return [one.text for one in suggestions(typed, scope=scope) if one.kind is kind]


@pytest.mark.parametrize("typed", ["电", "电工", "diangong", "dian gong", "dg", "電工", "ＤＧ"])
def test_an_occupation_is_offered_for_characters_pinyin_and_initials(built, typed):
    VacancyFactory(occupation=ELECTRICIAN)
    built()
    assert "电工" in offered(typed, SuggestionKind.OCCUPATION)


def test_only_what_leads_to_vacancies_is_offered(built):
    VacancyFactory(occupation=ELECTRICIAN)
    VacancyFactory(occupation=WELDER, closed=True)
    built()
    assert offered("焊工", SuggestionKind.OCCUPATION) == []
    assert suggestions("电工")[0].vacancies == 1


def test_a_citys_site_does_not_offer_what_ended_since_the_suggestions_were_built(built):
    vacancy = VacancyFactory(occupation=ELECTRICIAN)
    built()
    client().delete(index=read_alias(), id=str(vacancy.pk), refresh=True)
    assert offered("电工", SuggestionKind.OCCUPATION, scope=WUHAN) == []


@pytest.mark.parametrize("typed", ["武汉云栖数智", "云栖", "yunqi", "yqsz", "wuhanyunqi"])
def test_an_employer_is_found_without_its_citys_name_too(built, typed):
    employer = EmployerFactory(name="武汉云栖数智科技有限公司", region=WUHAN)
    VacancyFactory(employer=employer)
    built()
    assert offered(typed, SuggestionKind.EMPLOYER) == ["武汉云栖数智科技有限公司"]


def test_an_employer_that_is_not_verified_or_has_no_vacancy_is_not_offered(built):
    VacancyFactory(employer=EmployerFactory(name="云栖甲公司", verification=VerificationState.UNVERIFIED))
    VacancyFactory(employer=EmployerFactory(name="云栖乙公司"), closed=True)
    built()
    assert offered("云栖", SuggestionKind.EMPLOYER) == []


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("武汉", "武汉市"),
        ("wuhan", "武汉市"),
        ("江夏", "武汉江夏区"),
        ("jiangxia", "武汉江夏区"),
        ("hub", "湖北省"),
    ],
)
def test_a_place_is_offered_with_the_city_it_lies_in(built, typed, place):
    VacancyFactory(region=WUHAN_JIANGXIA)
    built()
    assert place in offered(typed, SuggestionKind.PLACE)


def test_a_citys_site_offers_what_the_city_has_in_its_own_order(built):
    VacancyFactory.create_batch(3, occupation="2-06-03-00", region=XIANGYANG_FANCHENG)
    VacancyFactory(occupation="2-06-03-00", region=WUHAN_JIANGXIA)
    VacancyFactory.create_batch(2, occupation="4-04-05-03", region=WUHAN_JIANGXIA)  # 呼叫中心服务员
    VacancyFactory(occupation=COOK, region=XIANGYANG_FANCHENG)
    built()
    both = [(one.text, one.vacancies) for one in suggestions("h") + suggestions("k")]
    here = [
        (one.text, one.vacancies) for one in suggestions("h", scope=WUHAN) + suggestions("k", scope=WUHAN)
    ]
    assert ("会计", 4) in both
    assert ("会计", 1) in here
    assert offered("中式烹调师", SuggestionKind.OCCUPATION, scope=WUHAN) == []
    assert offered("中式烹调师", SuggestionKind.OCCUPATION) == ["中式烹调师"]


def test_the_more_there_is_of_something_the_earlier_it_is_offered(built):
    VacancyFactory(occupation="2-06-04-00")  # 审计专业人员
    VacancyFactory.create_batch(2, occupation="4-08-09-01")  # 商业摄影师
    built()
    found = [one.vacancies for one in suggestions("s") if one.kind is SuggestionKind.OCCUPATION]
    assert found == sorted(found, reverse=True)
    assert set(found) == {1, 2}


def test_what_is_typed_whole_comes_first(built):
    VacancyFactory(occupation=ELECTRICIAN)
    VacancyFactory.create_batch(2, occupation="2-02-11-01")  # 电工电器工程技术人员
    built()
    assert offered("电工", SuggestionKind.OCCUPATION)[0] == "电工"


def test_the_last_word_is_completed_where_nothing_begins_with_the_whole(built):
    VacancyFactory(occupation=ELECTRICIAN)
    built()
    assert "武汉 电工" in offered("武汉 diang", SuggestionKind.OCCUPATION)


def test_a_popular_search_is_offered_until_staff_hide_it(built):
    VacancyFactory()
    search = PopularSearch.objects.create(text="双休文员", asked=9, last_day=dt.date(2026, 11, 1))
    built()
    assert offered("shuangxiu", SuggestionKind.SEARCH) == ["双休文员"]
    assert offered("双休", SuggestionKind.SEARCH, scope=WUHAN) == ["双休文员"]
    assert suggestions("双休")[0].vacancies is None
    PopularSearch.objects.filter(pk=search.pk).update(hidden_at=dt.datetime(2026, 11, 2, tzinfo=dt.UTC))
    assert offered("双休", SuggestionKind.SEARCH) == []


def test_a_popular_search_that_is_an_occupations_name_is_offered_once(built):
    VacancyFactory(occupation=ELECTRICIAN)
    PopularSearch.objects.create(text="电工", asked=9, last_day=dt.date(2026, 11, 1))
    built()
    assert [one.text for one in suggestions("电工")].count("电工") == 1


@pytest.mark.parametrize("typed", ["", "  ", "'", '"'])
def test_nothing_typed_offers_nothing(built, typed):
    VacancyFactory()
    built()
    assert suggestions(typed) == []


def test_one_index_of_suggestions_is_left_by_building_twice(built):
    VacancyFactory()
    built()
    built()
    assert len(generations(SUGGESTIONS)) == 1


def test_without_an_index_of_suggestions_it_says_so(index):
    with pytest.raises(ApiError):
        suggestions("电工")
