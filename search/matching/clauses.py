"""Clauses of Elasticsearch whose scores are the features: what the index computes is what `features` says.

No script is needed: constants, distances and straight lines are enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from search.matching.columns import education_rank, grade_rank
from search.matching.features import LEVELS_TO_NOTHING
from standards import lists, occupations

Clause = dict[str, Any]
EVERYTHING: Final[Clause] = {"match_all": {}}
NOTHING: Final[Clause] = {"match_none": {}}
_HALF: Final = 0.5
_FAR: Final = 10_000_000


def constant(filters: Clause | Sequence[Clause], score: float) -> Clause:
    """`score` where all filters hold."""
    held = filters if isinstance(filters, dict) else {"bool": {"filter": list(filters)}}
    return {"constant_score": {"filter": held, "boost": score}}


def best(clauses: Iterable[Clause]) -> Clause:
    """The highest of several scores; nothing matches where there are none."""
    return {"dis_max": {"queries": [*clauses, NOTHING]}}


def missing(field: str) -> Clause:
    return {"bool": {"must_not": {"exists": {"field": field}}}}


def among(field: str, values: Iterable[Any]) -> Clause:
    return {"terms": {field: sorted(set(values))}}


def halving(field: str, origin: Any, half: str, score: float, filters: Sequence[Clause] = ()) -> Clause:
    """`score` at the origin, half of it at the distance `half`: dates and points, as `features.half_life`."""
    distance = {"distance_feature": {"field": field, "origin": origin, "pivot": half, "boost": score}}
    return {"bool": {"filter": list(filters), "must": distance}} if filters else distance


def candidates_body(
    gates: Mapping[str, Sequence[Clause]],
    *,
    must: Sequence[Clause],
    should: Sequence[Clause],
    other_side: Iterable[Clause],
    window: int,
    candidates: int,
) -> dict[str, Any]:
    """The search for candidates, either way: gated, scored by one side, the best `window` scored again by the
    other, and the product ranks. What is read of them is the caller's to add."""
    return {
        "query": {"bool": {**gates, "must": list(must), "should": list(should)}},
        "rescore": {
            "window_size": window,
            "query": {
                "rescore_query": {"bool": {"should": list(other_side)}},
                "score_mode": "multiply",
            },
        },
        "size": candidates,
        "track_total_hits": False,
    }


def falling(field: str, *, full_until: float, nothing_from: float) -> Clause:
    """A function: 1 up to one amount, then a straight line to 0 at the other; 1 where nothing is stated."""
    return _line(field, origin=full_until - _FAR, offset=_FAR, length=nothing_from - full_until)


def rising(field: str, *, nothing_until: float, full_from: float) -> Clause:
    """A function: 0 up to one amount, then a straight line to 1 at the other; 1 where nothing is stated."""
    return _line(field, origin=full_from + _FAR, offset=_FAR, length=full_from - nothing_until)


def _line(field: str, *, origin: float, offset: float, length: float) -> Clause:
    shape = {"origin": origin, "offset": offset, "scale": length * (1 - _HALF), "decay": _HALF}
    return {"linear": {field: shape}}


def computed(functions: Sequence[Clause], *, where: Clause = EVERYTHING, score: float = 1.0) -> Clause:
    """The sum of functions, each with its own weight, times `score`."""
    return {
        "function_score": {
            "query": where,
            "functions": [one | {"weight": one.get("weight", 1.0) * score} for one in functions],
            "score_mode": "sum",
            "boost_mode": "replace",  # which drops a boost: the weights carry the score
        }
    }


@lru_cache(maxsize=8192)
def codes_of_node(node: str) -> tuple[str, ...]:
    """The codes by which a vacancy of a node is found: the group's own, or where the classification has
    no entry for the group, those of the units in it."""
    code = f"{node.ljust(7, '0')}"
    written = f"{code[0]}-{code[1:3]}-{code[3:5]}-{code[5:]}"
    if occupations.occupation(written):
        return (written,)
    beginning = written[: {1: 1, 3: 4, 5: 7, 7: 10}[len(node)]]
    return tuple(
        entry.code
        for entry in occupations.all_occupations()
        if entry.level == 4 and entry.code.startswith(beginning)
    )


def in_nodes(nodes: Iterable[str]) -> Clause:
    """Vacancies of occupations that lie in any of the nodes."""
    return among("occupations", (code for node in nodes for code in codes_of_node(node)))


def education_scores(rank: int) -> Mapping[float, list[str]]:
    """Worth of a person's schooling → the levels asked for of which it is that much."""
    found: dict[float, list[str]] = {}
    for level in ("00", *(entry.code for entry in lists.education_levels())):
        lacking = max(education_rank(level) - rank, 0)
        found.setdefault(max(0.0, 1 - lacking / LEVELS_TO_NOTHING), []).append(level)
    return found


def grade_codes(ranks: Iterable[int]) -> list[str]:
    """The codes of grades with these ranks."""
    wanted = set(ranks)
    return [entry.code for entry in lists.grades() if grade_rank(entry.code) in wanted]
