"""Work across regions, as staff see it: their own regions beside any other, and nothing about few people."""

from __future__ import annotations

import os
from unittest import mock

import pytest
import time_machine
from django.test import override_settings

from accounts.enums import NATION, Role
from city_sites.workspace.flow_map import HEIGHT, WIDTH, Flow, flow_map
from search import analysis
from search.client import client as index_client
from search.client import generations
from search.kinds import KINDS, PERSON_KIND, VACANCY_KIND
from standards import regions
from tests.city_sites.test_workspace import signed_in
from tests.search.matching.conftest import CHANGSHA, NOW, SHENZHEN, WUHAN, person, vacancy, write

PAGE = "/workspace/cross-region/"
PREFIX = f"test-{os.getpid()}-desk"
NOBODY_LISTENS = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def indexed(file_database):
    with (
        file_database(),
        override_settings(ELASTICSEARCH_INDEX_PREFIX=PREFIX),
        mock.patch.object(analysis, "domain_words", return_value=["电工"]),
    ):
        write(VACANCY_KIND, [vacancy(id=1, headcount=30, region=CHANGSHA)])
        from_shenzhen = {"regions": ["440000", SHENZHEN], "excluded": []}
        people = [person(id=at) for at in range(1, 21)]
        write(PERSON_KIND, [*people, *(person(id=100 + at, **from_shenzhen) for at in range(4))])
    yield
    with override_settings(ELASTICSEARCH_INDEX_PREFIX=PREFIX):
        for kind in KINDS:
            for index in generations(kind.name):
                index_client().indices.delete(index=index)


@pytest.fixture
def market(indexed, db, settings):
    """30 openings for electricians in 长沙; 20 electricians of 武汉 who would move there, 4 of 深圳."""
    settings.ELASTICSEARCH_INDEX_PREFIX = PREFIX


@time_machine.travel(NOW)
def test_two_regions_are_compared_in_both_directions(client, market):
    signed_in(client)
    page = client.get(PAGE, {"work": CHANGSHA, "home": WUHAN})
    compared = page.context["compared"]
    ((name, flow),) = compared.there.rows
    assert (flow.openings, flow.able, flow.flow) == (30, 20, 20)
    assert name in page.content.decode()
    assert "武汉的求职者中有 20 人可补长沙的缺口" in page.content.decode()
    assert [arrow.title for arrow in compared.map.arrows] == ["武汉 → 长沙：20 人"]


@time_machine.travel(NOW)
def test_few_people_are_shown_as_fewer_than_five(client, market):
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    page = client.get(PAGE, {"work": CHANGSHA, "home": SHENZHEN}).content.decode()
    assert "&lt;5" in page
    assert "深圳的求职者中有 0 人可补长沙的缺口" in page


@time_machine.travel(NOW)
def test_a_region_is_shown_with_the_provinces_around_it(client, market):
    signed_in(client, Role.CITY_FEEDS, CHANGSHA)
    page = client.get(PAGE)
    ((unit, flow),) = page.context["around"].rows
    assert (unit.code, flow.coming, flow.going) == ("420000", 20, 0)
    assert f"?work={CHANGSHA}&amp;home=420000" in page.content.decode()


@pytest.mark.parametrize(
    ("role", "region", "work", "home", "status"),
    [
        (Role.CITY_FEEDS, WUHAN, CHANGSHA, WUHAN, 200),
        (Role.CITY_EDITOR, WUHAN, WUHAN, CHANGSHA, 200),
        (Role.PROVINCE_SUPERVISOR, "420000", WUHAN, SHENZHEN, 200),
        (Role.NATIONAL_MANAGER, NATION, SHENZHEN, CHANGSHA, 200),
        (Role.CITY_FEEDS, WUHAN, SHENZHEN, CHANGSHA, 404),
        (Role.CITY_FEEDS, WUHAN, "420000", SHENZHEN, 404),
        (Role.NATIONAL_MANAGER, NATION, "999999", WUHAN, 404),
        (Role.NATIONAL_MANAGER, NATION, "420106", WUHAN, 404),
        (Role.NATIONAL_MANAGER, NATION, "\0", WUHAN, 404),
    ],
)
def test_figures_are_for_the_staff_of_either_region(client, market, role, region, work, home, status):
    signed_in(client, role, region)
    assert client.get(PAGE, {"work": work, "home": home}).status_code == status


def test_who_has_no_role_finds_no_such_page(client, market):
    signed_in(client, Role.CITY_FEEDS, "")
    assert client.get(PAGE).status_code == 404
    client.logout()
    assert client.get(PAGE).status_code == 302


def test_national_staff_choose_a_region_first(client, market):
    signed_in(client, Role.NATIONAL_MANAGER, NATION)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "请选择省份或城市" in page.content.decode()


def test_a_region_beside_itself_asks_for_another(client, market):
    signed_in(client)
    page = client.get(PAGE, {"work": WUHAN, "home": WUHAN})
    assert "compared" not in page.context
    assert page.status_code == 200


def test_with_the_index_away_the_page_says_so(client, market, settings):
    signed_in(client)
    settings.ELASTICSEARCH_URL = NOBODY_LISTENS
    page = client.get(PAGE, {"work": WUHAN, "home": CHANGSHA})
    assert page.status_code == 503
    assert "请一分钟后再试" in page.content.decode()


def test_every_city_of_the_country_lies_on_the_map():
    drawn = flow_map([], middle=WUHAN)
    assert len(drawn.dots) == sum(regions.location(city.code) is not None for city in regions.cities())
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in drawn.dots)


def test_an_arrow_is_wider_for_more_people_and_none_stands_for_nobody():
    drawn = flow_map(
        [Flow(WUHAN, CHANGSHA, 10, "a"), Flow(SHENZHEN, WUHAN, 90, "b"), Flow(WUHAN, "510100", 0, "c")],
        middle=WUHAN,
    )
    assert [(arrow.title, arrow.comes) for arrow in drawn.arrows] == [("b", True), ("a", False)]
    assert drawn.arrows[0].width > drawn.arrows[1].width
    assert {place.name for place in drawn.places} == {"武汉", "长沙", "深圳"}
