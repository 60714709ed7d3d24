"""Hard conditions part a pair in both directions, however well all else fits."""

from __future__ import annotations

import pytest
import time_machine

from search.matching.services import match_person, match_vacancy
from tests.search.matching.conftest import CHANGSHA, COOK, NOW, SHENZHEN, person, vacancy
from tests.search.matching.test_score import scored

ANYWHERE = {"place_regions": [""], "place_modes": ["move"], "place_reach": [0]}
SHUT = {
    "no consent": ({"findable": False}, {}),
    "hides from the employer": ({}, {"employer_id": 77}),
    "another trade": ({}, {"occupation": COOK, "licences": None}),
    "no licence": ({"licences": []}, {}),
    "pay under the floor": ({}, {"pay_min": 4000, "pay_max": 4999, "pay_order": 4000}),
    "excluded region": (ANYWHERE, {"region": SHENZHEN}),
    "region they would not go to": ({}, {"region": "330100"}),
    "too far to commute": ({}, {"area": {"lon": 115.5, "lat": 30.6}}),
    "last day has passed": ({}, {"expires_on": "2026-11-23"}),
}  # fmt: skip
OPEN = {
    "all fits": ({}, {}),
    "last day is today": ({}, {"expires_on": "2026-11-24"}),
    "no last day": ({}, {"expires_on": None}),
    "pay is the floor": ({}, {"pay_min": 4000, "pay_max": 5000, "pay_order": 4000}),
    "pay is not stated": ({}, {"pay_min": None, "pay_max": None, "pay_order": 0}),
    "would move": ({}, {"region": CHANGSHA}),
    "no floor": ({"pay_floor": None}, {"pay_min": 3000, "pay_max": 3000, "pay_order": 3000}),
    "a licence that is got after hiring": ({}, {"licences": ["health"]}),
}


@pytest.mark.parametrize("case", SHUT)
def test_a_shut_gate_parts_them_however_well_the_rest_fits(case):
    someone, work = SHUT[case]
    found = scored(person(**someone), vacancy(**work))
    assert (found.open[0], found.match[0]) == (False, 0.0)


@pytest.mark.parametrize("case", OPEN)
def test_what_is_no_hard_condition_leaves_the_gate_open(case):
    someone, work = OPEN[case]
    found = scored(person(**someone), vacancy(**work))
    assert found.open[0]
    assert found.match[0] > 0


@time_machine.travel(NOW)
def test_the_index_holds_the_same_gates_in_both_directions(indexed):
    cases = SHUT | OPEN
    people = {at: person(id=at, **someone) for at, (someone, _) in enumerate(cases.values(), 1)}
    works = {at: vacancy(id=at, **work) for at, (_, work) in enumerate(cases.values(), 1)}
    indexed(vacancies=works.values(), people=people.values())
    for at, case in enumerate(cases, 1):
        theirs = {match.id: match for match in match_person(people[at], top=50)}
        ours = {match.id: match for match in match_vacancy(works[at], top=50)}
        assert (at in theirs, at in ours) == (case in OPEN, case in OPEN), case
        if case in OPEN:
            assert abs(theirs[at].score - ours[at].score) <= 1e-6
