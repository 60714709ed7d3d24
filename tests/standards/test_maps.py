"""The map of the country: every city has its place, and what is shown is what was said."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from standards import regions
from standards.maps import DEEPEST, Area, Key, country_map, has_shape, shade_of


def draw(**kinds):
    shown = country_map(
        {"420000": Area(3, "7 个城市"), "440000": Area(5, hatched=True)},
        level="province",
        label="各省情况，下表相同",
        legend=[Key(Area(3), "较多")],
    )
    return Template("{% load maps %}{% country_map map %}").render(Context({"map": shown}))


def test_every_city_and_province_has_a_shape_but_the_newest_city():
    assert [city.name for city in regions.cities() if not has_shape(city.code, "city")] == ["草湖市"]
    assert all(has_shape(province.code, "province") for province in regions.provinces())


def test_the_southern_islands_and_the_line_around_them_are_drawn():
    shown = country_map({}, level="city", label="x")
    sansha = next(shape for shape in shown.shapes if shape.code == "460300")
    assert sansha.path.count("M") > 50
    assert shown.southern_line.count("M") == 10
    assert any(shape.code == "710000" for shape in shown.shapes)


def test_a_region_is_shown_as_told_and_all_others_hollow():
    html = draw()
    assert re.search(r'class="map-3" d="[^"]+"><title>湖北 7 个城市</title>', html)
    assert html.count('class="map-none"') == 32
    assert 'fill="url(#country-hatch)"' in html
    assert 'role="img" aria-label="各省情况，下表相同"' in html
    assert "较多" in html


def test_the_approval_number_stands_below_where_there_is_one(settings):
    assert "审图号" not in draw()
    settings.MAP_APPROVAL_NUMBER = "GS(2026)0000号"
    assert "GS(2026)0000号" in draw()


def test_a_code_without_a_shape_is_refused():
    with pytest.raises(KeyError, match="420106"):
        country_map({"420106": Area(1)}, level="city", label="x")


def test_shades_reach_from_the_lightest_to_the_deepest():
    assert [shade_of(value, [1, 2]) for value in (0.5, 1, 1.5, 2, None)] == [0, 2, 2, 5, None]
    with pytest.raises(ValueError, match="ascending"):
        shade_of(1, [2, 1])


@given(st.lists(st.floats(-1e6, 1e6), max_size=5), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_larger_value_is_never_lighter(breaks, one, other):
    breaks.sort()
    low, high = (shade_of(value, breaks) for value in sorted((one, other)))
    assert 0 <= low <= high <= DEEPEST
