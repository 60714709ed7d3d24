"""The one connection to the search cluster, and the names of what stands in it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.serializer import OrjsonSerializer

INDEX_ERRORS = (TransportError, ApiError)
"""What a call to the index raises when the index is away, overloaded or not made yet."""

VACANCIES, PEOPLE = "vacancies", "people"
"""Names of the kinds of documents; each has indexes and aliases of its own."""

SEARCH_TIMEOUT_S = 4.0
WRITE_TIMEOUT_S = 60.0


def client() -> Elasticsearch:
    """The client of this process for the cluster in the settings; safe across threads.

    `ELASTICSEARCH_URL` may name several nodes, separated by commas: a call that one does not take goes to the
    next.
    """
    return _client(settings.ELASTICSEARCH_URL)


@cache
def _client(urls: str) -> Elasticsearch:
    nodes = [url.strip() for url in urls.split(",")]
    return Elasticsearch(
        nodes,
        serializers={"application/json": OrjsonSerializer()},
        request_timeout=WRITE_TIMEOUT_S,
        max_retries=len(nodes) - 1,
        connections_per_node=8,
    )


def search_client() -> Elasticsearch:
    """The same client for people who wait: it gives up soon."""
    return _search_client(settings.ELASTICSEARCH_URL)


@cache
def _search_client(urls: str) -> Elasticsearch:
    return _client(urls).options(request_timeout=SEARCH_TIMEOUT_S)


def index_answers() -> bool:
    """Whether the cluster answers at all; `ping` and `info` are not there on every distribution."""
    return bool(client().options(request_timeout=2).cluster.health()["status"] != "red")


def read_alias(kind: str = VACANCIES) -> str:
    """What searches of a kind read: it stands on exactly one index."""
    return f"{settings.ELASTICSEARCH_INDEX_PREFIX}-{kind}"


def index_name(generation: str, kind: str = VACANCIES) -> str:
    """The index of a generation, which is made once and never changes its name."""
    return f"{read_alias(kind)}-{generation}"


def write_alias(generation: str, kind: str = VACANCIES) -> str:
    """What the outbox writes to: one for each index that must be kept up to date, two during a rebuild."""
    return f"{read_alias(kind)}-write-{generation}"


def _names(answer: Any) -> set[str]:
    return {alias for index in answer.values() for alias in index["aliases"]}


def write_targets(kind: str = VACANCIES) -> list[str]:
    """Write aliases of all indexes of a kind that must be kept up to date; none before the first rebuild.

    Raises:
        TransportError, ApiError: the index is away.
    """
    beginning = write_alias("", kind)
    found = client().indices.get_alias(name=f"{beginning}*", expand_wildcards="all").body
    return sorted(name for name in _names(found) if name.startswith(beginning))


def live_index(kind: str = VACANCIES) -> str | None:
    """The index that searches of a kind read, None before the first rebuild.

    Raises:
        TransportError, ApiError: the index is away.
    """
    found = client().options(ignore_status=404).indices.get_alias(name=read_alias(kind))
    return next(iter(found.body), None) if found.meta.status == 200 else None


def generations(kind: str = VACANCIES) -> list[str]:
    """All indexes of a kind, live or left behind by a rebuild that was killed."""
    found = client().indices.get(index=f"{read_alias(kind)}-*", expand_wildcards="all").body
    return sorted(found)
