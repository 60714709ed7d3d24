"""The score of a pair: symmetric, monotone, between 0 and 1, and 0 behind a shut gate."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matching import features as f
from search.matching.columns import day_number, person_columns, vacancy_columns
from search.matching.score import PERSON_WEIGHTS, VACANCY_WEIGHTS, Scores, harmonic, scores_of
from tests.search.matching.conftest import (
    CHANGSHA,
    COOK,
    ELECTRICIAN,
    NOW,
    SHENZHEN,
    WUHAN,
    person,
    vacancy,
)

DAY = day_number(NOW)
PAYS = st.integers(min_value=1000, max_value=60_000)
UNIT_IN_THE_SAME_MINOR_GROUP = "6-31-01-10"


def scored(someone: dict, work: dict) -> Scores:
    return scores_of(person_columns([someone]), vacancy_columns([work]), day=DAY)


def test_a_pair_with_nothing_amiss_scores_nearly_one():
    assert scored(person(), vacancy()).match[0] > 0.95


def test_weights_of_both_sides_are_of_features_and_sum_to_one():
    names = {field.name for field in dataclasses.fields(f.Features)}
    for weights in (PERSON_WEIGHTS, VACANCY_WEIGHTS):
        assert weights.keys() <= names
        assert sum(weights.values()) == pytest.approx(1)


@st.composite
def people(draw):
    return person(
        wanted=[draw(st.sampled_from([ELECTRICIAN, COOK, "6-31-00-00", UNIT_IN_THE_SAME_MINOR_GROUP]))],
        wanted_weights=[draw(st.floats(0.01, 1))],
        practised_years=[draw(st.floats(0, 20))],
        education=draw(st.sampled_from(["", "70", "60", "30", "20", "14"])),
        skills=draw(st.lists(st.sampled_from(["PLC", "CAD", "Java"]), unique=True)),
        pay_wanted=draw(st.none() | PAYS),
        pay_floor=draw(st.none() | st.integers(0, 9000)),
        place_modes=draw(st.sampled_from([["commute", "move"], ["travel", "travel"], ["move", "commute"]])),
    )


@st.composite
def vacancies(draw):
    low = draw(st.none() | PAYS)
    return vacancy(
        occupation=draw(st.sampled_from([ELECTRICIAN, COOK, UNIT_IN_THE_SAME_MINOR_GROUP])),
        region=draw(st.sampled_from([WUHAN, CHANGSHA, SHENZHEN, "420106"])),
        pay_min=low,
        pay_max=low and low + draw(st.integers(0, 5000)),
        education=draw(st.sampled_from([None, "00", "60", "20"])),
        experience_min=draw(st.none() | st.integers(0, 10)),
        grade=draw(st.sampled_from([None, "50", "30", "T2"])),
        skills=draw(st.lists(st.sampled_from(["PLC", "CAD", "数控"]), unique=True)),
        employment_type=draw(st.sampled_from([None, "full_time", "part_time"])),
    )


@given(st.lists(people(), min_size=1, max_size=4), st.lists(vacancies(), min_size=1, max_size=4))
def test_a_score_is_the_same_whichever_side_asks_and_however_many(some, work):
    ours, theirs = person_columns(some), vacancy_columns(work)
    whole = np.array([scores_of(person_columns([one]), theirs, day=DAY).match for one in some])
    turned = np.array([scores_of(ours, vacancy_columns([one]), day=DAY).match for one in work])
    single = np.array([[scored(one, other).match[0] for other in work] for one in some])
    assert np.abs(whole - turned.T).max() <= 1e-6
    assert np.abs(whole - single).max() <= 1e-6
    assert ((whole >= 0) & (whole <= 1)).all()


@given(people(), vacancies())
def test_every_feature_lies_between_nothing_and_one(someone, work):
    found = scored(someone, work).features
    for name in {*PERSON_WEIGHTS, *VACANCY_WEIGHTS}:
        assert 0 <= getattr(found, name)[0] <= 1, name


@given(people(), vacancies(), PAYS, st.integers(0, 20_000), st.integers(0, 20_000))
def test_more_pay_is_never_worth_less_to_the_person(someone, work, low, more_low, more_high):
    paid = work | {"pay_min": low, "pay_max": low + 1000}
    better = work | {"pay_min": low + more_low, "pay_max": low + 1000 + max(more_low, more_high)}
    assert scored(someone, better).for_person[0] >= scored(someone, paid).for_person[0] - 1e-12


@given(people(), vacancies(), st.floats(0, 10), st.floats(0, 10))
def test_more_experience_is_never_worth_less_to_the_vacancy(someone, work, years, more):
    less, longer = (someone | {"practised_years": [amount]} for amount in (years, years + more))
    assert scored(longer, work).for_vacancy[0] >= scored(less, work).for_vacancy[0] - 1e-12


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_harmonic_mean_lies_between_both_and_nearer_the_lower(one, other):
    mean = float(harmonic(np.array([one]), np.array([other]))[0])
    assert min(one, other) - 1e-9 <= mean <= (one + other) / 2 + 1e-9


@pytest.mark.parametrize(
    ("wanted", "offered", "nearness"),
    [
        (ELECTRICIAN, ELECTRICIAN, f.SAME),
        (ELECTRICIAN, UNIT_IN_THE_SAME_MINOR_GROUP, f.MINOR),
        (ELECTRICIAN, "6-31-03-01", f.SUB_MAJOR),
        (ELECTRICIAN, "6-18-02-04", f.MAJOR),
        (ELECTRICIAN, COOK, 0),
        ("6-31-00-00", ELECTRICIAN, f.SAME),
        ("6-31-01-00", "6-31-03-01", f.SUB_MAJOR),
        (ELECTRICIAN, "", 0),
        ("nonsense", ELECTRICIAN, 0),
    ],
)
def test_occupations_are_near_by_the_deepest_group_they_share(wanted, offered, nearness):
    columns = person_columns([person(wanted=[wanted], practised=[], practised_years=[])])
    work = vacancy_columns([vacancy() | {"occupations": [offered] if offered else []}])
    assert f.nearness(columns.wanted, columns.wanted_width, work.occupation)[0, 0] == nearness


def test_a_point_one_degree_north_is_111_km_away():
    found = f.distance_km(*(np.array([value]) for value in (114.0, 30.0, 114.0, 31.0)))
    assert found[0] == pytest.approx(111.2, abs=0.1)


@pytest.mark.parametrize(
    ("mode", "reach", "region", "worth"),
    [
        ("move", 0, CHANGSHA, 1.0),
        ("travel", 0, CHANGSHA, pytest.approx(0.25, abs=0.02)),  # some 300 km
        ("commute", 50, CHANGSHA, 0.0),
        ("commute", 50, WUHAN, 1.0),
        ("move", 0, "430000", 1.0),
    ],
)
def test_a_place_counts_by_how_a_person_would_work_there(mode, reach, region, worth):
    someone = person(place_regions=[""], place_modes=[mode], place_reach=[reach])
    area = None if region == "430000" else vacancy(region=region)["area"]
    assert scored(someone, vacancy(region=region, area=area)).features.place[0] == worth
