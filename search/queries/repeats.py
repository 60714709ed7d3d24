"""A page without an employer's repeated postings.

Elasticsearch can collapse, or page past any depth by `search_after`, not both. So the list is read as it is,
and a second, small request asks of the keys on it which vacancy of each comes first in the whole list, and
how many there are: the first is shown, on whichever page it stands, the others are passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from search.client import search_client
from search.queries.body import Asked
from search.queries.cursor import Cursor

Hit = Mapping[str, Any]
MOST_ROUNDS = 6
"""Requests for more rows, each of which passes over every repeated posting seen; then a page stays short."""


class Rows(NamedTuple):
    """Rows of a page in the direction of reading.

    `more`: whether something follows; `last`: the row after which it does; `others`: id of a document → how
    many more postings of the same are found.
    """

    shown: list[Hit]
    more: bool
    last: Hit | None
    others: dict[str, int]


def all_rows(hits: list[Hit], size: int) -> Rows:
    """The rows as they are."""
    shown = hits[:size]
    return Rows(shown, len(hits) > size, shown[-1] if shown else None, {})


def rows_without_repeats(hits: list[Hit], asked: Asked, cursor: Cursor | None) -> Rows:
    """The rows that come first of their key, reading on where too many of the page do not.

    Raises:
        TransportError, ApiError: the index is away.
    """
    size = asked.params.page_size
    first: dict[int, str] = {}
    others: dict[str, int] = {}
    shown: list[Hit] = []
    for _round in range(MOST_ROUNDS):
        _ask(asked, hits, first, others)
        shown += [hit for hit in hits if first.get(_key(hit), hit["_id"]) == hit["_id"]]
        if len(shown) > size:
            return Rows(shown[:size], True, shown[size - 1], others)
        if len(hits) < asked.read_at_once:
            return Rows(shown, False, None, others)
        last = hits[-1]
        hits = _rows_after(last, asked, cursor, first)
    return Rows(shown, bool(hits), last, others)


def _rows_after(last: Hit, asked: Asked, cursor: Cursor | None, first: dict[int, str]) -> list[Hit]:
    """More rows, without those that come after the first of a key that is known."""
    repeated = {
        "bool": {
            "filter": {"terms": {"repeat_key": list(first)}},
            "must_not": {"ids": {"values": list(first.values())}},
        }
    }
    after = Cursor(after=tuple(last["sort"]), backwards=cursor is not None and cursor.backwards)
    answer = search_client().search(**asked.target(), body=asked.rows(after, without=[repeated]))
    return list(answer["hits"]["hits"])


def _key(hit: Hit) -> int:
    return int(hit["_source"].get("repeat_key", 0))


def _ask(asked: Asked, hits: list[Hit], first: dict[int, str], others: dict[str, int]) -> None:
    """Find out about the keys of the hits that are new."""
    keys = [key for key in dict.fromkeys(map(_key, hits)) if key and key not in first]
    if not keys:
        return
    answer = search_client().search(**asked.target(), body=asked.first_of(keys))
    counts = {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["repeats"]["buckets"]}
    for hit in answer["hits"]["hits"]:
        key = hit["fields"]["repeat_key"][0]
        first[key] = hit["_id"]
        others[hit["_id"]] = counts.get(key, 1) - 1
