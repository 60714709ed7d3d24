"""An index of our own for the tests, on the same cluster as everything else."""

from __future__ import annotations

import contextlib
import os
from unittest import mock

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import override_settings

from search import analysis
from search.client import client, generations, read_alias
from search.indexing import index_rebuild, outbox_drain
from search.kinds import KINDS
from search.queries import SearchResult, parse_params, vacancy_search
from search.suggest.building import suggestions_rebuild
from search.suggest.documents import SUGGESTIONS


@pytest.fixture(scope="session", autouse=True)
def _cluster():
    if not os.environ.get("ELASTICSEARCH_URL"):
        pytest.fail("ELASTICSEARCH_URL not set: run the tests by `make test`.")


@pytest.fixture(autouse=True)
def _own_index(settings, request):
    """Indexes of a test have a prefix of this process, and are gone after it."""
    settings.ELASTICSEARCH_INDEX_PREFIX = own = f"test-{os.getpid()}"
    shared = settings.ELASTICSEARCH_URL
    yield
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX_PREFIX = shared, own
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        remove_indexes()


def remove_indexes() -> None:
    for kind in KINDS:
        for index in generations(kind.name):
            client().indices.delete(index=index)


def few_words() -> list[str]:
    return ["五险一金", "江夏区", "电工"]


@pytest.fixture
def small_dictionary(monkeypatch):
    """For tests that are not about words: an index with a short dictionary is made in half the time."""
    monkeypatch.setattr(analysis, "domain_words", few_words)


def file_prefix() -> str:
    return f"test-{os.getpid()}-file"


@pytest.fixture(scope="module")
def file_index(django_db_setup, django_db_blocker):
    """An index for the tests of a file, made once: of what is written in `with file_index(): …`, which the
    database forgets at once. For tests that only search; each of them asks for `searched`.
    """

    @contextlib.contextmanager
    def made(words=analysis.domain_words):
        with (
            django_db_blocker.unblock(),
            override_settings(ELASTICSEARCH_INDEX_PREFIX=file_prefix()),
            mock.patch.object(analysis, "domain_words", words),
            transaction.atomic(),
        ):
            yield
            index_rebuild()
            transaction.set_rollback(True)

    yield made
    with override_settings(ELASTICSEARCH_INDEX_PREFIX=file_prefix()):
        remove_indexes()


@pytest.fixture
def searched(db, settings):
    """Searches of the test read the index of its file."""
    settings.ELASTICSEARCH_INDEX_PREFIX = file_prefix()


@pytest.fixture
def index(db):
    """An empty live index; its name."""
    return index_rebuild().index


@pytest.fixture
def suggestions_index(index):
    """An index of suggestions for the vacancies of `index`."""
    suggestions_rebuild()
    yield
    for name in generations(SUGGESTIONS):
        client().indices.delete(index=name)


@pytest.fixture
def rebuilt(db):
    """Call it to have the index say what the database says, readable at once."""
    return index_rebuild


@pytest.fixture
def drained():
    """Call it to drain the outbox and make what was written readable."""

    def drain() -> None:
        outbox_drain()
        refresh()

    return drain


def refresh() -> None:
    client().indices.refresh(index=read_alias())


def find(query: str = "", *, scope: str = "") -> SearchResult:
    """Search by the query of an address, in which nothing may be misunderstood."""
    params, errors = parse_params(QueryDict(query))
    assert not errors
    return vacancy_search(params, scope_region=scope)


def counts(result: SearchResult, name: str) -> dict[str, int]:
    """Value → count of one facet."""
    facet = next(facet for facet in result.facets if facet.name == name)
    return {bucket.value: bucket.count for bucket in facet.buckets}
