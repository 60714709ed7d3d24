"""Facets as counted: the answer of the index, as values in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from search.queries.facets import FACETS, Facet
from search.queries.labels import value_label
from search.queries.params import UNSTATED, SearchParams
from search.queries.results import Bucket, FacetCount
from standards import industries, occupations, regions

MOST_BY_COUNT = 12
"""Values shown of a facet that goes by count."""
_ANCESTORS: dict[str, Callable[[str], Sequence[Any]]] = {
    "region": regions.ancestors,
    "occupation": occupations.ancestors,
    "industry": industries.ancestors,
}


def facet_counts(aggregations: Mapping[str, Any], params: SearchParams, scope: str) -> list[FacetCount]:
    """All facets that are counted: values with vacancies, and what is chosen or left out, with all above."""
    return [
        _facet_count(facet, params, scope, aggregations[facet.name])
        for facet in FACETS
        if facet.name in aggregations
    ]


def _facet_count(facet: Facet, params: SearchParams, scope: str, counted: Mapping[str, Any]) -> FacetCount:
    chosen, excluded = facet.chosen(params), facet.excluded(params)
    counts = _counts(counted)
    listed = islice(counts, MOST_BY_COUNT) if facet.by_count else facet.choices(params, scope)
    order = dict.fromkeys([*listed, *chosen, *excluded])
    order.pop(UNSTATED, None)
    kept = {*chosen, *excluded}
    kept |= {code for value in kept for code in _above(facet.name, value)}
    return FacetCount(
        name=facet.name,
        label=str(facet.label),
        can_exclude=facet.can_exclude,
        buckets=[
            Bucket(
                value=value,
                label=value_label(facet.name, value),
                count=counts.get(value, 0),
                chosen=value in chosen,
                excluded=value in excluded,
                depth=_depth(facet.name, value, scope),
            )
            for value in (*order, UNSTATED)
            if counts.get(value) or value in kept
        ],
    )


def _counts(counted: Mapping[str, Any]) -> dict[str, int]:
    """Value → count, of an aggregation by terms or by filters."""
    buckets = counted.get("values", {}).get("buckets", [])
    pairs = buckets.items() if isinstance(buckets, dict) else ((bucket["key"], bucket) for bucket in buckets)
    counts = {value: bucket["doc_count"] for value, bucket in pairs}
    if "unstated" in counted:
        counts[UNSTATED] = counted["unstated"]["doc_count"]
    return counts


def _above(name: str, value: str) -> list[str]:
    return [entry.code for entry in _ANCESTORS[name](value)] if name in _ANCESTORS else []


@lru_cache(maxsize=16384)
def _depth(name: str, value: str, scope: str) -> int:
    """How far a value of a tree stands below the entries shown first."""
    above = _above(name, value)
    return len(above) - (above.index(scope) + 1 if scope in above else 0)
