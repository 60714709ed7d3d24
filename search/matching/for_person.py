"""Which vacancies may suit a person: the gates as filters, both sides' worth as scores.

The first pass scores every vacancy behind the gates by what it is worth to the person; the best of them are
scored again by what the person is worth to them, and the product ranks them. The exact score, the harmonic
mean, is then computed for the candidates that are left (`services`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from search.matching import clauses
from search.matching.clauses import Clause, best, constant
from search.matching.columns import (
    ANYWHERE_WIDTH,
    TITLES_FROM,
    Document,
    day_number,
    education_rank,
    employment_bits,
    grade_rank,
    person_columns,
    region_width,
)
from search.matching.features import (
    AVAILABLE_WITHIN_DAYS,
    CONFIRMED_HALF_DAYS,
    EMPLOYMENT_UNSTATED,
    FRESH_HALF_DAYS,
    GRADES_TO_NOTHING,
    MINOR,
    PAY_SHARES,
    PAY_UNSTATED,
    PAY_WORTH,
    SAME,
    SUB_MAJOR,
    TRAVEL_HALF_KM,
    TRAVEL_UNKNOWN,
    YEARS_TO_NOTHING,
    half_life,
)
from search.matching.score import PERSON_WEIGHTS, VACANCY_WEIGHTS
from search.matching.tokens import MINOR_DIGITS, SUB_MAJOR_DIGITS, credited, nodes
from standards import licences

STORED: Final = (
    "id", "employer_id", "occupations", "regions", "area", "pay_min", "pay_max", "education", "grade",
    "experience_min", "employment_type", "skills", "licences", "headcount",
)  # fmt: skip
"""Fields of a vacancy that scores are made of, beside its dates; read from columns, not from the document."""


def gates(person: Document, *, today: str) -> dict[str, list[Clause]]:
    """Filters for the gates that are no part of a score."""
    barred = [entry.code for entry in licences.all_licences() if entry.before_start]
    lacking = sorted(set(barred) - set(person.get("licences", ())))
    must_not: list[Clause] = [{"range": {"expires_on": {"lt": today}}}, {"terms": {"licences": lacking}}]
    if hidden := person.get("hidden_from"):
        must_not.append({"terms": {"employer_id": list(hidden)}})
    if excluded := person.get("excluded"):
        must_not.append({"terms": {"regions": list(excluded)}})
    needed: list[Clause] = []
    if floor := person.get("pay_floor"):
        pays = {"bool": {"should": [{"range": {name: {"gte": floor}}} for name in ("pay_max", "pay_min")]}}
        needed.append({"bool": {"should": [pays, {"range": {"pay_order": {"lte": 0}}}]}})
    return {"filter": needed, "must_not": must_not}


def worth_to_person(person: Document, *, now: str) -> dict[str, Clause]:
    """What vacancies are worth to the person, by feature, weighted."""
    weights = PERSON_WEIGHTS
    return {
        "wish": _wish(person, weights["wish"]),
        "place": best(_places(person, weights["place"])),
        "pay": _pay(person, weights["pay"]),
        "employment": _employment(person, weights["employment"]),
        "freshness": clauses.halving("published_at", now, f"{FRESH_HALF_DAYS:.0f}d", weights["freshness"]),
    }


def worth_to_vacancy(person: Document, *, day: float) -> dict[str, Clause]:
    """What the person is worth to vacancies, by feature, weighted; what is the same for all stands first."""
    weights = VACANCY_WEIGHTS
    return {
        "same": constant(clauses.EVERYTHING, _same_for_all(person, day)),
        "trade": _trade(person, weights["trade"]),
        "experience": best(_experience(person, weights["experience"])),
        "skills": {"bool": {"should": list(_skills(person, weights["skills"]))}},
        "education": {"bool": {"should": list(_education(person, weights["education"]))}},
        "grade": best(_grade(person, weights["grade"])),
    }


def _same_for_all(person: Document, day: float) -> float:
    facts = person_columns([person])
    wait = half_life(facts.available - day - AVAILABLE_WITHIN_DAYS, AVAILABLE_WITHIN_DAYS)
    age = half_life(day - facts.confirmed, CONFIRMED_HALF_DAYS)
    return float((VACANCY_WEIGHTS["availability"] * wait + VACANCY_WEIGHTS["confirmed"] * age)[0])


def _nearness(code: str, score: float) -> Iterator[Clause]:
    """A score by how near the vacancy's occupation lies to one that is wanted or known."""
    own, *around = nodes(code) or ("",)
    if not own:
        return
    yield constant(clauses.in_nodes([own]), SAME * score)
    for node in around:
        if near := {MINOR_DIGITS: MINOR, SUB_MAJOR_DIGITS: SUB_MAJOR}.get(len(node)):
            yield constant(clauses.in_nodes([node]), near * score)


def _wish(person: Document, weight: float) -> Clause:
    wanted = zip(person.get("wanted", ()), person.get("wanted_weights", ()), strict=True)
    found = [clause for code, wish in wanted for clause in _nearness(code, wish * weight)]
    return best(found)


def _trade(person: Document, weight: float) -> Clause:
    known = [*person.get("wanted", ()), *person.get("practised", ())]
    return best([clause for code in known for clause in _nearness(code, weight)])


def _places(person: Document, weight: float) -> Iterator[Clause]:
    at = person.get("point")
    rows = zip(person["place_regions"], person["place_modes"], person["place_reach"], strict=True)
    for region, mode, reach in rows:
        inside = [] if region_width(region) == ANYWHERE_WIDTH else [{"term": {"regions": region}}]
        known = inside or [{"exists": {"field": "regions"}}]
        if mode == "move":
            yield constant(known, weight)
        elif mode == "travel":
            unknown = constant([*known, clauses.missing("area")] if at else known, TRAVEL_UNKNOWN * weight)
            yield unknown
            if at:
                yield clauses.halving("area", at, f"{TRAVEL_HALF_KM:.0f}km", weight, known)
        elif at:
            near = {"geo_distance": {"distance": f"{reach}km", "area": at}}
            yield clauses.halving("area", at, f"{reach}km", weight, [*known, near])


def _pay(person: Document, weight: float) -> Clause:
    wanted = person.get("pay_wanted")
    if not wanted:
        return constant(clauses.EVERYTHING, weight)
    stated = {"range": {"pay_order": {"gt": 0}}}
    functions: list[Clause] = [
        {"filter": {"range": {"pay_order": {"lte": 0}}}, "weight": PAY_UNSTATED},
    ]
    for field, filters, share in (
        ("pay_order", stated, 0.5),
        ("pay_max", {"exists": {"field": "pay_max"}}, 0.5),
        ("pay_order", {"bool": {"filter": stated, **clauses.missing("pay_max")["bool"]}}, 0.5),
    ):
        for step in range(len(PAY_SHARES) - 1):
            line = clauses.rising(
                field, nothing_until=PAY_SHARES[step] * wanted, full_from=PAY_SHARES[step + 1] * wanted
            )
            gain = PAY_WORTH[step + 1] - PAY_WORTH[step]
            functions.append({**line, "filter": filters, "weight": share * gain})
    return clauses.computed(functions, score=weight)


def _employment(person: Document, weight: float) -> Clause:
    types = person.get("employment_types") or ()
    if not employment_bits(types):
        return constant(clauses.EVERYTHING, weight)
    return best(
        [
            constant(clauses.among("employment_type", types), weight),
            constant(clauses.missing("employment_type"), EMPLOYMENT_UNSTATED * weight),
        ]
    )


def _experience(person: Document, weight: float) -> Iterator[Clause]:
    """A straight line for each node of the tree in which years count, and one for none at all."""
    practised = zip(person.get("practised", ()), person.get("practised_years", ()), strict=True)
    counted = {"": 0.0} | {node: years for node, years in credited(dict(practised)).items() if years >= 0.5}
    for node, years in counted.items():
        line = clauses.falling("experience_min", full_until=years, nothing_from=years + YEARS_TO_NOTHING)
        where = clauses.in_nodes([node]) if node else clauses.EVERYTHING
        yield clauses.computed([line], where={"bool": {"filter": where}}, score=weight)


def _skills(person: Document, weight: float) -> Iterator[Clause]:
    yield constant(clauses.missing("skills"), weight)
    if had := person.get("skills"):
        each = [constant({"term": {"skills": skill}}, 1.0) for skill in had]
        yield {
            "function_score": {
                "query": {"bool": {"should": each, "minimum_should_match": 1}},
                "field_value_factor": {"field": "skill_count", "modifier": "reciprocal", "missing": 1},
                "boost_mode": "multiply",
                "boost": weight,
            }
        }


def _education(person: Document, weight: float) -> Iterator[Clause]:
    yield constant(clauses.missing("education"), weight)
    for worth, levels in clauses.education_scores(education_rank(person.get("education", ""))).items():
        if worth:
            yield constant(clauses.among("education", levels), worth * weight)


def _grade(person: Document, weight: float) -> Iterator[Clause]:
    yield constant(clauses.missing("grade"), weight)
    held = [("", 0), ("", TITLES_FROM)]
    for code, grade in zip(person.get("graded", ()), person.get("grades", ()), strict=True):
        own, *around = nodes(code) or ("",)
        counts_in = {own, *(node for node in around if len(node) == MINOR_DIGITS)}
        held += [(node, grade_rank(grade)) for node in sorted(counts_in)]
    for node, rank in held:
        where = [clauses.in_nodes([node])] if node else []
        top = TITLES_FROM if rank < TITLES_FROM else 2 * TITLES_FROM
        met = clauses.grade_codes(range(top - TITLES_FROM, rank + 1))
        yield constant([*where, clauses.among("grade", met)], weight)
        for lacking in range(1, int(GRADES_TO_NOTHING)):
            near = clauses.grade_codes([rank + lacking] if rank + lacking < top else [])
            worth = 1 - lacking / GRADES_TO_NOTHING
            yield constant([*where, clauses.among("grade", near)], worth * weight)


def vacancies_body(person: Document, *, now: str, candidates: int, window: int) -> dict[str, Any]:
    """The search for vacancies that may suit a person, which reads them from columns."""
    worth = worth_to_person(person, now=now)
    return clauses.candidates_body(
        gates(person, today=now[:10]),
        must=[worth["wish"], worth["place"]],
        should=[worth["pay"], worth["employment"], worth["freshness"]],
        other_side=worth_to_vacancy(person, day=day_number(now)).values(),
        window=window,
        candidates=candidates,
    ) | {
        "_source": False,
        "stored_fields": "_none_",  # to unpack them for their ids takes longer than the search
        "docvalue_fields": [
            *STORED,
            {"field": "published_at", "format": "epoch_millis"},
            {"field": "expires_on", "format": "epoch_millis"},
        ],
    }


def ungated_query(person: Document, *, now: str) -> Clause:
    """The same scoring of both sides over every vacancy, behind no gate: what retrieval is compared with."""
    worth = worth_to_person(person, now=now) | worth_to_vacancy(person, day=day_number(now))
    return {"bool": {"should": list(worth.values())}}
