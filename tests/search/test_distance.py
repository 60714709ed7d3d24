"""Near a place: within so many kilometres, the nearest first."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.queries import parse_params
from search.queries.labels import distance_label
from search.queries.places import distance_km, location, most_exact, position_text
from tests.factories import VacancyFactory
from tests.search.conftest import few_words, find
from tests.search.test_paging import walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_dictionary")]
HERE = "30.59,114.30"


def at(latitude: float, longitude: float, **values: object):
    return VacancyFactory(latitude=latitude, longitude=longitude, **values)


@pytest.fixture(scope="module")
def indexed(file_index):
    with file_index(few_words):
        return {
            "here": at(30.59, 114.30),
            "near": at(30.65, 114.32),
            "far": at(30.86, 114.30),
            "dongguan": VacancyFactory(region="441900"),
            "district": VacancyFactory(region="420103"),
            "nowhere": VacancyFactory(region="420000"),
        }


@pytest.fixture
def market(indexed, searched):
    """From the position: 0, 7 and 30 km in 武汉; 东莞; a district's middle; no place at all."""
    return indexed


def names(market, query: str) -> list[str]:
    by_id = {vacancy.pk: name for name, vacancy in market.items()}
    return [by_id[hit.id] for hit in find(query).hits]


def test_only_what_lies_within_the_distance_is_found(market):
    assert set(names(market, f"near={HERE}&within=5")) == {"here", "district"}
    assert set(names(market, f"near={HERE}&within=10")) == {"here", "near", "district"}
    assert set(names(market, f"near={HERE}&within=50")) == {"here", "near", "far", "district"}


def test_twenty_kilometres_where_no_distance_is_given(market):
    assert find(f"near={HERE}").total == find(f"near={HERE}&within=20").total == 3


def test_the_nearest_come_first(market):
    assert names(market, f"near={HERE}&within=50&sort=distance") == ["here", "district", "near", "far"]
    assert names(market, f"near={HERE}&within=50") == ["here", "district", "near", "far"]


def test_several_places_are_a_union_and_the_nearest_counts(market):
    found = find(f"near={HERE}&near=441900&within=10&sort=distance")
    assert found.total == 4
    assert [hit.distance_km for hit in found.hits] == sorted(hit.distance_km for hit in found.hits)
    assert found.hits[0].distance_km < 1
    assert max(hit.distance_km for hit in found.hits) < 10


def test_the_most_exact_place_wins(market):
    assert find("near=420000&near=420100").total == find("near=420100").total
    assert most_exact(("420000", "420100", "420103", "440000", HERE)) == ("420103", "440000", HERE)


def test_a_hit_says_how_far_it_is_and_whether_that_is_only_about(market):
    hits = {hit.id: hit for hit in find(f"near={HERE}&within=20").hits}
    near, district = hits[market["near"].pk], hits[market["district"].pk]
    assert near.distance_km == pytest.approx(6.94, abs=0.05)
    assert (near.is_about, district.is_about) == (False, True)
    assert near.distance == "6.9 公里"
    assert district.distance.startswith("约 ")


def test_without_a_place_asked_for_nothing_is_said_of_distance(market):
    assert {hit.distance for hit in find().hits} == {""}


def test_pages_by_distance_leave_nothing_out_and_come_back(rebuilt):
    for number in range(13):
        at(30.59 + number // 3 / 100, 114.30)
    rebuilt()
    query = f"near={HERE}&within=20&sort=distance&page_size=5"
    pages = walk(query)
    assert [len(page) for page in pages] == [5, 5, 3]
    assert len({id_ for page in pages for id_ in page}) == 13
    second = find(f"{query}&cursor={find(query).next_cursor}")
    third = find(f"{query}&cursor={second.next_cursor}")
    back = find(f"{query}&cursor={third.previous_cursor}")
    assert [hit.id for hit in back.hits] == pages[1]
    assert [hit.id for hit in find(f"{query}&cursor={back.previous_cursor}").hits] == pages[0]


def test_facets_are_counted_within_the_distance(market):
    found = find(f"near={HERE}&within=10")
    region = next(facet for facet in found.facets if facet.name == "region")
    assert {bucket.value: bucket.count for bucket in region.buckets}["420000"] == 3


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("30.59276,114.30525", "30.59,114.31"),
        (" 30.59 , 114.3 ", "30.59,114.30"),
        ("-0.001,0", "0.00,0.00"),
        ("91,0", ""),
        ("0,181", ""),
        ("420100,441900", ""),
        ("30.59", ""),
        ("nan,inf", ""),
        ("３０,114", ""),
    ],
)
def test_a_position_is_rounded_to_about_a_kilometre(text, position):
    assert position_text(text) == position


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_position_survives_its_own_writing(latitude, longitude):
    text = position_text(f"{latitude:.6f},{longitude:.6f}")
    assert position_text(text) == text
    assert location(text) == pytest.approx((latitude, longitude), abs=0.006)


@given(
    st.tuples(st.floats(-90, 90), st.floats(-180, 180)), st.tuples(st.floats(-90, 90), st.floats(-180, 180))
)
def test_distance_is_symmetric_and_within_half_the_equator(one, other):
    def between(here, there):
        return distance_km({"lat": here[0], "lon": here[1]}, [f"{there[0]:.15f},{there[1]:.15f}"])

    assert between(one, other) == pytest.approx(between(other, one), abs=1e-6)
    assert 0 <= between(one, other) < 20_016


def test_a_known_distance():
    """北京 to 上海, their seats of government, is about 1,068 km."""
    beijing, shanghai = location("110000"), location("310000")
    assert distance_km({"lat": beijing[0], "lon": beijing[1]}, ["310000"]) == pytest.approx(1068, abs=15)
    assert shanghai == pytest.approx((31.23, 121.47), abs=0.05)


@pytest.mark.parametrize(
    ("km", "about", "words"),
    [
        (0.04, False, "0.1 公里"),
        (9.94, False, "9.9 公里"),
        (12.4, False, "12 公里"),
        (0.2, True, "约 1 公里"),
    ],
)
def test_distances_in_words(km, about, words):
    assert distance_label(km, about=about) == words


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("near=999999", "near"),
        ("near=30.5", "near"),
        ("near=420100&within=7", "within"),
        ("within=20", "within"),
        ("sort=distance", "sort"),
        ("&".join(f"near={number}.5,100" for number in range(11)), "near"),
    ],
)
def test_what_is_not_understood_of_places_is_told_and_left_out(query, name):
    params, errors = parse_params(QueryDict(query))
    assert list(errors) == [name]
    assert parse_params(QueryDict(params.query_string())) == (params, {})


def test_without_its_last_place_a_search_is_without_distance():
    params, _ = parse_params(QueryDict("near=420100&within=10&sort=distance&q=电工"))
    assert params.without("near", "420100").query_string() == "q=%E7%94%B5%E5%B7%A5"
