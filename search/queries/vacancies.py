"""The search of vacancies: one request to the index for hits, total and all facets."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from search.client import read_alias, search_client
from search.queries.cursor import Cursor, decode, encode
from search.queries.facets import FACETS, Facet, aggregations, filters
from search.queries.labels import value_label
from search.queries.params import UNSTATED, SearchParams
from search.queries.results import MARK, Bucket, FacetCount, SearchResult, hit_from_document
from search.queries.text import text_query
from standards import industries, occupations, regions

SHOWN_FIELDS = [
    *("id", "title", "employer", "region", "occupation", "pay_min", "pay_max", "pay_text", "education_code"),
    *("experience_min", "experience_max", "employment_type", "benefits", "headcount", "source_name"),
    *("published_at", "expires_on", "is_demo"),
]
HIGHLIGHT = {
    "pre_tags": [MARK[0]],
    "post_tags": [MARK[1]],
    "encoder": "html",
    "fields": {
        "title": {"number_of_fragments": 0},
        "title.pairs": {"number_of_fragments": 0},
        "duties": {"number_of_fragments": 1, "fragment_size": 80},
    },
}
_ORDERS = {
    "relevance": ("_score", "published_at", "id"),
    "newest": ("published_at", "id"),
    "pay": ("pay_order", "published_at", "id"),
}
_ANCESTORS: dict[str, Callable[[str], Sequence[Any]]] = {
    "region": regions.ancestors,
    "occupation": occupations.ancestors,
    "industry": industries.ancestors,
}


def vacancy_search(params: SearchParams, *, scope_region: str = "") -> SearchResult:
    """Search the public vacancies, within a region where `scope_region` is its code.

    Raises:
        BadCursor: the cursor is not one of this search.
        TransportError, ApiError: the index is away.
    """
    cursor = decode(params.cursor, params) if params.cursor else None
    answer = search_client().search(**_request(params, scope_region, cursor))
    raw = answer["hits"]["hits"]
    more = len(raw) > params.page_size
    raw = raw[: params.page_size]
    backwards = cursor is not None and cursor.backwards
    if backwards:
        raw.reverse()
    return SearchResult(
        hits=[
            hit_from_document(hit["_source"], highlight=hit.get("highlight"), score=hit["_score"])
            for hit in raw
        ],
        total=answer["hits"]["total"]["value"],
        facets=[
            _facet_count(facet, params, scope_region, answer["aggregations"][facet.name]) for facet in FACETS
        ],
        next_cursor=_cursor(params, raw[-1]) if raw and (more or backwards) else "",
        previous_cursor=(
            _cursor(params, raw[0], backwards=True) if raw and cursor and (more or not backwards) else ""
        ),
    )


def _request(params: SearchParams, scope: str, cursor: Cursor | None) -> dict[str, Any]:
    way = "asc" if cursor and cursor.backwards else "desc"
    request: dict[str, Any] = {
        "index": read_alias(),
        "query": {"bool": {"must": text_query(params.q), "filter": _always(scope)}},
        "post_filter": {"bool": {"filter": filters(params)}},
        "aggs": aggregations(params, scope),
        "sort": [{name: way} for name in _ORDERS[params.order]],
        "track_scores": params.order == "relevance",
        "track_total_hits": True,
        "size": params.page_size + 1,
        "source": SHOWN_FIELDS,
        "preference": _same_copy(params),
    }
    if params.q:
        request["highlight"] = HIGHLIGHT
    if cursor:
        request["search_after"] = list(cursor.after)
    return request


def _always(scope: str) -> list[dict[str, Any]]:
    """What holds for every search: the site's region, and nothing that has expired."""
    expired = {"range": {"expires_on": {"lt": timezone.localdate().isoformat()}}}
    clauses: list[dict[str, Any]] = [{"bool": {"must_not": expired}}]
    if scope:
        clauses.append({"term": {"regions": scope}})
    return clauses


def _same_copy(params: SearchParams) -> str:
    """Pages of one search read the same copy of each shard, so that scores do not differ between them."""
    return f"search-{zlib.crc32(params.with_changes().query_string().encode())}"


def _cursor(params: SearchParams, hit: Mapping[str, Any], *, backwards: bool = False) -> str:
    return encode(Cursor(after=tuple(hit["sort"]), backwards=backwards), params)


def _facet_count(facet: Facet, params: SearchParams, scope: str, counted: Mapping[str, Any]) -> FacetCount:
    chosen = facet.chosen(params)
    counts = _counts(counted)
    order = dict.fromkeys([*facet.choices(params, scope), *counts, *chosen])
    order.pop(UNSTATED, None)
    return FacetCount(
        name=facet.name,
        label=str(facet.label),
        buckets=[
            Bucket(
                value=value,
                label=value_label(facet.name, value),
                count=counts.get(value, 0),
                chosen=value in chosen,
                depth=_depth(facet.name, value, scope),
            )
            for value in (*order, UNSTATED)
            if counts.get(value) or value in chosen
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


def _depth(name: str, value: str, scope: str) -> int:
    """How far a value of a tree stands below the entries shown first."""
    above = [entry.code for entry in _ANCESTORS[name](value)] if name in _ANCESTORS else []
    return len(above) - (above.index(scope) + 1 if scope in above else 0)
