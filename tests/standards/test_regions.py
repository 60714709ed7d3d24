"""Regions: the tree, the names, and what a portal city is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards import regions
from standards.regions import Grouping

codes = st.sampled_from([unit.code for unit in regions.all_regions()])


def test_the_catalogue_is_whole():
    levels = [unit.level for unit in regions.all_regions()]
    assert (levels.count("province"), levels.count("city"), levels.count("district")) == (34, 333, 2847)
    assert len(regions.provinces()) == 34


@pytest.mark.parametrize(
    ("code", "short", "path", "shown", "city"),
    [
        ("420115", "江夏", "湖北省武汉市江夏区", "武汉·江夏区", "420100"),
        ("429004", "仙桃", "湖北省仙桃市", "仙桃", "429004"),
        ("310115", "浦东", "上海市浦东新区", "上海·浦东新区", "310000"),
        ("422801", "恩施", "湖北省恩施土家族苗族自治州恩施市", "恩施·恩施市", "422800"),
        ("500233", "忠县", "重庆市忠县", "重庆·忠县", "500000"),
        ("810000", "香港", "香港特别行政区", "香港", "810000"),
        ("150000", "内蒙古", "内蒙古自治区", "内蒙古", None),
    ],
)
def test_a_region_has_its_names_and_its_city(code, short, path, shown, city):
    unit = regions.region(code)
    assert (unit.short_name, regions.path_name(code), regions.display_name(code)) == (short, path, shown)
    found = regions.city_of(code)
    assert (found and found.code) == city


@pytest.mark.parametrize("code", ["", "000000", "999999", "42", "江夏"])
def test_an_unknown_code_has_no_region_and_no_name(code):
    assert regions.region(code) is None
    assert regions.city_of(code) is regions.province_of(code) is None
    assert regions.path_name(code) == regions.display_name(code) == ""
    assert not regions.is_city(code)


@given(codes)
def test_every_region_lies_in_its_ancestors_and_they_hold_it(code):
    for ancestor in regions.ancestors(code):
        assert regions.is_within(code, ancestor.code)
        assert code.startswith(regions.descendant_prefix(ancestor.code))
    assert regions.is_within(code, code)
    assert regions.is_within(code, "")
    assert regions.region(code) in regions.children(regions.region(code).parent_code)


@given(codes, codes)
def test_being_within_is_having_it_as_an_ancestor(code, other):
    above = {unit.code for unit in regions.ancestors(code)} | {code}
    assert regions.is_within(code, other) == (other in above)


@given(codes)
def test_every_region_below_a_province_lies_in_one_city(code):
    city = regions.city_of(code)
    if regions.region(code).level == "province":
        assert city is None or city.code == code
    else:
        assert city in regions.cities()
        assert regions.is_within(code, city.code)


def test_cities_are_what_has_a_subsite():
    kinds = {unit.code for unit in regions.cities()}
    assert {"110000", "420100", "429004", "469023", "659001", "810000"} <= kinds
    assert not {"110101", "420115", "420000", "320583"} & kinds


@given(codes)
def test_every_mainland_region_has_a_place_on_the_map(code):
    assert regions.location(code) is not None


def test_a_district_without_coordinates_is_at_its_citys():
    bare = next(unit for unit in regions.all_regions() if unit.lon is None)
    city = regions.region(bare.parent_code)
    assert regions.location(bare.code) == (city.lon, city.lat)


def test_each_mainland_province_is_in_one_group_of_each_scheme():
    for province in regions.provinces()[:-3]:
        assert regions.group_of(province.code, scheme="three_belts") in {"east", "central", "west"}
        assert regions.group_of(province.code, scheme="six_areas")
    assert regions.region("420115").group == "central"
    assert regions.region("810000").group == ""


def test_a_groups_members_depend_on_the_day(monkeypatch):
    moved = (
        Grouping("belts", "east", "340100", date(2001, 1, 1), date(2010, 1, 1)),
        Grouping("belts", "central", "340100", date(2010, 1, 1), None),
        Grouping("belts", "central", "340000", date(2001, 1, 1), None),
    )
    monkeypatch.setattr(regions, "groupings", lambda: moved)
    regions._groups_on.cache_clear()
    assert regions.group_of("340104", scheme="belts", on=date(2005, 6, 1)) == "east"
    assert regions.group_of("340104", scheme="belts", on=date(2010, 1, 1)) == "central"
    assert regions.group_of("340200", scheme="belts", on=date(2005, 6, 1)) == "central"
    assert regions.group_of("340100", scheme="belts", on=date(1999, 1, 1)) == ""
    regions._groups_on.cache_clear()
