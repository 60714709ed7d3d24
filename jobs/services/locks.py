"""One writer at a time: a session's advisory lock, which PostgreSQL gives back when its holder dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import connection

_FEED_LOCKS = 0x6665_6564
_UPLOAD_LOCKS = 0x7570_6C64
"""The first keys of our two-key advisory locks: "feed", "upld"."""


def feed_lock(feed_id: int) -> AbstractContextManager[bool]:
    """Try to be the feed's one writer; gives whether we are, and lets go at the end."""
    return advisory_lock(_FEED_LOCKS, feed_id)


def upload_lock(upload_id: int) -> AbstractContextManager[bool]:
    """Try to be the one who works on an upload; gives whether we are, and lets go at the end."""
    return advisory_lock(_UPLOAD_LOCKS, upload_id)


@contextmanager
def advisory_lock(kind: int, key: int) -> Iterator[bool]:
    """Try to take the lock of a key among those of a kind; gives whether it is ours, until the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [kind, key])
        ours = bool(cursor.fetchone()[0])
    try:
        yield ours
    finally:
        if ours and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [kind, key])


def is_locked(feed_id: int) -> bool:
    """Whether somebody writes the feed just now."""
    return advisory_lock_is_held(_FEED_LOCKS, feed_id)


def upload_is_locked(upload_id: int) -> bool:
    """Whether somebody works on the upload just now."""
    return advisory_lock_is_held(_UPLOAD_LOCKS, upload_id)


def advisory_lock_is_held(kind: int, key: int) -> bool:
    """Whether somebody holds the lock of a key just now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted"
            " AND l.classid = %s AND l.objid = %s)",
            [kind, key],
        )
        return bool(cursor.fetchone()[0])
