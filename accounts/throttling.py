"""Limits of how often something is done, counted in the shared cache; a search costs it one round trip."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from ninja.throttling import BaseThrottle
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from accounts.clients import client_network

log = structlog.get_logger(__name__)

WINDOW_S = 60
COUNTER_TIMEOUT_S = 0.25


def search_allowed(request: HttpRequest) -> bool:
    """Count one more search of an address and of an account; false where it is one too many."""
    limits = {f"address:{client_network(request)}": settings.SEARCHES_A_MINUTE_FROM_AN_ADDRESS}
    if account := request.session.get(SESSION_KEY):
        limits[f"account:{account}"] = settings.SEARCHES_A_MINUTE_BY_AN_ACCOUNT
    return _within(limits)


def suggestion_allowed(request: HttpRequest) -> bool:
    """The same for type-ahead, which asks with every key: by address alone, so that no session is read."""
    return _within({f"typing:{client_network(request)}": settings.SUGGESTIONS_A_MINUTE_FROM_AN_ADDRESS})


def reads_allowed(who: str, limit: int) -> bool:
    """Count one more reading of the open interface by somebody; false where it is over `limit` a minute."""
    return _within({who: limit})


def _within(limits: dict[str, int]) -> bool:
    """Count one more for each; whether all stay within their limits for this minute, of which 0 is none.

    Method: fixed windows of a minute. Where the counters are away, everybody may go on.
    """
    limits = {who: limit for who, limit in limits.items() if limit}
    if not limits:
        return True
    try:
        counts = _count(list(limits))
    except RedisError as error:
        log.warning("searches are not counted", reason=type(error).__name__)
        return True
    return all(count <= limit for count, limit in zip(counts, limits.values(), strict=True))


def seconds_left() -> int:
    """Seconds until the next minute's searches are counted anew, at least 1."""
    return max(1, WINDOW_S - int(time.time()) % WINDOW_S)


def search_throttled(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that searches: whoever asks too often gets the page that says so."""

    @wraps(view)
    def throttled(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if search_allowed(request):
            return view(request, *arguments, **named)
        return too_many_requests(request, wait=seconds_left())

    return throttled


class Throttle(BaseThrottle):
    """A limit for an address of the API, which counts together with the pages."""

    def __init__(self, allowed: Callable[[HttpRequest], bool]) -> None:
        self._allowed = allowed

    def allow_request(self, request: HttpRequest) -> bool:
        return self._allowed(request)

    def wait(self) -> float:
        return seconds_left()


def too_many_requests(request: HttpRequest, *, wait: int = WINDOW_S) -> HttpResponse:
    """The page that asks to wait, in seconds; also what allauth answers where its limits are reached."""
    response = render(request, "429.html", {"wait": wait}, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def _count(who: list[str]) -> list[int]:
    """Count one more for each, in one round trip; how many it are now in this minute."""
    window = int(time.time()) // WINDOW_S
    prefix = f"{settings.CACHES['default'].get('KEY_PREFIX', '')}:searches:{window}"
    pipeline = _counters().pipeline(transaction=False)
    for one in who:
        name = f"{prefix}:{salted_hmac('accounts.throttling', one, algorithm='sha256').hexdigest()[:32]}"
        pipeline.incr(name)
        pipeline.expire(name, 2 * WINDOW_S)
    return [int(count) for count in pipeline.execute()[::2]]


@cache
def _counters() -> Redis:
    return Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=COUNTER_TIMEOUT_S,
        socket_connect_timeout=COUNTER_TIMEOUT_S,
        retry=Retry(NoBackoff(), retries=0),  # of itself it would try for seconds, and a search would wait
    )
