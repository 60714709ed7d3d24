"""Health: whether the process lives, and which of its services answer."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse

from search.client import index_answers

log = structlog.get_logger(__name__)


def live(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _cache() -> bool:
    cache.set("health", "1", 10)
    return bool(cache.get("health") == "1")


def _answers(name: str, probe: Callable[[], bool]) -> bool:
    try:
        return probe()
    except Exception as error:
        log.warning("service does not answer", service=name, reason=f"{type(error).__name__}: {error}")
        return False


def ready(_request: HttpRequest) -> JsonResponse:
    """200 while people can be served. Elasticsearch down is told but is no reason to be taken out."""
    services = {
        name: _answers(name, probe)
        for name, probe in (("database", _database), ("cache", _cache), ("search", index_answers))
    }
    serves = services["database"] and services["cache"]
    status = "ok" if all(services.values()) else "degraded" if serves else "down"
    return JsonResponse({"status": status, "services": services}, status=200 if serves else 503)
