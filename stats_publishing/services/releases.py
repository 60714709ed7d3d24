"""The life of a release: prepared by one, confirmed by another, out at its second, followed by its state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import NATION
from accounts.models import User
from accounts.permissions import region_prefix
from accounts.services import audit
from stats_publishing.enums import ReleaseState
from stats_publishing.methods.periods import Period
from stats_publishing.models import (
    DatasetVersion,
    Release,
    ReleaseDateChange,
    ReleaseItem,
)
from stats_publishing.services.datasets import NotPossible

FRESH_FOR_S: Final = 300
"""Seconds that somebody else may keep a public answer about figures, unless a release comes before."""


@transaction.atomic
def release_prepare(
    *,
    title_zh: str,
    title_en: str,
    subject: str,
    region: str,
    period: Period,
    release_at: dt.datetime,
    by: User,
    corrects: Release | None = None,
    notice: str = "",
) -> Release:
    """A new release with a provisional date.

    Args:
        corrects: the release whose figures this one supersedes; `notice` then says what was wrong.
    Raises:
        NotPossible: the date is over, or a correction does not say what it corrects.
    """
    if release_at <= timezone.now():
        raise NotPossible(_("The release must lie ahead."))
    if corrects and not notice.strip():
        raise NotPossible(_("Say what is corrected: everybody reads it."))
    release = Release.objects.create(
        title_zh=title_zh, title_en=title_en, subject=subject, region=region, period=period.code,
        release_at=release_at, prepared_by=by, corrects=corrects, notice=notice.strip(),
    )  # fmt: skip
    audit(actor=by, act="release_prepare", subject=release, region=region, release_at=release_at)
    return release


@transaction.atomic
def release_confirm(*, release: Release, by: User) -> Release:
    """Confirm the date: from now on it is moved with a public reason only.

    Raises:
        NotPossible: it is not provisional, the person prepared it, or its time is over.
    """
    locked = _locked(release)
    _check_move(locked, ReleaseState.CONFIRMED)
    if locked.prepared_by_id == by.pk:
        raise NotPossible(_("You prepared this release: somebody else confirms it."))
    now = timezone.now()
    if locked.release_at <= now:
        raise NotPossible(_("The release must lie ahead."))
    locked.state, locked.confirmed_by, locked.confirmed_at = ReleaseState.CONFIRMED, by, now
    locked.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    audit(actor=by, act="release_confirm", subject=locked, region=locked.region, release_at=locked.release_at)
    return locked


@transaction.atomic
def release_move(*, release: Release, to: dt.datetime, reason: str, by: User) -> Release:
    """Move the date; the old one and the reason stay on record.

    Raises:
        NotPossible: it is out or cancelled, the new date is over, or a confirmed date is moved without a
            reason.
    """
    locked, now = _locked(release), timezone.now()
    confirmed = locked.state == ReleaseState.CONFIRMED
    if locked.state not in (ReleaseState.PROVISIONAL, ReleaseState.CONFIRMED):
        raise NotPossible(_("This release is published or cancelled: its date stays."))
    if locked.is_out(now):
        raise NotPossible(_("This release is out: its date stays."))
    if to <= now:
        raise NotPossible(_("The release must lie ahead."))
    if confirmed and not reason.strip():
        raise NotPossible(_("The date is confirmed: say why it changes, everybody reads it."))
    if to == locked.release_at:
        return locked
    ReleaseDateChange.objects.create(
        release=locked, was=locked.release_at, becomes=to, was_confirmed=confirmed, reason=reason.strip(),
        changed_by=by, changed_at=now,
    )  # fmt: skip
    audit(
        actor=by, act="release_move", subject=locked, region=locked.region, was=locked.release_at, to=to,
        reason=reason,
    )  # fmt: skip
    locked.release_at = to
    locked.save(update_fields=["release_at"])
    return locked


@transaction.atomic
def release_cancel(*, release: Release, reason: str, by: User) -> Release:
    """Cancel it with a reason that everybody reads; its tables may then go into another release, its files
    are gone.

    Raises:
        NotPossible: it is out or published, or there is no reason.
    """
    locked = _locked(release)
    _check_move(locked, ReleaseState.CANCELLED)
    if locked.is_out():
        raise NotPossible(_("This release is out: correct it instead."))
    if not reason.strip():
        raise NotPossible(_("Say why it is cancelled: everybody reads it."))
    locked.items.all().delete()
    for file in locked.files.all():
        file.remove()
    locked.state, locked.notice = ReleaseState.CANCELLED, reason.strip()
    locked.save(update_fields=["state", "notice"])
    audit(actor=by, act="release_cancel", subject=locked, region=locked.region, reason=reason)
    return locked


@transaction.atomic
def release_fill(*, release: Release, versions: Sequence[DatasetVersion], by: User) -> int:
    """Put frozen versions into a release. What is in it already stays.

    Returns:
        How many were added.
    Raises:
        NotPossible: its time has come, a version lies in another region or another release.
    """
    locked = open_for_contents(release)
    prefix = "" if locked.region == NATION else region_prefix(locked.region)
    if any(not version.region.startswith(prefix) for version in versions):
        raise NotPossible(_("A table lies outside the region of the release."))
    taken = dict(ReleaseItem.objects.filter(version__in=versions).values_list("version_id", "release_id"))
    if set(taken.values()) - {locked.pk}:
        raise NotPossible(_("A table is in another release already."))
    fresh = [version for version in versions if version.pk not in taken]
    ReleaseItem.objects.bulk_create([ReleaseItem(release=locked, version=version) for version in fresh])
    if fresh:
        audit(
            actor=by, act="release_fill", subject=locked, region=locked.region,
            versions=[version.pk for version in fresh],
        )  # fmt: skip
    return len(fresh)


@transaction.atomic
def release_take_out(*, release: Release, version: DatasetVersion, by: User) -> None:
    """Take a version out of a release that has not come out.

    Raises:
        NotPossible: its time has come.
    """
    locked = open_for_contents(release)
    if locked.items.filter(version=version).delete()[0]:
        audit(actor=by, act="release_take_out", subject=locked, region=locked.region, versions=[version.pk])


@transaction.atomic
def releases_follow(*, now: dt.datetime) -> int:
    """Let the state of releases that are out follow: readers see them already by `Release.is_out`.

    Done again it changes nothing; after a restart it goes on with what is left. A release of which nothing
    came out keeps waiting: it is late, and the calendar says so.

    Returns:
        How many became published.
    """
    due = Release.objects.out(now).filter(state=ReleaseState.CONFIRMED)
    followed = list(due.select_for_update(skip_locked=True))
    for release in followed:
        release.state, release.published_at = ReleaseState.PUBLISHED, now
        release.save(update_fields=["state", "published_at"])
        audit(
            actor=None, act="release_publish", subject=release, region=release.region,
            release_at=release.release_at, tables=release.items.count(),
        )  # fmt: skip
    return len(followed)


def seconds_to_keep(now: dt.datetime) -> int:
    """For how long a public answer may be kept by somebody else: never past the next release."""
    coming = (
        Release.objects.filter(state=ReleaseState.CONFIRMED, release_at__gt=now)
        .order_by("release_at")
        .values_list("release_at", flat=True)
        .first()
    )
    return FRESH_FOR_S if coming is None else max(0, min(FRESH_FOR_S, int((coming - now).total_seconds())))


def next_release(*, region: str, subject: str, now: dt.datetime) -> Release | None:
    """The next one of a subject in a region, for "next release" under a table."""
    return Release.objects.upcoming(now).filter(region=region, subject=subject).first()


def _locked(release: Release) -> Release:
    return Release.objects.select_for_update().get(pk=release.pk)


def _check_move(release: Release, state: ReleaseState) -> None:
    if not release.may_become(state):
        raise NotPossible(
            _("A release that is “%(state)s” does not become “%(other)s”.")
            % {"state": release.get_state_display(), "other": state.label}
        )


def open_for_contents(release: Release) -> Release:
    """The release, where its contents may change: before its second, and never after it without moving it."""
    locked = _locked(release)
    if locked.state not in (ReleaseState.PROVISIONAL, ReleaseState.CONFIRMED):
        raise NotPossible(_("This release is published or cancelled: its contents stay."))
    if locked.release_at <= timezone.now():
        raise NotPossible(_("Its time has come: move the date first, then change what it holds."))
    return locked
