"""What the index computes for each feature is what `features` says of the pair."""

from __future__ import annotations

import random

import pytest
import time_machine

from search.client import PEOPLE, VACANCIES, client, read_alias
from search.matching import for_person, for_vacancy
from search.matching.columns import day_number, person_columns, vacancy_columns
from search.matching.score import PERSON_WEIGHTS, VACANCY_WEIGHTS, scores_of
from tests.search.matching.conftest import CHANGSHA, ELECTRICIAN, NOW, WUHAN, person, vacancy

DAY = day_number(NOW)
NUMBER = 120


def vacancies(chance: random.Random) -> list[dict]:
    """All manner of vacancies, those that state little among them."""
    made = []
    for id_ in range(1, NUMBER + 1):
        low = chance.choice([None, 3000, 4500, 6000, 7500, 12_000])
        skills = chance.sample(["PLC", "CAD", "Java", "数控"], chance.randrange(4))
        made.append(
            vacancy(
                id=id_,
                occupation=chance.choice([ELECTRICIAN, "6-31-01-10", "6-31-03-01"]),
                region=chance.choice([WUHAN, CHANGSHA, "420106"]),
                pay_min=low,
                pay_max=low and low + chance.choice([0, 1000, 4000]),
                pay_order=low or 0,
                education=chance.choice([None, "00", "60", "30", "20", "10"]),
                experience_min=chance.choice([None, 0, 1, 3, 5, 8]),
                grade=chance.choice([None, "50", "40", "30", "20", "T2"]),
                employment_type=chance.choice([None, "full_time", "part_time"]),
                skills=skills or None,
                skill_count=len(skills) or None,
                published_at=f"2026-{chance.randint(9, 11):02d}-{chance.randint(1, 23):02d}T08:00:00+08:00",
            )
        )
    return made


def people(chance: random.Random) -> list[dict]:
    """All manner of people."""
    return [
        person(
            id=id_,
            wanted=[chance.choice([ELECTRICIAN, "6-31-01-10", "6-31-00-00"])],
            wanted_weights=[chance.choice([0.25, 0.5, 1.0])],
            practised=[chance.choice([ELECTRICIAN, "6-31-01-10", "4-03-02-01"])],
            practised_years=[float(chance.choice([0, 1, 2, 4, 10]))],
            grades=[chance.choice(["50", "40", "30", "T3"])],
            education=chance.choice(["", "70", "60", "30", "14"]),
            skills=chance.sample(["PLC", "CAD", "Java"], chance.randrange(4)),
            pay_wanted=chance.choice([None, 4000, 6000, 9000]),
            employment_types=chance.choice([[], ["full_time"], ["part_time"]]),
            place_regions=chance.choice([[""], [WUHAN], ["420000"]]),
            place_modes=[chance.choice(["move", "travel", "commute"])],
            place_reach=[50],
            available_from=f"2026-{chance.choice(['11-01', '12-20', '12-31'])}",
            confirmed_at=f"2026-{chance.randint(6, 11):02d}-01T08:00:00+08:00",
        )
        for id_ in range(1, NUMBER + 1)
    ]


def index_scores(kind: str, clause: dict) -> dict[int, float]:
    """Id → score of a clause for every document of a kind."""
    answer = client().search(
        index=read_alias(kind),
        query={"bool": {"filter": {"match_all": {}}, "should": [clause]}},
        size=NUMBER,
        source=False,
        docvalue_fields=["id"],
    )
    return {hit["fields"]["id"][0]: hit["_score"] for hit in answer["hits"]["hits"]}


@time_machine.travel(NOW)
def test_every_feature_of_vacancies_is_scored_as_it_is_defined(indexed):
    made = vacancies(random.Random(1))
    indexed(vacancies=made)
    for someone in (person(), person(place_modes=["travel", "move"], education="20", practised_years=[1.4])):
        found = scores_of(person_columns([someone]), vacancy_columns(made), day=DAY).features
        clauses = for_person.worth_to_person(someone, now=NOW) | for_person.worth_to_vacancy(someone, day=DAY)
        for name, weight in (PERSON_WEIGHTS | VACANCY_WEIGHTS).items():
            if name in clauses:
                scored = index_scores(VACANCIES, clauses[name])
                told = [scored[id_] / weight for id_ in range(1, NUMBER + 1)]
                assert told == pytest.approx(list(getattr(found, name)), abs=0.005), name


@pytest.mark.parametrize(
    "work", [vacancy(), vacancy(grade="T2", experience_min=0, skills=None, education="20")]
)
@time_machine.travel(NOW)
def test_features_of_people_are_scored_within_their_steps(indexed, work):
    made = people(random.Random(2))
    indexed(people=made)
    found = scores_of(person_columns(made), vacancy_columns([work]), day=DAY).features
    clauses = for_vacancy.worth_to_person(work, day=DAY) | for_vacancy.worth_to_vacancy(work, now=NOW)
    steps = {"pay": 0.09, "experience": 1 / 3}
    for name, weight in (PERSON_WEIGHTS | VACANCY_WEIGHTS).items():
        if name in clauses:
            scored = index_scores(PEOPLE, clauses[name])
            told = [scored[id_] / weight for id_ in range(1, NUMBER + 1)]
            assert told == pytest.approx(list(getattr(found, name)), abs=steps.get(name, 0.01)), name
