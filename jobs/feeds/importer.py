"""The import of one run: its file streamed in chunks, read ahead while the database works, resumable."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import BinaryIO

import structlog
from django.db import transaction
from django.utils import timezone

from accounts.services import audit
from jobs.enums import FeedKind, RunState, VerificationBasis
from jobs.feeds.chunk import ChunkPlan, IdentifiedRow
from jobs.feeds.closing import finish_full_run, hold_run
from jobs.feeds.editions import with_editions
from jobs.feeds.judge import RowJudge
from jobs.feeds.profile import Profile, profile_from
from jobs.feeds.readers import RawRow, in_chunks, open_source
from jobs.feeds.reasons import RunError
from jobs.feeds.writer import ChunkWriter
from jobs.models import CityFeed, Employer, FeedRun, MinimumWage

CHUNK_ROWS = 2_500
_HELD = frozenset({"truncated", "json_broken", "file_empty"})
"""The rows that came are in; whether those that did not are to be closed is for a person to say."""

log = structlog.get_logger(__name__)


def minimum_wages(today: date) -> dict[str, int]:
    """Region code → yuan a month, as valid on a day."""
    rows = MinimumWage.objects.filter(valid_from__lte=today).order_by("valid_from")
    return dict(rows.values_list("region", "monthly"))


def judge_for(feed: CityFeed, profile: Profile) -> RowJudge:
    today = timezone.localdate()
    return RowJudge(
        with_editions(profile),
        region=feed.region,
        source_name=feed.name,
        today=today,
        vouched=feed.vouches_for_employers,
        minimum_wages=minimum_wages(today),
    )


def import_run(run: FeedRun) -> None:
    """Bring a queued or running run to its end: done, held or failed. The caller holds the feed's lock.

    Every chunk is one transaction that also counts the rows done, so that a run which was killed goes on
    with the row after the last that was written.
    """
    try:
        _start(run)
        with run.file.open("rb") as file:
            _import_file(run, file.file)
        audit_vouched(run)
    except FileNotFoundError:
        fail_run(run, RunError("file_missing"))
    except RunError as error:
        if error.code in _HELD:
            hold_run(run, error)
        else:
            fail_run(run, error)
    except Exception:
        log.exception("feed run failed", run=run.pk)
        fail_run(run, RunError("internal_error"))
        raise
    else:
        if run.kind == FeedKind.FULL:
            finish_full_run(run)
        else:
            end_run(run)


def _start(run: FeedRun) -> None:
    if not run.profile_snapshot:
        run.profile_snapshot = run.feed.profile.mapping
    run.state = RunState.RUNNING
    run.started_at = run.started_at or timezone.now()
    run.heartbeat_at = timezone.now()
    run.save(update_fields=["profile_snapshot", "state", "started_at", "heartbeat_at"])


@transaction.atomic
def end_run(run: FeedRun) -> None:
    """A run that is done; a later run may now be compared with it."""
    run.state, run.finished_at = RunState.DONE, timezone.now()
    run.save(update_fields=["state", "finished_at"])


def fail_run(run: FeedRun, error: RunError) -> None:
    run.state, run.finished_at = RunState.FAILED, timezone.now()
    run.error, run.error_detail = error.code, error.detail
    run.save(update_fields=["state", "finished_at", "error", "error_detail"])


def audit_vouched(run: FeedRun) -> None:
    """One audit line for the employers that the feed's word verified in this run."""
    vouched = Employer.objects.filter(
        verification_basis=VerificationBasis.FEED_VOUCHED,
        verification_note=run.feed.slug,
        verified_at__gte=run.started_at,
    ).count()
    if vouched:
        audit(
            actor=None, act="employers_vouched", subject=run, region=run.feed.region, feed=run.feed.slug,
            employers=vouched,
        )  # fmt: skip


def _import_file(run: FeedRun, file: BinaryIO) -> None:
    feed = run.feed
    profile = profile_from(run.profile_snapshot)
    source = open_source(file, profile.read_options(file_format=feed.format))
    run.encoding, run.format = source.encoding, source.format
    run.save(update_fields=["encoding", "format"])
    writer = ChunkWriter(feed=feed, run=run, judge=judge_for(feed, profile))
    rows = source.rows
    if run.rows_done:
        writer.remember_done()
        _skip(rows, run.rows_done)
    _pump(writer, rows, file)
    if not run.rows_done:
        raise RunError("file_empty")


def _skip(rows: Iterator[RawRow], done: int) -> None:
    """Past the rows that are already written."""
    for _ in islice(rows, done):
        pass


class _Ahead:
    """Reads chunks ahead of the database's work."""

    def __init__(self, writer: ChunkWriter, rows: Iterator[RawRow], file: BinaryIO) -> None:
        self._writer, self._file = writer, file
        self._chunks = in_chunks(rows, CHUNK_ROWS)
        self.error: RunError | None = None

    def read(self) -> tuple[list[IdentifiedRow], int]:
        """The next chunk with the file's position; empty at the end. A bad end waits in `error`."""
        try:
            rows = next(self._chunks, [])
        except RunError as error:
            self.error, rows = error, []
        return self._writer.hashed(rows), self._position()

    def _position(self) -> int:
        return 0 if self._file.closed else self._file.tell()


@contextmanager
def _at_full_speed() -> Iterator[None]:
    """Rows leave no cycles for the collector to find, which costs a quarter of the time; and the database's
    answers must not wait for the interpreter to switch threads."""
    was_enabled, interval = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(0.001)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if was_enabled:
            gc.enable()


def _pump(writer: ChunkWriter, rows: Iterator[RawRow], file: BinaryIO) -> None:
    """Chunks are read, identified, planned, written; a thread reads and plans beside the writing."""
    ahead = _Ahead(writer, rows, file)
    with _at_full_speed(), ThreadPoolExecutor(max_workers=1, thread_name_prefix="feed") as thread:
        reading: Future[tuple[list[IdentifiedRow], int]] = thread.submit(ahead.read)
        planned: tuple[ChunkPlan, int] | None = None
        while True:
            chunk, position = reading.result()
            planning = None
            if chunk:
                writer.identify(chunk)
                planning = thread.submit(writer.plan, chunk)
                reading = thread.submit(ahead.read)
            if planned:
                writer.write(planned[0], bytes_read=planned[1])
            if planning is None:
                break
            planned = planning.result(), position
    if ahead.error:
        raise ahead.error
