"""The release calendar for everybody, and the look before a release for those on its list."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.enums import NATION
from accounts.models import User
from accounts.permissions import region_prefix
from search.scope import scope_region
from standards import regions
from stats_publishing.analysis_shown import analysis_of
from stats_publishing.datasets import all_datasets
from stats_publishing.enums import Subject
from stats_publishing.models import DatasetVersion, Release, ReleaseFile
from stats_publishing.models.releases import ReleaseQuerySet
from stats_publishing.published import Published
from stats_publishing.quoting import Reader
from stats_publishing.services.calendar import calendar_file
from stats_publishing.services.early import early_look, may_look_early
from stats_publishing.views.rows import plain_table

A_PAGE: Final = 40
IN_A_FILE: Final = 1000
IN_A_FEED: Final = 50


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What comes, the next first; `?past=1` what came, the newest first; by subject and region."""
    now, asked = timezone.now(), request.GET
    past = asked.get("past") == "1"
    rows = _narrowed(request, Release.objects.all())
    rows = (
        rows.filter(release_at__lte=now).order_by("-release_at", "-pk")
        if past
        else rows.filter(Q(release_at__gt=now)).order_by("release_at", "pk")
    )
    page, more = _page(rows, asked.get("after", ""), past=past)
    coming = Release.objects.upcoming(now)
    context = {
        "rows": page, "more": more, "past": past, "now": now, "subjects": Subject.choices,
        "subject": asked.get("subject", ""), "region": asked.get("region", ""),
        "provinces": regions.provinces(), "scope": scope_region(request),
        "next": _narrowed(request, coming).first(),
    }  # fmt: skip
    return render(request, "stats_publishing/calendar.html", context)


def _narrowed(request: HttpRequest, rows: ReleaseQuerySet) -> ReleaseQuerySet:
    """A city's host shows its own releases; the national one those of a region or of all."""
    scope, asked = scope_region(request), request.GET
    region = scope or asked.get("region", "")
    if scope:
        rows = rows.filter(region=scope)
    elif region == NATION:
        rows = rows.filter(region=NATION)
    elif regions.region(region):
        rows = rows.filter(region__startswith=region_prefix(region))
    if asked.get("subject") in Subject.values:
        rows = rows.filter(subject=asked["subject"])
    return rows


def _page(rows: ReleaseQuerySet, after: str, *, past: bool) -> tuple[list[Release], int | None]:
    """A page behind the release with the key `after`, and the key that the next page begins behind."""
    last = Release.objects.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 16 else None
    if last:
        way = "lt" if past else "gt"
        rows = rows.filter(
            Q(**{f"release_at__{way}": last.release_at})
            | Q(release_at=last.release_at, **{f"pk__{way}": last.pk})
        )
    found = list(rows[: A_PAGE + 1])
    return found[:A_PAGE], found[A_PAGE - 1].pk if len(found) > A_PAGE else None


@require_safe
def calendar_ics(request: HttpRequest) -> HttpResponse:
    """A year back and all that comes, for calendars that are subscribed to."""
    since = timezone.now() - dt.timedelta(days=366)
    rows = _narrowed(request, Release.objects.filter(release_at__gte=since)).order_by("release_at", "pk")
    content = calendar_file(releases=rows[:IN_A_FILE], root=request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="releases.ics"'
    return response


@require_safe
def release_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One release: its date with all changes, who looks before, and, once it is out, what it holds."""
    release = get_object_or_404(Release.objects.select_related("corrects"), pk=pk)
    now = timezone.now()
    context = {
        "release": release, "now": now, "is_out": release.is_out(now), "is_late": release.is_late(now),
        "tables": tables_of(release, now),
        "files": files_of(release, now),
        "analysis": analysis_of(Reader(release)) if release.is_out(now) else None,
        "changes": [one for one in release.date_changes.all() if one.was_confirmed],
        "early_offices": release.early_readers.filter(revoked_at=None).order_by("pk"),
        "corrections": Release.objects.out(now).filter(corrects=release).order_by("release_at"),
        "next": Release.objects.upcoming(max(now, release.release_at)).filter(
            region=release.region, subject=release.subject
        ).first(),
    }  # fmt: skip
    return render(request, "stats_publishing/release.html", context)


def tables_of(release: Release, now: dt.datetime) -> list[Published]:
    """What everybody sees of a release, in the order of publication; nothing before its second."""
    rows = DatasetVersion.objects.released(now).filter(release_item__release=release)
    return in_order(list(rows.select_related("release_item__release")))


def files_of(release: Release, now: dt.datetime) -> list[tuple[ReleaseFile, ReleaseFile | None]]:
    """Files of a release that everybody sees, each with the one that replaced it later."""
    files = list(ReleaseFile.objects.released(now).filter(release=release).select_related("replaces"))
    later = ReleaseFile.objects.released(now).filter(replaces__in=files)
    newer = {one.replaces_id: one for one in later} if files else {}
    return [(file, newer.get(file.pk)) for file in files]


def in_order(versions: list[DatasetVersion]) -> list[Published]:
    """Tables of a release in the order of publication of their datasets."""
    places = {code: place for place, code in enumerate(all_datasets())}
    versions.sort(key=lambda version: (places.get(version.dataset, len(places)), version.region))
    return [Published(version, version.number) for version in versions]


@require_safe
@never_cache
@login_required
def release_early(request: HttpRequest, pk: int) -> HttpResponse:
    """What a release holds, before it is out, for those on its list; each look is on record."""
    release = get_object_or_404(Release, pk=pk)
    person = request.user
    if not isinstance(person, User) or not may_look_early(person=person, release=release, now=timezone.now()):
        raise Http404
    early_look(release=release, person=person)
    rows = DatasetVersion.objects.filter(release_item__release=release)
    found = in_order(list(rows.select_related("release_item__release")))
    tables = [(one, plain_table(one)) for one in found]
    context = {
        "release": release, "tables": tables, "files": release.files.all(),
        "analysis": analysis_of(Reader(release, is_preview=True)),
    }  # fmt: skip
    response = render(request, "stats_publishing/early.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class ReleaseFeed(Feed[Release, None]):
    """Releases that are out, the newest first, as Atom."""

    feed_type = Atom1Feed
    link = "/releases/"

    def title(self) -> str:
        return _("Published statistics")

    def items(self) -> Any:
        return Release.objects.out().order_by("-release_at", "-pk")[:IN_A_FEED]

    def item_title(self, item: Release) -> str:
        return item.title

    def item_description(self, item: Release) -> str:
        return item.notice

    def item_pubdate(self, item: Release) -> dt.datetime:
        return item.release_at

    def item_updateddate(self, item: Release) -> dt.datetime:
        return item.release_at
