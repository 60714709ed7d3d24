"""What is sent to Elasticsearch for a search of vacancies."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from search.client import read_alias
from search.queries.cursor import Cursor
from search.queries.facets import Clause, aggregations, filters
from search.queries.params import SearchParams
from search.queries.places import location
from search.queries.results import MARK
from search.queries.text import marked, reading_filters, reading_query
from search.reading import Reading

SHOWN_FIELDS = [
    *("id", "title", "employer", "region", "occupation", "pay_min", "pay_max", "pay_text", "education_code"),
    *("experience_min", "experience_max", "employment_type", "benefits", "headcount", "source_name"),
    *("published_at", "expires_on", "is_demo", "employer_id", "repeat_key"),
]
PLACE_FIELDS = ["area", "point"]
HIGHLIGHT = {
    "pre_tags": [MARK[0]],
    "post_tags": [MARK[1]],
    "encoder": "html",
    "fields": {
        "title": {"number_of_fragments": 0},
        "title.pairs": {"number_of_fragments": 0},
        "duties": {"number_of_fragments": 1, "fragment_size": 48},
    },
}
_ORDERS = {
    "relevance": ("_score", "published_at", "id"),
    "newest": ("published_at", "id"),
    "pay": ("pay_order", "published_at", "id"),
    "distance": ("_geo_distance", "published_at", "id"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A search with what its words mean, within a region where `scope` is its code."""

    params: SearchParams
    reading: Reading
    scope: str

    @property
    def read_at_once(self) -> int:
        """Rows read for a page: one more than it has, and a quarter more where repeats may fall away."""
        size = self.params.page_size
        return size + 1 + (0 if self.params.repeats else size // 4)

    def page(self, cursor: Cursor | None) -> dict[str, Any]:
        """One page after a cursor, with the total and all facets."""
        return self.rows(cursor) | {
            "aggs": aggregations(self.params, self.scope),
            "track_total_hits": True,
        }

    def rows(self, cursor: Cursor | None, *, without: list[Clause] | None = None) -> dict[str, Any]:
        """The rows read for a page, without the total; `without` are documents to pass over."""
        params = self.params
        hidden: Clause = {"must_not": without} if without else {}
        body: dict[str, Any] = {
            "query": self._query(),
            "post_filter": {"bool": {"filter": filters(params)} | hidden},
            "sort": self.sort(backwards=cursor is not None and cursor.backwards),
            "track_scores": params.order == "relevance",
            "track_total_hits": False,
            "size": self.read_at_once,
            "_source": [*SHOWN_FIELDS, *(PLACE_FIELDS if params.near else ())],
        }
        if params.q:
            body["highlight"] = HIGHLIGHT | {"highlight_query": marked(self.reading)}
        if cursor:
            body["search_after"] = list(cursor.after)
        return body

    def first_of(self, keys: list[int]) -> dict[str, Any]:
        """For each repeat key the first of its vacancies in the order of the list, and how many there are."""
        return {
            "query": self.found({"terms": {"repeat_key": keys}}),
            "collapse": {"field": "repeat_key"},
            "aggs": {"repeats": {"terms": {"field": "repeat_key", "size": len(keys)}}},
            "sort": self.sort(),
            "track_total_hits": False,
            "size": len(keys),
            "_source": False,
        }

    def count(self) -> dict[str, Any]:
        """Only how many there are."""
        return {"query": self.found(), "size": 0, "track_total_hits": True}

    def found(self, *more: Clause) -> Clause:
        """Everything that is found, as one query."""
        return self._query(*filters(self.params), *more)

    def _query(self, *narrowed: Clause) -> Clause:
        clauses = [*self._always(), *reading_filters(self.reading), *narrowed]
        return {"bool": {"must": reading_query(self.reading), "filter": clauses}}

    def _always(self) -> list[Clause]:
        """What holds whatever is chosen: the site's region, the places near by, nothing that has expired."""
        clauses = [not_expired()]
        if self.scope:
            clauses.append({"term": {"regions": self.scope}})
        if self.params.near:
            around = [
                {"geo_distance": {"distance": f"{self.params.radius_km}km", "area": point}}
                for point in self._points()
            ]
            clauses.append({"bool": {"should": around, "minimum_should_match": 1}})
        return clauses

    def sort(self, *, backwards: bool = False) -> list[Clause]:
        """The order of the list; the id comes last, so that it is total."""
        falling, rising = ("asc", "desc") if backwards else ("desc", "asc")
        return [
            {"_geo_distance": {"area": self._points(), "order": rising, "unit": "km", "mode": "min"}}
            if name == "_geo_distance"
            else {name: falling}
            for name in _ORDERS[self.params.order]
        ]

    def _points(self) -> list[dict[str, float]]:
        points = (location(place) for place in self.params.near)
        return [{"lat": point[0], "lon": point[1]} for point in points if point]

    def target(self) -> dict[str, Any]:
        """Where it is sent: pages of one search read the same copy of each shard, so that scores do not
        differ between them."""
        search = self.params.with_changes().query_string()
        return {"index": read_alias(), "preference": f"search-{zlib.crc32(search.encode())}"}


def not_expired() -> Clause:
    """Nothing whose last day has passed, even before it leaves the index."""
    return {"bool": {"must_not": {"range": {"expires_on": {"lt": timezone.localdate().isoformat()}}}}}
