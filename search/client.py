"""The one connection to the search cluster."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from elasticsearch import Elasticsearch


@cache
def client() -> Elasticsearch:
    """The client of this process; safe across threads."""
    return Elasticsearch(settings.ELASTICSEARCH_URL, request_timeout=10, max_retries=1, retry_on_timeout=False)


def index_answers() -> bool:
    """Whether the cluster answers at all; `ping` and `info` are not there on every distribution."""
    return client().options(request_timeout=2).cluster.health()["status"] != "red"
