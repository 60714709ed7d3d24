"""Feeds: a file arrives, is imported in its turn, a person decides what is held; keys for pushing.

A push key is shown once, kept as a hash and compared in constant time.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import audit
from jobs.enums import FeedKind, RunState, RunTrigger
from jobs.feeds import closing
from jobs.feeds.importer import end_run, fail_run, import_run
from jobs.feeds.reasons import RunError, reason_words
from jobs.models import CityFeed, FeedProfile, FeedRun
from jobs.services.locks import feed_lock, is_locked

MOST_FEEDS = 20
"""A city has so many feeds at most."""
_UNFINISHED = (RunState.QUEUED, RunState.RUNNING)
_BLOCK = 1024 * 1024


@transaction.atomic
def feed_open(
    *,
    region: str,
    slug: str,
    name: str,
    profile: FeedProfile,
    kind: FeedKind,
    vouches_for_employers: bool,
    by: User,
    is_demo: bool = False,
) -> CityFeed:
    """Open a feed for a city; it has sent nothing yet.

    Args:
        slug: its name in addresses; where another feed has it, a number follows.
    Raises:
        ValidationError: the city has a feed of this name, or as many as a city may have.
    """
    FeedProfile.objects.select_for_update().get(pk=profile.pk)  # who presses the button twice opens one
    if CityFeed.objects.filter(region=region, name=name).exists():
        raise ValidationError({"name": _("The city has a feed of this name already.")})
    if CityFeed.objects.filter(region=region).count() >= MOST_FEEDS:
        raise ValidationError(_("A city has at most %(most)s feeds."), params={"most": MOST_FEEDS})
    taken = set(CityFeed.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    names = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
    feed = CityFeed.objects.create(
        region=region,
        slug=next(one for one in names if one not in taken),
        name=name,
        profile=profile,
        kind=kind,
        vouches_for_employers=vouches_for_employers,
        is_demo=is_demo,
    )
    audit(
        actor=by, act="feed_open", subject=feed, region=region, feed=feed.slug, profile=profile.name,
        vouches=vouches_for_employers,
    )  # fmt: skip
    return feed


def feed_run_create(
    *,
    feed: CityFeed,
    file: File[Any],
    trigger: RunTrigger,
    by: User | None = None,
    kind: FeedKind | None = None,
    file_name: str = "",
    enqueue: bool = True,
) -> FeedRun:
    """Keep a feed's file and queue its import.

    Args:
        file: is stored below private media and never under the name it came with.
        kind: full or incremental, where it differs from the feed's own.
        enqueue: false where the caller executes the run itself.
    Raises:
        ValidationError: "file_too_large" or "file_empty"; nothing is kept.
    """
    if file.size > settings.FEED_MAX_BYTES:
        raise ValidationError(reason_words("file_too_large"), code="file_too_large")
    if not file.size:
        raise ValidationError(reason_words("file_empty"), code="file_empty")
    checksum = hashlib.sha256()
    for block in file.chunks(_BLOCK):
        checksum.update(block)
    file.seek(0)
    name = (file_name or file.name or "").rsplit("/", 1)[-1][-200:]
    run = FeedRun(
        public_id=uuid.uuid4(),
        feed=feed,
        trigger=trigger,
        kind=kind or feed.kind,
        file_name=name,
        file_size=file.size,
        checksum=checksum.hexdigest(),
        profile_snapshot=feed.profile.mapping,
        started_by=by,
    )
    run.file.save(name, file, save=False)
    with transaction.atomic():
        run.save(force_insert=True)
        audit(
            actor=by, act="feed_run_create", subject=run, region=feed.region, feed=feed.slug,
            trigger=trigger.value, bytes=file.size, sha256=run.checksum,
        )  # fmt: skip
        if enqueue:
            transaction.on_commit(lambda: _enqueue(run.pk))
    return run


def _enqueue(run_id: int) -> None:
    from jobs.tasks import feed_run_execute as task

    task.delay(run_id)


def feed_run_execute(*, run_id: int) -> bool:
    """Execute a run, after those of its feed that came before it and are not finished.

    Gives false where another worker writes the feed: it will come to this run when its own is done, or
    `feed_runs_unattended` finds it.
    """
    feed_id = FeedRun.objects.values_list("feed_id", flat=True).get(pk=run_id)
    with feed_lock(feed_id) as ours:
        if not ours:
            return False
        while run := _next_run(feed_id):
            import_run(run)
        return True


def _next_run(feed_id: int) -> FeedRun | None:
    unfinished = FeedRun.objects.filter(feed_id=feed_id, state__in=_UNFINISHED).exclude(
        trigger=RunTrigger.PUSH
    )
    return unfinished.select_related("feed__profile").order_by("pk").first()


def feed_run_is_locked(*, run: FeedRun) -> bool:
    return is_locked(run.feed_id)


def feed_runs_unattended() -> list[FeedRun]:
    """Unfinished runs that nobody works on: their message was lost, or their worker died."""
    runs = FeedRun.objects.filter(state__in=_UNFINISHED).order_by("pk")
    return [run for run in runs if not is_locked(run.feed_id)]


def feed_run_decide(*, run: FeedRun, close_missing: bool, by: User | None) -> FeedRun:
    """A person's word on a held run: close what it did not name, or leave everything open.

    Raises:
        ValidationError: the run is not held, or rows came after it, which its file could not name.
    """
    with transaction.atomic():
        held = FeedRun.objects.select_for_update().select_related("feed").get(pk=run.pk)
        if held.state != RunState.HELD:
            raise ValidationError(_("Only a held run waits for a decision."), code="not_held")
        if (
            close_missing
            and FeedRun.objects.filter(feed=held.feed_id, pk__gt=held.pk, rows_done__gt=0).exists()
        ):
            raise ValidationError(
                _("A newer run of this feed has brought rows: nothing can be closed by this one."),
                code="overtaken",
            )
        if close_missing:
            closing.close_missing(held)
        else:
            end_run(held)
        held.decided_by = by
        held.save(update_fields=["decided_by"])
        audit(
            actor=by, act="feed_run_decide", subject=held, region=held.feed.region, reason=held.error,
            close_missing=close_missing, closed=held.count_missing_closed,
        )  # fmt: skip
    return held


def feed_runs_resume() -> int:
    """Queue again what nobody works on; a push that broke off can only be sent again. Gives how many runs."""
    unattended = feed_runs_unattended()
    for run in unattended:
        if run.trigger == RunTrigger.PUSH:
            fail_run(run, RunError("interrupted"))
        else:
            _enqueue(run.pk)
    return len(unattended)


@transaction.atomic
def push_key_issue(*, feed: CityFeed, by: User | None) -> str:
    """A new key for the feed; the one before it stops working at once. The key is not kept: show it now."""
    key = secrets.token_urlsafe(32)
    feed.push_key_hash = _hash(key)
    feed.save(update_fields=["push_key_hash"])
    audit(actor=by, act="push_key_issue", subject=feed, region=feed.region, feed=feed.slug)
    return key


def push_key_matches(*, feed: CityFeed | None, key: str) -> bool:
    """Whether the key is the feed's; takes as long for a feed that does not exist."""
    kept = feed.push_key_hash if feed else ""
    same = hmac.compare_digest(_hash(key), kept or _hash("\0"))
    return same and bool(kept)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
