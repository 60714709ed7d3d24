"""Celery: the outbox is drained every few seconds (beat), and at once after a change (`outbox_kick`).

A worker that starts has the index rebuilt if an upgrade changed what it is made with.
"""

from __future__ import annotations

from typing import Any

import structlog
from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache
from django.db import transaction

from search import indexing
from search.client import INDEX_ERRORS
from search.kinds import KINDS

log = structlog.get_logger(__name__)

KICK_AT_MOST_EVERY_S = 1


@shared_task(acks_late=True, expires=60)
def outbox_drain() -> None:
    """Write what waits to the index. With the index away everything waits for the next turn."""
    try:
        done = indexing.outbox_drain()
    except (*INDEX_ERRORS, indexing.NoIndex, indexing.RebuildRefused) as error:
        log.warning("the outbox waits", reason=str(error))
        return
    if done.entries:
        log.info("outbox drained", entries=done.entries, written=done.written, deleted=done.deleted)


@shared_task(acks_late=True, expires=60)
def index_ensure() -> None:
    """Rebuild indexes that another version of the code made; with the index away, the next start does it."""
    try:
        for kind in KINDS:
            indexing.index_ensure(kind)
    except (*INDEX_ERRORS, indexing.RebuildRefused) as error:
        log.warning("the index is not ensured", reason=str(error))


@worker_ready.connect
def _ensure_after_start(**_: Any) -> None:
    index_ensure.apply_async(retry=False)


def outbox_kick() -> None:
    """Have the outbox drained as soon as this transaction is committed, instead of at beat's next turn."""
    transaction.on_commit(_send, robust=True)


def _send() -> None:
    if cache.add("search:kicked", "1", KICK_AT_MOST_EVERY_S):
        outbox_drain.apply_async(countdown=KICK_AT_MOST_EVERY_S, retry=False)
