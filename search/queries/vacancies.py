"""The search of vacancies: a request to the index for hits, total and facets, and a small one for repeats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.client import search_client
from search.queries.body import Asked
from search.queries.counted import facet_counts
from search.queries.cursor import Cursor, decode, encode
from search.queries.meaning import params_reading
from search.queries.params import SearchParams
from search.queries.places import distance_km
from search.queries.repeats import Rows, all_rows, rows_without_repeats
from search.queries.results import SearchResult, VacancyHit, hit_from_document


def vacancy_search(params: SearchParams, *, scope_region: str = "") -> SearchResult:
    """Search the public vacancies, within a region where `scope_region` is its code.

    Total and facets count every vacancy; of an employer's repeated postings only the first is a hit, unless
    `params.repeats` asks for all of them.

    Raises:
        BadCursor: the cursor is not one of this search.
        TransportError, ApiError: the index is away.
    """
    cursor = decode(params.cursor, params) if params.cursor else None
    asked = Asked(params, params_reading(params, scope=scope_region), scope_region)
    answer = search_client().search(**asked.target(), body=asked.page(cursor))
    hits = answer["hits"]["hits"]
    rows = all_rows(hits, params.page_size) if params.repeats else rows_without_repeats(hits, asked, cursor)
    backwards = cursor is not None and cursor.backwards
    onward, back = _cursors(params, rows, cursor)
    return SearchResult(
        hits=[_hit(row, params, rows) for row in (reversed(rows.shown) if backwards else rows.shown)],
        total=answer["hits"]["total"]["value"],
        facets=facet_counts(answer["aggregations"], params, scope_region),
        reading=asked.reading,
        next_cursor=back if backwards else onward,
        previous_cursor=onward if backwards else back,
    )


def _cursors(params: SearchParams, rows: Rows, cursor: Cursor | None) -> tuple[str, str]:
    """The cursors further in the direction of reading, and back again; "" where nothing is there."""
    backwards = cursor is not None and cursor.backwards

    def beside(row: Mapping[str, Any], *, backwards: bool) -> str:
        return encode(Cursor(after=tuple(row["sort"]), backwards=backwards), params)

    onward = beside(rows.last, backwards=backwards) if rows.more and rows.last else ""
    back = beside(rows.shown[0], backwards=not backwards) if cursor and rows.shown else ""
    return onward, back


def _hit(row: Mapping[str, Any], params: SearchParams, rows: Rows) -> VacancyHit:
    document = row["_source"]
    return hit_from_document(
        document,
        highlight=row.get("highlight"),
        score=row["_score"],
        repeats=rows.others.get(row["_id"], 0),
        distance_km=distance_km(document["area"], params.near) if params.near else None,
    )
