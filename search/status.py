"""Whether the index says what the database says: counts and checksums per city, and what differs by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from jobs.models import OutboxEntry
from search.client import client, live_index, read_alias
from search.documents import document_checksum, public_rows, vacancy_document
from search.indexing import index_is_current

NO_CITY = "-"
"""Stands for vacancies whose workplace is not in a known city."""
CITIES_AT_MOST = 10_000
CHUNK = 2000


@dataclass(frozen=True)
class Tally:
    """How many vacancies there are, and the sum of the checksums of their documents."""

    count: int = 0
    checksum: int = 0


@dataclass(frozen=True)
class CityDifference:
    """What differs in one city: ids of vacancies that the index lacks, has too many, or has otherwise."""

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

    index: str | None
    database: int
    indexed: int
    waiting: int
    differences: list[CityDifference]
    is_current: bool

    @property
    def agrees(self) -> bool:
        return self.index is not None and self.is_current and not self.differences


def index_status() -> IndexStatus:
    """Compare database and index. Reads every public vacancy once, and again those of the cities that differ.

    Raises:
        TransportError, ApiError: the index is away.
    """
    index = live_index()
    waiting = OutboxEntry.objects.count()
    ours = _database_tallies()
    theirs = _index_tallies() if index else {}
    differing = sorted(city for city in ours.keys() | theirs.keys() if ours.get(city) != theirs.get(city))
    return IndexStatus(
        index=index,
        database=sum(tally.count for tally in ours.values()),
        indexed=sum(tally.count for tally in theirs.values()),
        waiting=waiting,
        differences=_differences(differing, ours, theirs) if index else [],
        is_current=index is not None and index_is_current(index),
    )


def _database_documents() -> Iterator[tuple[str, int, int]]:
    """(city, id, checksum) of each public vacancy, as its document would be written now."""
    for rows in public_rows(chunk=CHUNK):
        for row in rows:
            document = vacancy_document(row)
            yield document.get("city", NO_CITY), row.id, document_checksum(document)


def _database_tallies() -> dict[str, Tally]:
    counts: dict[str, int] = defaultdict(int)
    sums: dict[str, int] = defaultdict(int)
    for city, _, checksum in _database_documents():
        counts[city] += 1
        sums[city] += checksum
    return {city: Tally(counts[city], sums[city]) for city in counts}


def _index_tallies() -> dict[str, Tally]:
    answer = client().search(
        index=read_alias(),
        size=0,
        query=_still_valid(),
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


def _still_valid() -> dict[str, Any]:
    """What has expired is hidden from searches at midnight, and removed soon after."""
    return {"bool": {"must_not": {"range": {"expires_on": {"lt": timezone.localdate().isoformat()}}}}}


def _differences(
    cities: list[str], ours: Mapping[str, Tally], theirs: Mapping[str, Tally]
) -> list[CityDifference]:
    if not cities:
        return []
    here: dict[str, dict[int, int]] = defaultdict(dict)
    for city, id_, checksum in _database_documents():
        if city in cities:
            here[city][id_] = checksum
    return [
        _difference(
            city, ours.get(city, Tally()), theirs.get(city, Tally()), here[city], _index_documents(city)
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


def _index_documents(city: str) -> dict[int, int]:
    """id → checksum of a city's documents, read page by page."""
    where: dict[str, Any] = {"term": {"city": city}}
    if city == NO_CITY:
        where = {"bool": {"must_not": {"exists": {"field": "city"}}}}
    found: dict[int, int] = {}
    after: dict[str, Any] = {}
    while True:
        hits = client().search(
            index=read_alias(),
            size=CHUNK,
            query={"bool": {"filter": [where, _still_valid()]}},
            sort=[{"id": "asc"}],
            source=False,
            docvalue_fields=[{"field": "id"}, {"field": "checksum"}],
            **after,
        )["hits"]["hits"]
        if not hits:
            return found
        found |= {hit["fields"]["id"][0]: hit["fields"]["checksum"][0] for hit in hits}
        after = {"search_after": hits[-1]["sort"]}
