"""Which people may suit a vacancy: the gates as filters, both sides' worth as scores.

The mirror of `for_person`: there the terms of a person are looked for in vacancies, here those of a vacancy
in people, whose documents hold tokens for what is computed from several of their fields (`tokens`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from search.matching import clauses
from search.matching.clauses import Clause, best, constant
from search.matching.columns import (
    TITLES_FROM,
    Document,
    day_number,
    education_rank,
    grade_rank,
    vacancy_columns,
)
from search.matching.features import (
    AVAILABLE_WITHIN_DAYS,
    CONFIRMED_HALF_DAYS,
    FRESH_HALF_DAYS,
    GRADES_TO_NOTHING,
    LEVELS_TO_NOTHING,
    MINOR,
    PAY_SHARES,
    PAY_UNSTATED,
    SAME,
    SUB_MAJOR,
    TRAVEL_HALF_KM,
    TRAVEL_UNKNOWN,
    YEARS_TO_NOTHING,
    half_life,
    pay_worth,
)
from search.matching.score import PERSON_WEIGHTS, VACANCY_WEIGHTS
from search.matching.tokens import MOST_YEARS, WEIGHT_STEPS, near, nodes, same
from standards import licences, lists

ANYWHERE: Final = "000000"
TOKENS: Final = ("wishes", "trades", "practice", "graded_as", "move_to", "travel_to", "commute_to")
"""Fields of a person that serve finding only: they are not read back."""
COMMUTES_KM: Final = (5, 10, 20, 50, 100)
PAY_STEPS: Final = 12


def gates(vacancy: Document) -> dict[str, list[Clause]]:
    """Filters for the gates that are no part of a score."""
    must_not: list[Clause] = []
    needed: list[Clause] = [{"term": {"findable": True}}]
    if employer := vacancy.get("employer_id"):
        must_not.append({"term": {"hidden_from": employer}})
    if places := vacancy.get("regions"):
        must_not.append({"terms": {"excluded": list(places)}})
    for code in vacancy.get("licences", ()):
        entry = licences.licence(code)
        if entry and entry.before_start:
            needed.append({"term": {"licences": code}})
    if most := vacancy.get("pay_max") or vacancy.get("pay_min"):
        must_not.append({"range": {"pay_floor": {"gt": most}}})
    return {"filter": needed, "must_not": must_not}


def worth_to_person(vacancy: Document, *, day: float) -> dict[str, Clause]:
    """What the vacancy is worth to people, by feature, weighted; what is the same for all stands first."""
    weights = PERSON_WEIGHTS
    fresh = half_life(day - vacancy_columns([vacancy]).published, FRESH_HALF_DAYS)
    return {
        "same": constant(clauses.EVERYTHING, float(weights["freshness"] * fresh[0])),
        "wish": best(_wish(vacancy, weights["wish"])),
        "place": best(_places(vacancy, weights["place"])),
        "pay": {"bool": {"should": list(_pay(vacancy, weights["pay"]))}},
        "employment": best(_employment(vacancy, weights["employment"])),
    }


def worth_to_vacancy(vacancy: Document, *, now: str) -> dict[str, Clause]:
    """What people are worth to the vacancy, by feature, weighted."""
    weights = VACANCY_WEIGHTS
    return {
        "trade": best(_trade(vacancy, weights["trade"])),
        "experience": best(_experience(vacancy, weights["experience"])),
        "skills": {"bool": {"should": list(_skills(vacancy, weights["skills"]))}},
        "education": best(_education(vacancy, weights["education"])),
        "grade": best(_grade(vacancy, weights["grade"])),
        "availability": best(_availability(now, weights["availability"])),
        "confirmed": clauses.halving(
            "confirmed_at", now, f"{CONFIRMED_HALF_DAYS:.0f}d", weights["confirmed"]
        ),
    }


def _occupation(vacancy: Document) -> str:
    return str(max(vacancy.get("occupations") or ("",)))


def _around(code: str) -> Iterator[tuple[float, list[str]]]:
    """Nearness and the tokens that mean it."""
    deepest = nodes(code)
    if not deepest:
        return
    yield SAME, same(code)
    yield MINOR, [near(code, 100)]
    yield SUB_MAJOR, [near(code, 10_000)]


def _wish(vacancy: Document, weight: float) -> Iterator[Clause]:
    for nearness, tokens in _around(_occupation(vacancy)):
        for step in range(1, WEIGHT_STEPS + 1):
            wished = clauses.among("wishes", [f"{token}/{step}" for token in tokens])
            yield constant(wished, nearness * step / WEIGHT_STEPS * weight)


def _trade(vacancy: Document, weight: float) -> Iterator[Clause]:
    for nearness, tokens in _around(_occupation(vacancy)):
        yield constant(clauses.among("trades", tokens), nearness * weight)


def _places(vacancy: Document, weight: float) -> Iterator[Clause]:
    inside = list(vacancy.get("regions", ()))
    if not inside:
        return
    places, area = [*inside, ANYWHERE], vacancy.get("area")
    yield constant({"terms": {"move_to": places}}, weight)
    travels: Clause = {"terms": {"travel_to": places}}
    yield constant([travels, clauses.missing("point")] if area else travels, TRAVEL_UNKNOWN * weight)
    if area:
        yield clauses.halving("point", area, f"{TRAVEL_HALF_KM:.0f}km", weight, [travels])
        for reach in COMMUTES_KM:
            commutes = {"terms": {"commute_to": [f"{place}:{reach}" for place in places]}}
            near_by = {"geo_distance": {"distance": f"{reach}km", "point": area}}
            yield clauses.halving("point", area, f"{reach}km", weight, [commutes, near_by])


def _pay(vacancy: Document, weight: float) -> Iterator[Clause]:
    """Worth by steps of the pay that people want: the line of `pay_worth`, cut into `PAY_STEPS`."""
    yield constant(clauses.missing("pay_wanted"), weight)
    pays = vacancy_columns([vacancy])
    if np.isnan(pays.pay_high[0]):
        yield constant({"exists": {"field": "pay_wanted"}}, PAY_UNSTATED * weight)
        return
    low, high = max(pays.pay_low[0], 1.0), max(pays.pay_high[0], 1.0)
    edges = np.geomspace(low / PAY_SHARES[-1], high / PAY_SHARES[0], PAY_STEPS + 1)
    middles = np.sqrt(edges[:-1] * edges[1:])
    worth = pay_worth(middles, np.full(PAY_STEPS, low), np.full(PAY_STEPS, high))
    yield constant({"range": {"pay_wanted": {"lt": edges[0]}}}, weight)
    for start, end, score in zip(edges[:-1], edges[1:], worth, strict=True):
        if score > 0:
            wanted = {"range": {"pay_wanted": {"gte": float(start), "lt": float(end)}}}
            yield constant(wanted, float(score * weight))


def _employment(vacancy: Document, weight: float) -> Iterator[Clause]:
    yield constant(clauses.missing("employment_types"), weight)
    if offered := vacancy.get("employment_type"):
        yield constant({"term": {"employment_types": offered}}, weight)
    else:
        yield constant(clauses.EVERYTHING, 0.7 * weight)


def _experience(vacancy: Document, weight: float) -> Iterator[Clause]:
    asked = vacancy.get("experience_min") or 0
    around = nodes(_occupation(vacancy))
    for years in range(asked + 1):
        worth = max(0.0, 1 - (asked - years) / YEARS_TO_NOTHING)
        if not years and worth:
            yield constant(clauses.EVERYTHING, worth * weight)
        elif worth:
            most = MOST_YEARS if years == asked else years
            counted = [f"{node}:{amount}" for node in around for amount in range(years, most + 1)]
            yield constant(clauses.among("practice", counted), worth * weight)


def _skills(vacancy: Document, weight: float) -> Iterator[Clause]:
    asked = list(vacancy.get("skills", ()))
    if not asked:
        yield constant(clauses.EVERYTHING, weight)
    for skill in asked:
        yield constant({"term": {"skills": skill}}, weight / len(asked))


def _education(vacancy: Document, weight: float) -> Iterator[Clause]:
    asked = education_rank(vacancy.get("education", ""))
    held: dict[float, list[str]] = {}
    for level in lists.education_levels():
        lacking = max(asked - education_rank(level.code), 0)
        held.setdefault(max(0.0, 1 - lacking / LEVELS_TO_NOTHING), []).append(level.code)
    for worth, codes in held.items():
        if worth:
            yield constant(clauses.among("education", codes), worth * weight)
    unstated = max(0.0, 1 - asked / LEVELS_TO_NOTHING)
    if unstated:
        yield constant(clauses.missing("education"), unstated * weight)


def _grade(vacancy: Document, weight: float) -> Iterator[Clause]:
    asked = grade_rank(vacancy.get("grade", ""))
    around = nodes(_occupation(vacancy))
    lowest = TITLES_FROM if asked >= TITLES_FROM else 0
    for rank in range(lowest, asked + 1):
        worth = max(0.0, 1 - (asked - rank) / GRADES_TO_NOTHING)
        if rank == lowest and worth:
            yield constant(clauses.EVERYTHING, worth * weight)
        elif worth:
            top = lowest + TITLES_FROM if rank == asked else rank + 1
            held = [f"{node}:{grade}" for node in around for grade in range(rank, top)]
            yield constant(clauses.among("graded_as", held), worth * weight)
    if asked == lowest:
        yield constant(clauses.EVERYTHING, weight)


def _availability(now: str, weight: float) -> Iterator[Clause]:
    soon = f"{now[:10]}||+{AVAILABLE_WITHIN_DAYS:.0f}d"
    yield constant({"range": {"available_from": {"lte": soon}}}, weight)
    yield constant(clauses.missing("available_from"), weight)
    yield clauses.halving("available_from", soon, f"{AVAILABLE_WITHIN_DAYS:.0f}d", weight)


def people_body(vacancy: Document, *, now: str, candidates: int, window: int) -> dict[str, Any]:
    """The search for people who may suit a vacancy, which reads their documents without what only finds."""
    worth = worth_to_person(vacancy, day=day_number(now))
    return clauses.candidates_body(
        gates(vacancy),
        must=[worth["wish"], worth["place"]],
        should=[worth["same"], worth["pay"], worth["employment"]],
        other_side=worth_to_vacancy(vacancy, now=now).values(),
        window=window,
        candidates=candidates,
    ) | {"_source": {"excludes": [*TOKENS, "city", "main_group", "checksum"]}}


def ungated_query(vacancy: Document, *, now: str) -> Clause:
    """The same scoring of both sides over every person, behind no gate: what retrieval is compared with."""
    worth = worth_to_person(vacancy, day=day_number(now)) | worth_to_vacancy(vacancy, now=now)
    return {"bool": {"should": list(worth.values())}}
