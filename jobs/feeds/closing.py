"""The end of a full feed: what is missing is closed; where something speaks against it, a person decides."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from jobs.enums import CloseReason, RunState
from jobs.feeds import store
from jobs.feeds.reasons import RunError
from jobs.models import CityFeed, FeedRun

SMALLEST_SHARE = 0.8
"""Under this share of the last good run's rows a full feed is suddenly small."""

_MISSING = """
    SELECT v.id, v.duplicate_key::text FROM jobs_vacancy v
    WHERE v.feed_id = %(feed)s AND v.state IN ('open', 'paused') AND NOT EXISTS (
        SELECT FROM jobs_feedreceipt r WHERE r.run_id = %(run)s AND r.external_id = v.external_id
    )
"""


def missing_from(run: FeedRun) -> list[tuple[int, str | None]]:
    """Open and paused vacancies of the feed that no row of the run named, with their duplicate keys."""
    with transaction.atomic(), store.raw_cursor() as cursor:
        # The receipts are too new for statistics: without this PostgreSQL expects one and loops over all.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(_MISSING, {"feed": run.feed_id, "run": run.pk})
        missing = [(row[0], row[1]) for row in cursor]
        cursor.execute("SET LOCAL enable_nestloop = on")
        return missing


def finish_full_run(run: FeedRun) -> None:
    """Close what is missing and end the run, or hold it with the reason why nobody can be sure."""
    doubt = _doubt(run)
    if doubt and (missing := len(missing_from(run))):
        hold_run(run, RunError(doubt.code, missing=missing, **doubt.detail))
    else:
        close_missing(run)


def _doubt(run: FeedRun) -> RunError | None:
    unidentified = run.receipts.filter(external_id="").count()
    if unidentified:
        return RunError("rows_unidentified", unidentified=unidentified)
    last_good = run.feed.last_good_rows
    if last_good and run.count_accepted < SMALLEST_SHARE * last_good:
        return RunError("small_feed", rows=run.count_accepted, last_good_rows=last_good)
    return None


def hold_run(run: FeedRun, error: RunError) -> None:
    """Close nothing and ask a person, who answers with `feed_run_decide`."""
    run.state, run.error, run.error_detail = RunState.HELD, error.code, error.detail
    run.save(update_fields=["state", "error", "error_detail"])


@transaction.atomic
def close_missing(run: FeedRun) -> None:
    """Close the vacancies that the run did not name, and end it as the feed's last good one.

    Earlier runs that wait for a decision are overtaken: nobody needs to decide them any more.
    """
    now = timezone.now()
    missing = missing_from(run)
    closed = store.close_vacancies((pk for pk, _ in missing), CloseReason.MISSING_FROM_FEED, now)
    moved = store.resolve_duplicates((key for _, key in missing if key), now)
    store.write_outbox([*closed, *moved], now)
    run.count_missing_closed = len(closed)
    run.state, run.finished_at = RunState.DONE, now
    run.save(update_fields=["count_missing_closed", "state", "finished_at"])
    CityFeed.objects.filter(pk=run.feed_id).update(last_good_rows=run.count_accepted)
    overtaken = FeedRun.objects.filter(feed=run.feed_id, state=RunState.HELD, pk__lt=run.pk)
    overtaken.update(state=RunState.DONE, finished_at=now)
