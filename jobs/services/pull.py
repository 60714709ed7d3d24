"""Pulling feeds on their schedule."""

from __future__ import annotations

import tempfile
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models import DurationField, ExpressionWrapper, F, Q
from django.utils import timezone

from accounts.models import User
from jobs.enums import RunState, RunTrigger
from jobs.feeds.pull import fetch
from jobs.feeds.reasons import RunError
from jobs.models import CityFeed, FeedRun
from jobs.services.feeds import feed_run_create


def feeds_due() -> list[int]:
    """Feeds whose time to be pulled has come, in order, each claimed so that it is not pulled twice."""
    now = timezone.now()
    minutes = ExpressionWrapper(F("pull_every_minutes") * timedelta(minutes=1), output_field=DurationField())
    due = (
        CityFeed.objects.filter(is_active=True, pull_every_minutes__isnull=False)
        .exclude(pull_url="")
        .annotate(every=minutes)
        .filter(Q(pulled_at=None) | Q(pulled_at__lte=now - F("every")))
    )
    claimed = []
    for feed_id, pulled_at in due.order_by("pk").values_list("pk", "pulled_at"):
        if CityFeed.objects.filter(pk=feed_id, pulled_at=pulled_at).update(pulled_at=now):
            claimed.append(feed_id)
    return claimed


def feed_pull(*, feed_id: int, by: User | None = None, enqueue: bool = True) -> FeedRun | None:
    """Pull a feed now and queue its import; None where its file has not changed.

    A pull that fails leaves a failed run that says why.
    """
    feed = CityFeed.objects.select_related("profile").get(pk=feed_id)
    with tempfile.TemporaryFile() as file:
        try:
            fetched = fetch(
                feed.pull_url,
                file,
                etag=feed.pull_etag,
                last_modified=feed.pull_last_modified,
                most_bytes=settings.FEED_MAX_BYTES,
                allow_private=feed.pull_allow_private,
            )
            if not fetched.changed:
                return None
            file.seek(0)
            run = feed_run_create(
                feed=feed,
                file=File(file, fetched.file_name or "feed"),
                trigger=RunTrigger.PULL,
                by=by,
                enqueue=enqueue,
            )
        except RunError as error:
            return _failed(feed, error, by)
        except ValidationError as error:
            return _failed(feed, RunError(error.code or "pull_failed"), by)
    feed.pull_etag, feed.pull_last_modified = fetched.etag, fetched.last_modified
    feed.save(update_fields=["pull_etag", "pull_last_modified"])
    return run


def _failed(feed: CityFeed, error: RunError, by: User | None) -> FeedRun:
    now = timezone.now()
    return FeedRun.objects.create(
        public_id=uuid.uuid4(),
        feed=feed,
        trigger=RunTrigger.PULL,
        kind=feed.kind,
        profile_snapshot=feed.profile.mapping,
        state=RunState.FAILED,
        error=error.code,
        error_detail=error.detail,
        started_by=by,
        started_at=now,
        finished_at=now,
    )
