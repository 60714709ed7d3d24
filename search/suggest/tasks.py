"""Celery: the suggestions are built anew every ten minutes, the popular searches of a day added at night."""

from __future__ import annotations

import datetime as dt
from typing import Any

import structlog
from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache
from django.utils import timezone
from redis import RedisError

from search.client import INDEX_ERRORS
from search.suggest import building, popular

log = structlog.get_logger(__name__)

BUILDING_AT_MOST_S = 1800
AFTER_START_S = 60
"""A worker that starts leaves the index of vacancies this long to be built, where there was none."""


@shared_task(name="search.suggest.tasks.suggestions_rebuild", expires=600)
def suggestions_rebuild() -> None:
    """Build the suggestions anew; with the index away, the next turn does it. One runs at a time."""
    if not cache.add("search:suggestions", "1", BUILDING_AT_MOST_S):
        return
    try:
        building.suggestions_rebuild()
    except INDEX_ERRORS as error:
        log.warning("the suggestions stay as they are", reason=str(error))
    finally:
        cache.delete("search:suggestions")


@worker_ready.connect
def _rebuild_after_start(**_: Any) -> None:
    suggestions_rebuild.apply_async(countdown=AFTER_START_S, retry=False)


@shared_task(name="search.suggest.tasks.popular_roll_up")
def popular_roll_up() -> None:
    """Add yesterday, and the day before in case its night was missed."""
    today = timezone.localdate()
    try:
        for days in (2, 1):
            popular.popular_roll_up(day=today - dt.timedelta(days=days))
    except RedisError as error:
        log.warning("popular searches wait", error=type(error).__name__)
