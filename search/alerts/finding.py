"""What is new for a saved search: asked of the index, which alone knows what a search finds."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.utils import timezone

from jobs.models import Vacancy
from search.alerts.enums import DeliveryState
from search.alerts.stored import read_stored
from search.client import search_client
from search.documents import repeat_key
from search.models import SavedSearch
from search.queries import SearchParams, VacancyHit
from search.queries.body import SHOWN_FIELDS, Asked
from search.queries.meaning import params_reading
from search.queries.results import hit_from_document

LISTED = 20
"""Vacancies in one mail; how many more there are is said, with a link."""

MEMORY = dt.timedelta(days=180)
"""For how long a mail is remembered: an employer that wants the same again later is news then."""

SETTLES_IN = dt.timedelta(minutes=10)
"""A vacancy is stamped in the transaction that writes it to the index, and found once that is through: longer
than this no batch of the outbox takes. What is younger waits for the next mail."""

NEWEST_FIRST = [{"published_at": "desc"}, {"id": "desc"}]


class News(NamedTuple):
    """Ids of at most `LISTED` vacancies, the best for the words first, and how many there are in all."""

    vacancies: list[int]
    total: int


def news_until(now: dt.datetime) -> dt.datetime:
    """Up to which moment vacancies can be told of."""
    return now - SETTLES_IN


def news_of(search: SavedSearch, *, until: dt.datetime) -> News:
    """What a search finds that was first shown after `search.told_until`, until `until`, and was never sent.

    The same vacancy by another source or posted again is not new; one that a mail held which certainly was
    not sent still is.

    Raises:
        TransportError, ApiError: the index is away.
        UnknownVersion: the search was stored by a later release.
    """
    params, _not_understood = read_stored(search.parameters)
    known, unsent = _remembered(search)
    new = {"range": {"shown_at": {"gt": search.told_until.isoformat(), "lte": until.isoformat()}}}
    asked = Asked(params, params_reading(params, scope=search.scope), search.scope)
    answer = search_client().search(
        **asked.target(),
        body={
            "query": asked.found(
                {"bool": {"should": [new, {"terms": {"id": unsent}}], "minimum_should_match": 1}},
                {
                    "bool": {
                        "must_not": [{"terms": {"id": known.ids}}, {"terms": {"repeat_key": known.repeats}}]
                    }
                },
            ),
            "collapse": {"field": "repeat_key"},
            "aggs": {"different": {"cardinality": {"field": "repeat_key"}}},
            "sort": asked.sort(),
            "size": 2 * LISTED,
            "_source": ["id"],
        },
    )
    found = [hit["_source"]["id"] for hit in answer["hits"]["hits"]]
    kept = _public_and_different(found, known)
    total = answer["aggregations"]["different"]["value"] - (len(found) - len(kept))
    return News(kept[:LISTED], max(total, len(kept)))


class Known(NamedTuple):
    """What a search was sent: ids, and the keys that the same vacancy has in other rows."""

    ids: list[int]
    repeats: list[int]
    duplicates: list[Any]


def _remembered(search: SavedSearch) -> tuple[Known, list[int]]:
    """What was sent, or may have been; and what certainly was not although it was meant to be."""
    sent: set[int] = set()
    unsent: set[int] = set()
    for state, ids in search.deliveries.filter(prepared_at__gte=timezone.now() - MEMORY).values_list(
        "state", "vacancies"
    ):
        (unsent if state in (DeliveryState.FAILED, DeliveryState.DROPPED) else sent).update(ids)
    rows = Vacancy.objects.filter(pk__in=sent).values_list("employer_id", "title", "region", "duplicate_key")
    repeats = {repeat_key(employer, title, region) for employer, title, region, _ in rows}
    known = Known(
        ids=sorted(sent),
        repeats=sorted(key for key in repeats if key is not None),
        duplicates=[duplicate for *_, duplicate in rows if duplicate],
    )
    return known, sorted(unsent - sent)


def _public_and_different(found: list[int], known: Known) -> list[int]:
    """Those that the database still shows, in their order, each vacancy once."""
    keys = dict(Vacancy.objects.public().filter(pk__in=found).values_list("pk", "duplicate_key"))
    seen = set(known.duplicates)
    kept: list[int] = []
    for id_ in found:
        if id_ in keys and keys[id_] not in seen:
            kept.append(id_)
            seen |= {keys[id_]} - {None}
    return kept


def newest(params: SearchParams, *, scope: str, size: int) -> list[VacancyHit]:
    """The newest vacancies that a search finds, one of each employer's repeated postings.

    Raises:
        TransportError, ApiError: the index is away.
    """
    asked = Asked(params, params_reading(params, scope=scope), scope)
    answer = search_client().search(
        **asked.target(),
        body={
            "query": asked.found(),
            "collapse": {"field": "repeat_key"},
            "sort": NEWEST_FIRST,
            "size": size,
            "track_total_hits": False,
            "_source": SHOWN_FIELDS,
        },
    )
    return [hit_from_document(hit["_source"]) for hit in answer["hits"]["hits"]]
