"""Pushing rows to a feed: NDJSON in, a receipt for each row out while the next ones come."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.services import audit
from jobs.enums import FeedKind, RunState, RunTrigger
from jobs.feeds.chunk import Receipt
from jobs.feeds.closing import finish_full_run
from jobs.feeds.importer import audit_vouched, end_run, fail_run, judge_for
from jobs.feeds.profile import profile_from
from jobs.feeds.readers import in_chunks
from jobs.feeds.readers.ndjson_file import read_ndjson
from jobs.feeds.reasons import RunError
from jobs.feeds.writer import ChunkWriter
from jobs.models import CityFeed, FeedRun
from jobs.services.locks import feed_lock

CHUNK_ROWS = 500


class FeedBusy(Exception):
    """Another run writes the feed just now."""


@dataclass(frozen=True, slots=True)
class PushStarted:
    """The first thing that a push gives: nothing of its rows is read yet."""

    run: FeedRun


def feed_push(*, feed: CityFeed, body: BinaryIO, full: bool) -> Iterator[PushStarted | Receipt]:
    """Import rows as they come; each chunk's receipts are given once they are committed.

    Take the first item before answering: it holds the feed's lock, which closing the iterator gives back.
    A body that breaks off leaves a failed run; what was receipted is in.

    Args:
        full: what the body does not name is closed at the end, under the rules for full feeds.
    Raises:
        FeedBusy: on the first item.
    """
    with feed_lock(feed.pk) as ours:
        if not ours:
            raise FeedBusy
        run = _start(feed, full)
        try:
            yield PushStarted(run)
            yield from _receipts(feed, run, body)
        except RunError as error:
            fail_run(run, error)
            return
        except BaseException:
            fail_run(run, RunError("interrupted"))
            raise
        _end(run)


def _start(feed: CityFeed, full: bool) -> FeedRun:
    with transaction.atomic():
        run = FeedRun.objects.create(
            public_id=uuid.uuid4(),
            feed=feed,
            trigger=RunTrigger.PUSH,
            kind=FeedKind.FULL if full else FeedKind.INCREMENTAL,
            profile_snapshot=feed.profile.mapping,
            state=RunState.RUNNING,
            format="ndjson",
            encoding="utf-8",
            started_at=timezone.now(),
            heartbeat_at=timezone.now(),
        )
        audit(actor=None, act="feed_push", subject=run, region=feed.region, feed=feed.slug, full=full)
    return run


def _receipts(feed: CityFeed, run: FeedRun, body: BinaryIO) -> Iterator[Receipt]:
    profile = profile_from(run.profile_snapshot)
    writer = ChunkWriter(feed=feed, run=run, judge=judge_for(feed, profile))
    counted = CountedStream(body, most_bytes=settings.FEED_MAX_BYTES)
    rows = read_ndjson(counted, encoding="utf-8")  # type: ignore[arg-type]
    for chunk in in_chunks(rows, CHUNK_ROWS):
        rows_of_chunk = writer.hashed(chunk)
        writer.identify(rows_of_chunk)
        plan = writer.plan(rows_of_chunk)
        writer.write(plan, bytes_read=counted.bytes_read)
        yield from plan.receipts
    if not run.rows_done:
        raise RunError("file_empty")


def _end(run: FeedRun) -> None:
    audit_vouched(run)
    if run.kind == FeedKind.FULL:
        finish_full_run(run)
    else:
        end_run(run)


class CountedStream:
    """A request's body read line by line, up to the size that the portal accepts."""

    def __init__(self, body: Any, *, most_bytes: int) -> None:
        self._body = body
        self._most = most_bytes
        self.bytes_read = 0

    def readline(self, size: int = -1) -> bytes:
        try:
            line: bytes = self._body.readline(size)
        except OSError as error:  # the sender is gone (UnreadablePostError)
            raise RunError("interrupted") from error
        self.bytes_read += len(line)
        if self.bytes_read > self._most:
            raise RunError("file_too_large", most=self._most)
        return line
