"""What comes first, and what is not found."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from tests.factories import EmployerFactory, VacancyFactory
from tests.search.conftest import find

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain")]

PLAIN = {
    "duties": "",
    "occupation": "",
    "benefits": [],
    "education": "",
    "experience_min": None,
    "experience_max": None,
    "employment_type": "",
}


@pytest.fixture
def plain(monkeypatch):
    """Reading as it is without synonyms."""
    from search.reading import reader
    from search.reading.synonyms import Synonyms

    none = Synonyms(())
    monkeypatch.setattr(reader, "live_synonyms", lambda: none)


def vacancy(title: str, **values):
    employer = EmployerFactory(name=f"{title}的单位{values.pop('employer', '')}"[:60])
    return VacancyFactory(**(PLAIN | {"title": title, "employer": employer} | values))


def titles(query: str) -> list[str]:
    return [hit.title for hit in find(urlencode({"q": query})).hits]


def test_the_title_counts_before_the_occupation_and_that_before_the_duties(rebuilt):
    vacancy("仓库主管", duties="配合电工工作。")
    vacancy("修理师傅", occupation="6-31-01-03")
    vacancy("物业电工")
    vacancy("急聘电工（双休）")
    rebuilt()
    assert titles("电工") == ["急聘电工（双休）", "物业电工", "修理师傅", "仓库主管"]


def test_words_stuffed_into_a_title_gain_nothing(rebuilt):
    stuffed = "电工电工电工 焊工 钳工 普工 保安 司机 文员 会计 出纳 厨师"
    vacancy(stuffed)
    vacancy("物业电工")
    rebuilt()
    assert titles("电工") == ["物业电工", stuffed]


def test_a_fresh_vacancy_comes_before_an_old_one_and_never_before_a_better_one(rebuilt):
    now = timezone.now()
    vacancy("物业电工", published_at=now - dt.timedelta(days=60), employer="甲")
    vacancy("厂区电工", published_at=now, employer="乙")
    vacancy("仓库主管", duties="配合电工工作。", published_at=now, employer="丙")
    rebuilt()
    assert titles("电工") == ["厂区电工", "物业电工", "仓库主管"]


def test_a_benefit_is_a_condition_and_a_skill_comes_first(rebuilt):
    vacancy("会计", employer="甲")
    vacancy("财务会计", benefits=["周末双休"], employer="乙")
    vacancy("会计主管", benefits=["周末双休"], duties="熟练使用用友软件。", employer="丙")
    rebuilt()
    assert titles("双休 会计 用友") == ["会计主管", "财务会计"]


def test_benefits_alone_decide_what_is_found(rebuilt):
    vacancy("会计", benefits=["包食宿"])
    vacancy("出纳", duties="管吃管住。")
    vacancy("文员")
    rebuilt()
    assert sorted(titles("包吃住")) == ["会计", "出纳"]


def test_places_and_pay_are_conditions(rebuilt):
    vacancy("武昌电工", region="420106", pay_min=8000, pay_max=9000)
    vacancy("江夏电工", region="420115", pay_min=5000, pay_max=6000)
    vacancy("深圳的电工", region="440300", pay_min=9000, pay_max=9000)
    rebuilt()
    assert titles("武汉电工8000以上") == ["武昌电工"]
    assert titles("湖北 武昌 电工") == ["武昌电工"]
    assert sorted(titles("襄樊 武汉 电工")) == ["武昌电工", "江夏电工"]


def test_near_a_spot_comes_what_is_there_then_its_district_then_its_city(rebuilt):
    vacancy("店长一", region="310115", place_text="浦东·陆家嘴")
    vacancy("店长二", region="310115", place_text="浦东·川沙")
    vacancy("店长三", region="310104", place_text="徐汇")
    vacancy("店长四", region="320500", place_text="苏州")
    rebuilt()
    assert titles("陆家嘴附近的店长") == ["店长一", "店长二", "店长三"]


def test_education_that_is_asked_for_keeps_out_what_asks_for_more(rebuilt):
    for title, education in {"会计一": "20", "会计二": "30", "会计三": "60", "会计四": ""}.items():
        vacancy(title, education=education)
    rebuilt()
    assert titles("大专 会计")[0] == "会计二"
    assert set(titles("大专 会计")) == {"会计二", "会计三", "会计四"}
    assert set(titles("大专以上 会计")) == {"会计一", "会计二", "会计四"}


def test_what_is_refused_is_not_found_unless_the_vacancy_says_that_it_is_not_so(rebuilt):
    vacancy("保安一", duties="需要倒夜班。")
    vacancy("保安二", duties="长白班，无夜班。")
    vacancy("保安三", duties="站岗巡逻。")
    rebuilt()
    assert set(titles("保安 不要夜班")) == {"保安二", "保安三"}


def test_who_refuses_one_of_two_works_of_a_group_still_finds_the_other(rebuilt):
    vacancy("总账会计", occupation="2-06-03-00")
    vacancy("出纳", occupation="2-06-03-00")
    vacancy("销售会计", occupation="2-06-03-00")
    rebuilt()
    assert set(titles("会计 非出纳")) == {"总账会计", "销售会计"}
    assert set(titles("会计 不要销售")) == {"总账会计", "出纳"}


def test_a_phrase_must_stand_so(rebuilt):
    vacancy("新媒体运营")
    vacancy("运营新媒体")
    vacancy("编辑", duties="负责新媒体运营。")
    rebuilt()
    assert titles('"新媒体运营"') == ["新媒体运营", "编辑"]
    assert titles("“新媒体运营") == ["新媒体运营", "编辑"]


def test_a_slip_of_the_pen_finds_what_was_meant_behind_what_was_said(rebuilt):
    vacancy("电工")
    vacancy("电功率测量")
    rebuilt()
    assert titles("电功") == ["电功率测量", "电工"]


def test_pinyin_finds_and_marks_the_chinese_word(rebuilt):
    vacancy("物业电工", region="420106")
    rebuilt()
    hit = find("q=diangongwuhan").hits[0]
    assert hit.title_html == "物业<mark>电工</mark>"


def test_one_character_finds_the_words_that_have_it(rebuilt):
    vacancy("氩弧焊工")
    vacancy("焊接工程师")
    vacancy("会计")
    rebuilt()
    assert sorted(titles("焊")) == ["氩弧焊工", "焊接工程师"]


def test_the_name_of_an_employer_finds_all_its_work(rebuilt):
    shop = EmployerFactory(name="武汉楚膳坊餐饮管理有限公司")
    for title in ("店长", "烘焙师"):
        VacancyFactory(**(PLAIN | {"title": title, "employer": shop}))
    vacancy("烘焙学徒")
    rebuilt()
    assert sorted(titles("楚膳坊")) == ["店长", "烘焙师"]
    assert sorted(titles("楚膳坊餐饮")) == ["店长", "烘焙师"]
