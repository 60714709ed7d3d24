"""A chunk's plan written to PostgreSQL: one transaction, sets instead of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from psycopg import Cursor, sql

from accounts.practice import PREFIXES
from jobs.enums import CloseReason
from jobs.feeds.chunk import ChunkPlan, Known, Receipt
from jobs.feeds.draft import STAGED, staged_values
from jobs.models import CityFeed, FeedRun, OutboxEntry, OutboxTopic
from jobs.signals import outbox_written

_TYPES = {
    "headcount": "integer", "occupation_confidence": "float8", "longitude": "float8", "latitude": "float8",
    "pay_min": "integer", "pay_max": "integer", "pay_months": "smallint", "experience_min": "smallint",
    "experience_max": "smallint", "benefits": "text[]", "warnings": "text[]", "published_on": "date",
    "expires_on": "date", "expiry_stated": "boolean", "employer_id": "bigint",
    "published_at": "timestamptz", "raw_hash": "uuid", "content_hash": "uuid", "duplicate_key": "uuid",
}  # fmt: skip
_STAGE_SQL = (
    "CREATE TEMP TABLE IF NOT EXISTS feed_stage ("
    + ", ".join(f"{name} {_TYPES.get(name, 'text')}" for name in STAGED)
    + ") ON COMMIT DELETE ROWS"
)
_COPY_STAGE = f"COPY feed_stage ({', '.join(STAGED)}) FROM STDIN"
_CARRIED = tuple(name for name in STAGED if name not in ("external_id", "published_on", "published_at"))
_UPSERT = f"""
    INSERT INTO jobs_vacancy (feed_id, external_id, {", ".join(_CARRIED)}, published_at,
        state_at, created_at, updated_at, is_demo)
    SELECT %(feed)s, external_id, {", ".join(_CARRIED)}, coalesce(published_at, %(now)s),
        %(now)s, %(now)s, %(now)s, %(demo)s
    FROM feed_stage
    ON CONFLICT (feed_id, external_id) DO UPDATE SET
        {", ".join(f"{name} = excluded.{name}" for name in _CARRIED)},
        published_at = excluded.published_at,
        state_at = CASE WHEN jobs_vacancy.state = excluded.state THEN jobs_vacancy.state_at
                        ELSE excluded.state_at END,
        updated_at = excluded.updated_at
    WHERE jobs_vacancy.content_hash IS DISTINCT FROM excluded.content_hash
        OR jobs_vacancy.state IS DISTINCT FROM excluded.state
    RETURNING id
"""  # noqa: S608
_KNOWN = """
    SELECT v.external_id, v.id, uuid_send(v.raw_hash), v.state, v.close_reason, v.expires_on, v.expiry_stated,
        v.warnings,
        coalesce((SELECT e.verification = 'verified' FROM jobs_employer e WHERE e.id = v.employer_id), false)
        {more}
    FROM unnest(%(keys)s::{type}[]) AS sent (key) CROSS JOIN LATERAL (
        SELECT * FROM jobs_vacancy WHERE {feed} = %(feed)s AND {column} = sent.key LIMIT 1
    ) AS v
"""
"""One look into an index for each key, whatever the statistics say: while a feed grows they are wrong, and
PostgreSQL would read the whole feed for every chunk."""
_CONTENT = ", uuid_send(v.content_hash), v.published_at, uuid_send(v.duplicate_key)"
_KNOWN_BY_ID = _KNOWN.format(feed="feed_id", column="external_id", type="text", more=_CONTENT)
_KNOWN_BY_HASH = _KNOWN.format(feed="feed_id + 0", column="raw_hash", type="uuid", more="")
"""`+ 0` lets no index of feeds serve: of a new feed the statistics know nothing, and PostgreSQL would read
all that has come of it for every row."""
_GROWING = ("jobs_vacancy", "jobs_vacancyspell", "jobs_employer")
_DOUBLED = """
    SELECT duplicate_key::text FROM jobs_vacancy
    WHERE state = 'open' AND duplicate_key = ANY(%s::uuid[])
    GROUP BY duplicate_key HAVING count(*) > 1 OR bool_or(duplicate_of_id IS NOT NULL)
"""
_PRACTISES = f"""(v.region ^@ ANY ({PREFIXES}) OR e.region ^@ ANY ({PREFIXES})
    OR coalesce(v.feed_id, 0) = ANY (
    ARRAY(SELECT id FROM jobs_cityfeed WHERE region ^@ ANY ({PREFIXES}))))"""  # noqa: S608  names of ours
_RESOLVE_DUPLICATES = f"""
    WITH ranked AS (
        SELECT v.id, first_value(v.id) OVER (
            PARTITION BY v.duplicate_key ORDER BY {_PRACTISES}, (e.verification = 'verified') DESC, v.id
        ) AS lead
        FROM jobs_vacancy v JOIN jobs_employer e ON e.id = v.employer_id
        WHERE v.state = 'open' AND v.duplicate_key = ANY(%(keys)s::uuid[])
    )
    UPDATE jobs_vacancy v SET duplicate_of_id = nullif(ranked.lead, v.id), updated_at = %(now)s
    FROM ranked
    WHERE v.id = ranked.id AND v.duplicate_of_id IS DISTINCT FROM nullif(ranked.lead, v.id)
    RETURNING v.id
"""  # noqa: S608  names of ours


def raw_cursor() -> Cursor[Any]:
    """A plain psycopg cursor (server-side parameters, binary results, COPY) in Django's transaction."""
    connection.ensure_connection()
    return Cursor(connection.connection)


def statistics_keep_up() -> None:
    """Have PostgreSQL count again the tables of an import that have outgrown what it knows of them.

    Its own analysis comes minutes after a large import began; until then it may read the whole table for each
    row that is looked up.
    """
    with raw_cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE oid = ANY(%s::regclass[])"
            " AND (reltuples <= 0 OR pg_relation_size(oid) / 8192 > 2 * relpages)",
            (list(_GROWING),),
        )
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))


def known_by_id(feed: CityFeed, external_ids: Sequence[str]) -> dict[str, Known]:
    """What the portal has of these ids of a feed."""
    with raw_cursor() as cursor:
        cursor.execute(_KNOWN_BY_ID, {"feed": feed.pk, "keys": list(external_ids)}, binary=True)
        return {row[0]: Known(*row) for row in cursor}


def known_by_hash(feed: CityFeed, raw_hashes: Iterable[bytes]) -> dict[bytes, Known]:
    """What the portal has of rows that a feed has sent just so before, by the hash of what was sent.

    Without what only a changed row is compared with: there is one look-up for every row of every run.
    """
    literal = "{" + ",".join(map(bytes.hex, raw_hashes)) + "}"
    with raw_cursor() as cursor:
        cursor.execute(_KNOWN_BY_HASH, {"feed": feed.pk, "keys": literal}, binary=True)
        return {row[2]: Known(*row) for row in cursor}


def upsert_staged(feed: CityFeed, plan: ChunkPlan, now: datetime) -> list[int]:
    """Write the staged drafts; gives the ids of the vacancies that are new or changed."""
    if not plan.staged:
        return []
    with raw_cursor() as cursor:
        cursor.execute(_STAGE_SQL)
        cursor.execute("TRUNCATE feed_stage")  # empty but within a caller's transaction
        with cursor.copy(_COPY_STAGE) as copy:
            for draft in plan.staged:
                copy.write_row(staged_values(draft))
        cursor.execute(_UPSERT, {"feed": feed.pk, "now": now, "demo": feed.is_demo})
        return [row[0] for row in cursor]


def update_sent_otherwise(plan: ChunkPlan) -> None:
    """Rows written differently that mean the same: only the hash of what was sent changes."""
    if not plan.sent_otherwise:
        return
    ids, hashes = zip(*plan.sent_otherwise, strict=True)
    with raw_cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_vacancy v SET raw_hash = s.raw_hash"
            " FROM unnest(%s::bigint[], %s::uuid[]) AS s (id, raw_hash) WHERE v.id = s.id",
            (list(ids), list(hashes)),
        )


def refresh_validity(plan: ChunkPlan, *, today: date, validity_days: int) -> list[int]:
    """Vacancies that are still sent are valid again for the default time."""
    if not plan.refreshed:
        return []
    with raw_cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_vacancy SET expires_on = %s WHERE id = ANY(%s) RETURNING id",
            (today + timedelta(days=validity_days), plan.refreshed),
        )
        return [row[0] for row in cursor]


def close_vacancies(ids: Iterable[int], reason: CloseReason, now: datetime) -> list[int]:
    """Close those that are open or paused; gives the ids of those that were."""
    with raw_cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_vacancy SET state = 'closed', close_reason = %s, state_at = %s, updated_at = %s"
            " WHERE id = ANY(%s) AND state IN ('open', 'paused') RETURNING id",
            (reason.value, now, now, list(ids)),
        )
        return [row[0] for row in cursor]


def resolve_duplicates(keys: Iterable[str | bytes], now: datetime) -> list[int]:
    """Let one vacancy of each key lead: the oldest open one of a verified employer; one of a city that
    practises only among its like.

    Gives the ids of those that lead now and did not, or do not lead any more.
    """
    texts = list({key.hex() if isinstance(key, bytes) else key for key in keys})
    if not texts:
        return []
    with raw_cursor() as cursor:
        cursor.execute(_DOUBLED, (texts,))
        doubled = [row[0] for row in cursor]
        if not doubled:
            return []
        cursor.execute(_RESOLVE_DUPLICATES, {"keys": doubled, "now": now})
        return [row[0] for row in cursor]


def write_outbox(ids: Iterable[int], now: datetime, *, topic: OutboxTopic = OutboxTopic.VACANCY) -> None:
    """One outbox row for each changed record of a topic, in the transaction of the change."""
    distinct = sorted(set(ids))
    if not distinct:
        return
    with raw_cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_outboxentry (topic, key, created_at)"
            " SELECT %s, key, %s FROM unnest(%s::bigint[]) AS key",
            (topic.value, now, distinct),
        )
    outbox_written.send(OutboxEntry)


def copy_receipts(run: FeedRun, receipts: Sequence[Receipt]) -> None:
    """COPY a chunk's receipts as text, built at once: there is one for every row of every run."""
    lines = "".join(
        f"{run.pk}\t{receipt.row}\t{_escaped(receipt.external_id)}\t{receipt.outcome.value}"
        f"\t{{{','.join(receipt.reasons)}}}\n"
        for receipt in receipts
    )
    with (
        raw_cursor() as cursor,
        cursor.copy("COPY jobs_feedreceipt (run_id, row, external_id, outcome, reasons) FROM STDIN") as copy,
    ):
        copy.write(lines.encode("utf-8", "replace"))


def _escaped(text: str) -> str:
    if text.isalnum():
        return text
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
