"""Fixtures of the tests of jobs: feeds, and an import from rows to a finished run."""

from __future__ import annotations

import orjson
import pytest
from django.core.files.base import ContentFile

from jobs.enums import RunTrigger
from jobs.models import FeedReceipt, FeedRun, OutboxEntry, Vacancy
from jobs.services import feed_run_create, feed_run_execute
from tests.jobs.factories import CityFeedFactory


def ndjson(rows) -> bytes:
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


@pytest.fixture
def feed(db):
    return CityFeedFactory()


@pytest.fixture
def send(feed):
    """`send(rows or bytes, feed=…, name=…, kind=…)` imports a file and gives its run."""

    def send_file(content, *, feed=feed, name="feed.ndjson", kind=None) -> FeedRun:
        data = content if isinstance(content, bytes) else ndjson(content)
        feed.refresh_from_db()
        run = feed_run_create(
            feed=feed, file=ContentFile(data, name), trigger=RunTrigger.UPLOAD, kind=kind, enqueue=False
        )
        assert feed_run_execute(run_id=run.pk)
        run.refresh_from_db()
        return run

    return send_file


@pytest.fixture
def receipts():
    """`receipts(run)` → {row: (outcome, reasons)}."""

    def of(run) -> dict[int, tuple[str, list[str]]]:
        found = FeedReceipt.objects.filter(run=run)
        return {receipt.row: (receipt.outcome, receipt.reasons) for receipt in found}

    return of


@pytest.fixture
def outbox():
    """`outbox()` gives the ids of the vacancies that wait for the index, and empties it."""

    def drain() -> set[int]:
        keys = set(OutboxEntry.objects.values_list("key", flat=True))
        OutboxEntry.objects.all().delete()
        return keys

    return drain


@pytest.fixture
def states():
    """`states()` → {the city's own id: (state, close reason)}."""

    def all_states() -> dict[str, tuple[str, str]]:
        found = Vacancy.objects.values_list("external_id", "state", "close_reason")
        return {external_id: (state, reason) for external_id, state, reason in found}

    return all_states
