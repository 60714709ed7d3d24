"""Work across regions, counted by group: openings, gaps, surpluses, and who could and would go."""

from __future__ import annotations

import time_machine

from search.matching.flows import flows_around, flows_to, shown
from tests.search.matching.conftest import CHANGSHA, COOK, NOW, SHENZHEN, WUHAN, person, vacancy

ELECTRICIANS, COOKS = "6-31-01-00", "4-03-02-00"


def people(number: int, first: int, **facts) -> list[dict]:
    """Electricians of 武汉 who would move to 长沙."""
    return [person(id=first + at, **facts) for at in range(number)]


def work(openings: int, id_: int, **facts) -> dict:
    return vacancy(id=id_, headcount=openings, **facts)


@time_machine.travel(NOW)
def test_surplus_of_one_region_meets_the_gap_of_the_other(indexed):
    indexed(
        vacancies=[
            work(30, 1, region=CHANGSHA),
            work(4, 2, region=WUHAN),
            work(50, 3, region=CHANGSHA, expires_on="2026-11-01"),
            work(9, 4, region=CHANGSHA, occupation=COOK, licences=None),
        ],
        people=[
            *people(20, 100),  # would go, accept the pay, hold the licence
            *people(6, 200, pay_floor=9000, pay_wanted=9000),
            *people(5, 300, licences=[]),
            *people(7, 400, place_regions=[WUHAN], place_modes=["commute"], place_reach=[20]),
            *people(8, 500, excluded=[CHANGSHA]),
        ],
    )
    flows = {flow.group: flow for flow in flows_to(CHANGSHA, home=WUHAN)}
    found = flows[ELECTRICIANS]
    assert (found.openings, found.local_seekers, found.gap) == (30, 0, 30)
    assert (found.seekers, found.surplus) == (46, 42)
    assert (found.willing, found.able, found.flow) == (31, 20, 20)
    assert (flows[COOKS].openings, flows[COOKS].seekers, flows[COOKS].flow) == (9, 0, 0)
    back = {flow.group: flow for flow in flows_to(WUHAN, home=CHANGSHA)}
    assert (back[ELECTRICIANS].gap, back[ELECTRICIANS].flow) == (0, 0)


@time_machine.travel(NOW)
def test_the_flow_is_no_more_than_the_gap_and_the_surplus(indexed):
    indexed(
        vacancies=[work(12, 1, region=CHANGSHA), work(24, 2, region=WUHAN)],
        people=people(30, 100),
    )
    (found,) = flows_to(CHANGSHA, home=WUHAN)
    assert (found.gap, found.surplus, found.able, found.flow) == (12, 6, 30, 6)


@time_machine.travel(NOW)
def test_few_people_are_not_counted_out(indexed):
    indexed(vacancies=[work(12, 1, region=CHANGSHA)], people=people(4, 100))
    (found,) = flows_to(CHANGSHA, home=WUHAN)
    assert (found.seekers, found.surplus, found.willing, found.able, found.flow) == (None,) * 5
    assert flows_around(CHANGSHA) == []


def test_counts_from_1_to_4_are_not_told():
    assert [shown(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]


@time_machine.travel(NOW)
def test_a_region_and_the_provinces_around_it(indexed):
    indexed(
        vacancies=[work(12, 1, region=CHANGSHA), work(3, 2, region=SHENZHEN)],
        people=[
            *people(10, 100),
            *people(6, 200, place_regions=["430000"], place_modes=["travel"], place_reach=[0]),
        ],
    )
    (hubei,) = flows_around("430000")
    assert (hubei.region, hubei.coming, hubei.going) == ("420000", 12, 0)
    (hunan,) = flows_around(WUHAN)
    assert (hunan.region, hunan.coming, hunan.going) == ("430000", 0, 12)
