"""The index of suggestions, made anew from the live index of vacancies and the popular searches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

import structlog
from django.conf import settings
from django.utils import timezone

from search.client import client, generations, index_name, live_index, read_alias
from search.kinds import VACANCY_KIND
from search.suggest.documents import (
    ANALYSIS,
    SUGGESTIONS,
    Counts,
    Name,
    SuggestionDocument,
    employer_names,
    occupation_names,
    place_names,
    search_names,
)

log = structlog.get_logger(__name__)

BUCKETS_A_PAGE = 10_000
DOCUMENTS_A_CALL = 2000


def suggestions_rebuild() -> int:
    """Build a new index of suggestions and let type-ahead read it; how many there are in it.

    Raises:
        TransportError, ApiError: the index is away, or has no vacancies yet; the old suggestions stay.
    """
    old = live_index(SUGGESTIONS)
    for left_behind in set(generations(SUGGESTIONS)) - {old}:
        client().indices.delete(index=left_behind)
    new = index_name(timezone.now().strftime("%Y%m%d%H%M%S%f"), SUGGESTIONS)
    client().indices.create(
        index=new,
        mappings=SuggestionDocument._doc_type.mapping.to_dict(),
        settings={
            "number_of_shards": 1,
            "number_of_replicas": settings.ELASTICSEARCH_REPLICAS,
            "refresh_interval": -1,
            "analysis": ANALYSIS,
        }
        | settings.ELASTICSEARCH_INDEX_SETTINGS,
    )
    written = _write(new, _names())
    client().indices.refresh(index=new)
    actions: list[dict[str, dict[str, str]]] = [{"add": {"index": new, "alias": read_alias(SUGGESTIONS)}}]
    if old:
        actions.append({"remove_index": {"index": old}})
    client().indices.update_aliases(actions=actions)
    log.info("suggestions rebuilt", index=new, documents=written)
    return written


def _names() -> Iterator[Name]:
    yield from occupation_names(vacancy_counts("occupations"))
    yield from place_names(vacancy_counts("regions"))
    yield from employer_names(vacancy_counts("employer_id"))
    yield from search_names()


def vacancy_counts(field: str) -> Counts:
    """How many vacancies there are of each value of a field in each city, read page by page."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    after: dict[str, Any] = {}
    while True:
        sources = [{"value": {"terms": {"field": field}}}, {"city": {"terms": {"field": "city"}}}]
        answer = client().search(
            index=read_alias(),
            size=0,
            query={"bool": {"must_not": VACANCY_KIND.hidden()}},
            aggs={"pairs": {"composite": {"size": BUCKETS_A_PAGE, "sources": sources, **after}}},
        )["aggregations"]["pairs"]
        for bucket in answer["buckets"]:
            found[str(bucket["key"]["value"])][bucket["key"]["city"]] = bucket["doc_count"]
        if "after_key" not in answer:
            return found
        after = {"after": answer["after_key"]}


def _write(index: str, names: Iterable[Name]) -> int:
    written = 0
    waiting = iter(names)
    while chunk := list(islice(waiting, DOCUMENTS_A_CALL)):
        operations = chain.from_iterable(({"index": {}}, name.document()) for name in chunk)
        client().bulk(index=index, operations=list(operations))
        written += len(chunk)
    return written
