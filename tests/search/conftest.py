"""An index of our own for the tests, on the same cluster as everything else."""

from __future__ import annotations

import os

import pytest
from django.http import QueryDict

from search.client import client, generations, read_alias
from search.indexing import index_rebuild, outbox_drain
from search.queries import SearchResult, parse_params, vacancy_search


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not os.environ.get("ELASTICSEARCH_URL"):
        raise pytest.UsageError("ELASTICSEARCH_URL not set: run the tests by `make test`.")


@pytest.fixture(autouse=True)
def _own_index(settings, worker_id="0"):
    """Indexes of a test have a prefix of this process, and are gone after it."""
    settings.ELASTICSEARCH_INDEX_PREFIX = f"test-{os.getpid()}"
    yield
    for index in generations():
        client().indices.delete(index=index, ignore_unavailable=True)


@pytest.fixture
def index(db):
    """An empty live index."""
    return index_rebuild().index


@pytest.fixture
def indexed(db):
    """Call it to have the index say what the database says, readable at once."""

    def make() -> None:
        index_rebuild()

    return make


@pytest.fixture
def drained():
    """Call it to drain the outbox and make what was written readable."""

    def drain() -> None:
        outbox_drain()
        client().indices.refresh(index=read_alias())

    return drain


def find(query: str = "", *, scope: str = "") -> SearchResult:
    """Search with an address's query string; nothing in it may be misunderstood."""
    params, errors = parse_params(QueryDict(query))
    assert not errors
    return vacancy_search(params, scope_region=scope)
