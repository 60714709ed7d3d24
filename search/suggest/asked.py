"""How many different people type a search on a day, without keeping who: sketches in Valkey, for some days.

Each search of a day has a HyperLogLog, which can be asked how many different members it was given, not which.
A member is a hash, keyed by the day, of the person's session or, without one, of network and browser; so
nobody can be told again on another day. Searches that look like a person's details are not counted at all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from redis import Redis, RedisError

from accounts.clients import client_network
from search.reading.tidy import tidy

log = structlog.get_logger(__name__)

KEPT: Final = dt.timedelta(days=3)
MOST_TEXTS_A_DAY: Final = 50_000
LONGEST: Final = 20
"""Characters: what is longer is a story of one's own."""
_PERSONAL: Final = re.compile(r"\d{5,}|[@/\\]|www\.")


def countable(text: str) -> str:
    """The search as it is counted; "" where it must not be: too long, or maybe a number, address or link."""
    plain = tidy(text).lower()
    digits = re.sub(r"[\s-]", "", plain)
    return "" if len(plain) > LONGEST or _PERSONAL.search(plain) or _PERSONAL.search(digits) else plain


def search_note(*, text: str, request: HttpRequest) -> None:
    """Count that the person of this request typed a search which found something.

    Nothing is noted where the text may be personal, the day is full, or Valkey is away.
    """
    plain = countable(text)
    if not plain:
        return
    day = timezone.localdate()
    texts = _texts_key(day)
    try:
        if _store().scard(texts) >= MOST_TEXTS_A_DAY:
            return
        with _store().pipeline(transaction=False) as calls:
            calls.sadd(texts, plain)
            calls.pfadd(_people_key(day, plain), _person(request, day))
            calls.expire(texts, KEPT)
            calls.expire(_people_key(day, plain), KEPT)
            calls.execute()
    except RedisError as error:
        log.warning("a search was not counted", error=type(error).__name__)


def asked_on(day: dt.date) -> Iterator[tuple[str, int]]:
    """(search, how many people typed it) of a day, about.

    Raises:
        RedisError: Valkey is away.
    """
    for member in _store().sscan_iter(_texts_key(day), count=1000):
        text = member.decode()
        yield text, int(_store().pfcount(_people_key(day, text)))


def _person(request: HttpRequest, day: dt.date) -> str:
    session = getattr(request, "session", None)
    known = session.session_key if session is not None else None
    who = known or f"{client_network(request)} {request.headers.get('User-Agent', '')}"
    return salted_hmac(f"search.asked.{day.isoformat()}", who).hexdigest()


def _texts_key(day: dt.date) -> str:
    return f"{settings.ELASTICSEARCH_INDEX_PREFIX}:asked:{day.isoformat()}"


def _people_key(day: dt.date, text: str) -> str:
    return f"{_texts_key(day)}:{text}"


def _store() -> Redis:
    return _connected(settings.REDIS_URL)


@cache
def _connected(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
