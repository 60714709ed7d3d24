"""Whether the index says what the database says: counts and checksums per city, and what differs by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jobs.models import OutboxEntry
from search.client import client, live_index, read_alias
from search.documents import document_checksum
from search.indexing import index_is_current
from search.kinds import VACANCY_KIND, IndexKind

NO_CITY = "-"
"""Stands for documents whose place is not in a known city."""
CITIES_AT_MOST = 10_000
CHUNK = 2000


@dataclass(frozen=True)
class Tally:
    """How many documents there are, and the sum of their checksums."""

    count: int = 0
    checksum: int = 0


@dataclass(frozen=True)
class CityDifference:
    """What differs in one city: ids that the index lacks, has too many, or has otherwise."""

    city: str
    database: Tally
    index: Tally
    missing: list[int] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class IndexStatus:
    """The comparison. Entries that wait in the outbox explain a difference that will pass.

    `is_current` is false where the index was made with another mapping or dictionary than today's.
    """

    kind: str
    index: str | None
    database: int
    indexed: int
    waiting: int
    differences: list[CityDifference]
    is_current: bool

    @property
    def agrees(self) -> bool:
        return self.index is not None and self.is_current and not self.differences


def index_status(kind: IndexKind = VACANCY_KIND) -> IndexStatus:
    """Compare database and index. Reads every record of a kind once, and those of cities that differ again.

    Raises:
        TransportError, ApiError: the index is away.
    """
    index = live_index(kind.name)
    waiting = OutboxEntry.objects.filter(topic=kind.topic).count()
    ours = _database_tallies(kind)
    theirs = _index_tallies(kind) if index else {}
    differing = sorted(city for city in ours.keys() | theirs.keys() if ours.get(city) != theirs.get(city))
    return IndexStatus(
        kind=kind.name,
        index=index,
        database=sum(tally.count for tally in ours.values()),
        indexed=sum(tally.count for tally in theirs.values()),
        waiting=waiting,
        differences=_differences(kind, differing, ours, theirs) if index else [],
        is_current=index is not None and index_is_current(index, kind),
    )


def _database_documents(kind: IndexKind) -> Iterator[tuple[str, int, int]]:
    """(city, id, checksum) of each record of a kind, as its document would be written now."""
    for rows in kind.chunks(CHUNK):
        for row in rows:
            document = kind.document(row)
            yield document.get("city", NO_CITY), row.id, document_checksum(document)


def _database_tallies(kind: IndexKind) -> dict[str, Tally]:
    counts: dict[str, int] = defaultdict(int)
    sums: dict[str, int] = defaultdict(int)
    for city, _, checksum in _database_documents(kind):
        counts[city] += 1
        sums[city] += checksum
    return {city: Tally(counts[city], sums[city]) for city in counts}


def _index_tallies(kind: IndexKind) -> dict[str, Tally]:
    answer = client().search(
        index=read_alias(kind.name),
        size=0,
        query={"bool": {"must_not": kind.hidden()}},
        aggs={
            "cities": {
                "terms": {"field": "city", "missing": NO_CITY, "size": CITIES_AT_MOST},
                "aggs": {"checksum": {"sum": {"field": "checksum"}}},
            }
        },
    )
    return {
        bucket["key"]: Tally(bucket["doc_count"], int(bucket["checksum"]["value"]))
        for bucket in answer["aggregations"]["cities"]["buckets"]
    }


def _differences(
    kind: IndexKind, cities: list[str], ours: Mapping[str, Tally], theirs: Mapping[str, Tally]
) -> list[CityDifference]:
    if not cities:
        return []
    here: dict[str, dict[int, int]] = defaultdict(dict)
    for city, id_, checksum in _database_documents(kind):
        if city in cities:
            here[city][id_] = checksum
    return [
        _difference(
            city, ours.get(city, Tally()), theirs.get(city, Tally()), here[city], _index_documents(kind, city)
        )
        for city in cities
    ]


def _difference(
    city: str, ours: Tally, theirs: Tally, here: Mapping[int, int], there: Mapping[int, int]
) -> CityDifference:
    return CityDifference(
        city=city,
        database=ours,
        index=theirs,
        missing=sorted(here.keys() - there.keys()),
        surplus=sorted(there.keys() - here.keys()),
        stale=sorted(id_ for id_ in here.keys() & there.keys() if here[id_] != there[id_]),
    )


def _index_documents(kind: IndexKind, city: str) -> dict[int, int]:
    """id → checksum of a city's documents, read page by page."""
    where: dict[str, Any] = {"term": {"city": city}}
    if city == NO_CITY:
        where = {"bool": {"must_not": {"exists": {"field": "city"}}}}
    found: dict[int, int] = {}
    after: dict[str, Any] = {}
    while True:
        hits = client().search(
            index=read_alias(kind.name),
            size=CHUNK,
            query={"bool": {"filter": [where], "must_not": kind.hidden()}},
            sort=[{"id": "asc"}],
            source=False,
            docvalue_fields=[{"field": "id"}, {"field": "checksum"}],
            **after,
        )["hits"]["hits"]
        if not hits:
            return found
        found |= {hit["fields"]["id"][0]: hit["fields"]["checksum"][0] for hit in hits}
        after = {"search_after": hits[-1]["sort"]}
