"""Old region codes and today's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.region_history import changes, current_city, current_code
from standards.regions import all_regions, is_city, region

old_codes = st.sampled_from(sorted({change.old_code for change in changes()}))


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("310108", "310106"),  # 闸北 joined 静安
        ("310119", "310115"),  # 南汇 joined 浦东
        ("371200", "370116"),  # 莱芜市 became a district of 济南
        ("330103", "330105"),  # 下城 joined 拱墅
        ("510200", "500000"),  # 重庆 left 四川
        ("420600", "420600"),  # 襄樊 was renamed, its code stayed
        ("500112", "500157"),  # 渝北 became part of 两江新区
    ],
)
def test_an_old_code_leads_to_todays(old, today):
    assert current_code(old) == today


def test_a_position_given_to_another_unit_is_told_apart_by_the_year():
    assert region("130227").name == "迁西县"
    assert current_code("130227") == "130227"
    assert region(current_code("130227", year=1983)).name == "曹妃甸区"  # 唐海县 had the position then


def test_a_unit_without_a_single_successor_has_its_city():
    assert current_code("140202") is None  # 大同's 城区, divided among others
    assert current_city("140202").code == "140200"


@pytest.mark.parametrize("code", ["", "000000", "999999", "abc"])
def test_a_code_that_never_was_has_no_successor(code):
    assert current_code(code) is None
    assert current_code(code, year=1990) is None
    assert current_city(code) is None


@given(old_codes, st.none() | st.integers(1975, 2030))
def test_a_successor_is_a_region_of_today_and_its_own_successor(code, year):
    found = current_code(code, year=year)
    if found is not None:
        assert region(found) is not None
        assert current_code(found) == found


@given(old_codes)
def test_the_city_of_an_old_code_is_a_city(code):
    found = current_city(code)
    assert found is None or is_city(found.code)


def test_nearly_every_old_code_has_a_successor():
    olds = {change.old_code for change in changes()}
    assert sum(current_code(code) is not None for code in olds) / len(olds) > 0.95


@given(st.sampled_from([unit.code for unit in all_regions()]))
def test_a_code_of_today_stands_for_itself(code):
    assert current_code(code) == code
