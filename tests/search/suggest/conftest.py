from __future__ import annotations

import pytest
from redis import Redis

from search.client import client, generations
from search.suggest.building import suggestions_rebuild
from search.suggest.documents import SUGGESTIONS


@pytest.fixture(autouse=True)
def _no_suggestions_left(_own_index, settings):
    shared = settings.ELASTICSEARCH_URL
    yield
    settings.ELASTICSEARCH_URL = shared
    for index in generations(SUGGESTIONS):
        client().indices.delete(index=index)


@pytest.fixture
def built(small_dictionary, rebuilt):
    """Call it to have vacancies and suggestions say what the database says."""

    def build() -> int:
        rebuilt()
        return suggestions_rebuild()

    return build


@pytest.fixture
def store(settings):
    """Valkey, without what tests left in it: every results page counts what it was asked."""
    found = Redis.from_url(settings.REDIS_URL)
    for key in found.scan_iter(f"{settings.ELASTICSEARCH_INDEX_PREFIX}:asked:*", count=1000):
        found.delete(key)
    return found
