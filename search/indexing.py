"""Keeping the index in step with the database: the outbox, and the rebuild without downtime.

Versions. Each batch takes a number from the sequence `search_index_version` *after* it has chosen what to
write and *before* it reads the rows, and the cluster refuses a write whose number is lower than the one it
has. So whatever order parallel writers arrive in, the last word belongs to a writer that read the row after
the change; an older read never overwrites a newer one.

Targets. Writers ask for the write aliases *after* choosing their batch. A rebuild makes its index, with its
write alias, before it reads the first row: a change that a writer did not send to the new index was committed
before the rebuild read it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import BooleanField, Model
from django.db.models.expressions import RawSQL
from django.utils import timezone

from jobs.models import OutboxEntry
from search.bulk import bulk_write, delete_operations, index_operations
from search.client import client, generations, index_name, live_index, read_alias, write_alias, write_targets
from search.documents import document_line
from search.kinds import KINDS, VACANCY_KIND, IndexKind

log = structlog.get_logger(__name__)

ENTRIES_A_BATCH = 5000
DOCUMENTS_A_CALL = 500
LEAST_SHARE = 0.8
"""A rebuilt index with a smaller share of the expected documents does not go live."""
REBUILD_LOCK = 7340021
"""PostgreSQL's advisory lock that the one running rebuild holds."""


class RebuildRefused(Exception):
    """The rebuild did not go live; searches still read the index of before. The message says why."""


class RebuildRunning(RebuildRefused):
    """Another rebuild is running."""


class NoIndex(Exception):
    """There is no index to write to; the entries wait for the rebuild that makes one."""


@dataclass(frozen=True)
class Drained:
    """What a drain did: outbox entries removed, documents written and deleted."""

    entries: int = 0
    written: int = 0
    deleted: int = 0

    def __add__(self, other: Drained) -> Drained:
        return Drained(
            self.entries + other.entries, self.written + other.written, self.deleted + other.deleted
        )


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild did: the index that is live now, its documents, and how many were expected."""

    index: str
    documents: int
    expected: int
    seconds: float


def outbox_drain(*, seconds: float = 60.0) -> Drained:
    """Write everything that waits in the outbox to the indexes, batch by batch, for about `seconds` a kind.

    Any number may run at once: each batch is locked by the one that writes it. Where a kind has no index yet,
    one is built first.

    Raises:
        TransportError, ApiError: the index is away; the entries of the current batch wait, none is lost.
        RebuildRefused: there was no index and none could be built.
    """
    return sum((_drain(kind, seconds) for kind in KINDS), Drained())


def _drain(kind: IndexKind, seconds: float) -> Drained:
    if live_index(kind.name) is None:
        try:
            index_rebuild(kind)
        except RebuildRunning:
            return Drained()  # it takes what waits along
    until, done = time.monotonic() + seconds, Drained()
    while (batch := _drain_batch(kind)).entries:
        done += batch
        if time.monotonic() > until:
            break
    return done


@transaction.atomic
def _drain_batch(kind: IndexKind) -> Drained:
    """Lock a batch of entries, write what they name, and only then remove them."""
    entries = list(
        OutboxEntry.objects.select_for_update(skip_locked=True)
        .filter(topic=kind.topic)
        .order_by("id")
        .values_list("id", "key")[:ENTRIES_A_BATCH]
    )
    if not entries:
        return Drained()
    version, targets = next_version(), write_targets(kind.name)
    if not targets:
        raise NoIndex
    keys = sorted({key for _, key in entries})
    kind.note(keys, at=timezone.now())
    written = _write(kind, keys, version=version, targets=targets)
    OutboxEntry.objects.filter(_id_among(OutboxEntry, [id_ for id_, _ in entries])).delete()
    return Drained(entries=len(entries), written=written, deleted=len(keys) - written)


def next_version() -> int:
    """A number higher than any before, from the database: never given twice, whatever is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('search_index_version')")
        return int(cursor.fetchone()[0])


def _write(kind: IndexKind, keys: list[int], *, version: int, targets: list[str]) -> int:
    """Make the index say of these records what the database says; how many of them have a document."""
    written = 0

    def calls() -> Iterator[list[bytes]]:
        nonlocal written
        for start in range(0, len(keys), DOCUMENTS_A_CALL):
            chunk = keys[start : start + DOCUMENTS_A_CALL]
            found = _lines(kind, kind.rows(kind.indexed().filter(_id_among(kind.model, chunk))))
            written += len(found)
            gone = [key for key in chunk if key not in found]
            yield [
                line
                for target in targets
                for line in (
                    *index_operations(found, target=target, version=version),
                    *delete_operations(gone, target=target, version=version),
                )
            ]

    bulk_write(calls())
    return written


def _id_among(model: type[Model], ids: list[int]) -> RawSQL:
    """`id__in` with the ids as one parameter: to write thousands of them out costs more than the query."""
    condition = f"{model._meta.db_table}.id = ANY(%s::bigint[])"
    return RawSQL(condition, [ids], output_field=BooleanField())  # noqa: S611  no text from outside


def _lines(kind: IndexKind, rows: Iterable[Any]) -> dict[int, bytes]:
    return {row.id: document_line(kind.document(row)) for row in rows}


@contextmanager
def _one_rebuild_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [REBUILD_LOCK])
        if not cursor.fetchone()[0]:
            raise RebuildRunning("Another rebuild is running.")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [REBUILD_LOCK])


def index_ensure(kind: IndexKind = VACANCY_KIND) -> Rebuilt | None:
    """Rebuild where a kind has no index, or one made with another mapping or dictionary; else None.

    Raises: as `index_rebuild`.
    """
    live = live_index(kind.name)
    return None if live and index_is_current(live, kind) else index_rebuild(kind)


def index_rebuild(kind: IndexKind = VACANCY_KIND) -> Rebuilt:
    """Build a new index from the database and let searches read it; they read the old one until then.

    Raises:
        RebuildRefused: the new index came out under `LEAST_SHARE` of what it should hold; it is removed.
        RebuildRunning: another rebuild is running.
        TransportError, ApiError: the index is away; what was half built is removed by the next rebuild.
    """
    started = time.monotonic()
    with _one_rebuild_at_a_time():
        old = live_index(kind.name)
        for left_behind in set(generations(kind.name)) - {old}:
            client().indices.delete(index=left_behind)
        generation = timezone.now().strftime("%Y%m%d%H%M%S%f")
        new, target = index_name(generation, kind.name), write_alias(generation, kind.name)
        create_index(new, alias=target, kind=kind)
        expected = kind.indexed().count()
        _fill(target, kind)
        documents = settle_index(new)
        if documents < LEAST_SHARE * expected:
            client().indices.delete(index=new)
            raise RebuildRefused(
                f"Only {documents} of {expected} documents were indexed; the index of before stays live."
            )
        go_live(new, old, kind)
    log.info("index rebuilt", index=new, documents=documents, expected=expected)
    return Rebuilt(index=new, documents=documents, expected=expected, seconds=time.monotonic() - started)


def create_index(index: str, *, alias: str, kind: IndexKind = VACANCY_KIND) -> None:
    """Make an empty index that the outbox writes to, ready to be filled."""
    client().indices.create(
        index=index,
        mappings=kind.mapping() | {"_meta": {"fingerprint": _fingerprint(kind)}},
        settings={
            "number_of_shards": settings.ELASTICSEARCH_SHARDS,
            "number_of_replicas": 0,
            "refresh_interval": -1,
            "gc_deletes": "10m",
            **kind.settings(),
        }
        | settings.ELASTICSEARCH_INDEX_SETTINGS,
        aliases={alias: {}},
    )


def index_is_current(index: str, kind: IndexKind = VACANCY_KIND) -> bool:
    """Whether the index was made with the mapping, the dictionary and the synonyms of today's code."""
    found = client().indices.get_mapping(index=index)[index]["mappings"].get("_meta", {})
    return bool(found.get("fingerprint") == _fingerprint(kind))


def _fingerprint(kind: IndexKind) -> str:
    made_with = orjson.dumps([kind.mapping(), kind.settings()], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(made_with).hexdigest()


def _fill(target: str, kind: IndexKind) -> None:
    """Write all records of a kind. Each chunk takes its version before its rows are read."""

    def calls() -> Iterator[list[bytes]]:
        rows = kind.chunks(DOCUMENTS_A_CALL)
        while True:
            version = next_version()
            chunk = next(rows, None)
            if chunk is None:
                return
            yield list(index_operations(_lines(kind, chunk), target=target, version=version))

    bulk_write(calls())


def settle_index(index: str) -> int:
    """Give a filled index the settings of daily work, and count what it holds."""
    client().indices.put_settings(
        index=index,
        settings={"refresh_interval": "1s", "number_of_replicas": settings.ELASTICSEARCH_REPLICAS},
    )
    client().indices.refresh(index=index)
    return int(client().count(index=index)["count"])


def go_live(new: str, old: str | None, kind: IndexKind = VACANCY_KIND) -> None:
    """In one step of the cluster searches read the new index and the old one is gone."""
    actions: list[dict[str, dict[str, str]]] = [{"add": {"index": new, "alias": read_alias(kind.name)}}]
    if old:
        actions.append({"remove_index": {"index": old}})
    client().indices.update_aliases(actions=actions)
