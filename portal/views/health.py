"""Health: whether the process lives, and which of its services answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from accounts.trail import last_check
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
    """200 while people can be served. Elasticsearch down, or a broken audit trail, is told but is no reason
    to be taken out."""
    services = {
        name: _answers(name, probe)
        for name, probe in (("database", _database), ("cache", _cache), ("search", index_answers))
    }
    serves = services["database"] and services["cache"]
    trail = _audit_trail() if services["database"] else {"state": "unknown"}
    whole = all(services.values()) and trail["state"] != "broken"
    status = "ok" if whole else "degraded" if serves else "down"
    told = {"status": status, "services": services, "audit_trail": trail}
    return JsonResponse(told, status=200 if serves else 503)


def _audit_trail() -> dict[str, Any]:
    """What the nightly check found, and how long ago; which line is broken is for the log alone."""
    check = last_check()
    if check is None:
        return {"state": "unchecked"}
    hours = round((timezone.now() - check.at).total_seconds() / 3600, 1)
    return {"state": "broken" if check.broken else "whole", "hours_ago": hours}
