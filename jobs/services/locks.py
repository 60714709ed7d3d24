"""One writer a feed: a session's advisory lock, which PostgreSQL gives back when its holder dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_FEED_LOCKS = 0x6665_6564
"""The first key of our two-key advisory locks: "feed"."""


@contextmanager
def feed_lock(feed_id: int) -> Iterator[bool]:
    """Try to be the feed's one writer; gives whether we are, and lets go at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_FEED_LOCKS, feed_id])
        ours = bool(cursor.fetchone()[0])
    try:
        yield ours
    finally:
        if ours and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_FEED_LOCKS, feed_id])


def is_locked(feed_id: int) -> bool:
    """Whether somebody writes the feed just now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted"
            " AND l.classid = %s AND l.objid = %s)",
            [_FEED_LOCKS, feed_id],
        )
        return bool(cursor.fetchone()[0])
