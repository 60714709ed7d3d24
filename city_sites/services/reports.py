"""Statistical reports: what they show, and which of them everybody sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from city_sites.models import ReportPage
from stats_publishing.analysis_shown import analysis_of
from stats_publishing.exports.csv_files import LICENCE
from stats_publishing.models import DatasetVersion, Release
from stats_publishing.quoting import Quoted, Reader, Reference
from stats_publishing.services.releases import next_release


def report_context(*, report: ReportPage, is_preview: bool) -> dict[str, Any]:
    """`reader` reads the figures; `revisions`: versions of the release's tables that came later.

    The editor's words are Chinese: whoever reads English is told the release's `english_title` first.
    """
    release, now = report.release, timezone.now()
    reader = Reader(release, is_preview=is_preview)
    return {
        "reader": reader,
        "release": release,
        "english_title": release.title_en if (get_language() or "").startswith("en") else "",
        "analysis": analysis_of(reader),
        "headline": reader.text(report.headline),
        "headline_plain": reader.plain(report.headline),
        "revisions": _revisions(release, now),
        "next": next_release(region=release.region, subject=release.subject, now=now),
        "licence": LICENCE,
    }


def _revisions(release: Release, now: dt.datetime) -> list[DatasetVersion]:
    """Published versions that supersede those of a release, the newest first."""
    later = DatasetVersion.objects.released(now).filter(
        region=release.region, period=release.period, number__gt=1,
        release_item__release__release_at__gt=release.release_at,
    )  # fmt: skip
    return list(later.select_related("release_item__release").order_by("-release_item__release__release_at"))


def without_kept_back(pages: QuerySet[Page], now: dt.datetime | None = None) -> QuerySet[Page]:
    """Pages of any kind without the reports whose release is not out."""
    kept_back = ReportPage.objects.exclude(release__in=Release.objects.out(now))
    return pages.exclude(pk__in=kept_back.values("pk"))


def reports_of(release: Release) -> QuerySet[ReportPage]:
    """Public reports of a release; none before it is out."""
    found: QuerySet[ReportPage] = ReportPage.objects.live().filter(
        release__in=Release.objects.out().filter(pk=release.pk)
    )
    return found.order_by("pk")


@dataclass(frozen=True, slots=True)
class NewestPublished:
    """What a first page says of the published statistics of a region.

    Args:
        ratio: vacancies for each job seeker in the release, where it holds the table of all.
    """

    release: Release | None
    report: ReportPage | None
    ratio: Quoted | None
    next: Release | None


def newest_published(region: str) -> NewestPublished:
    """The release that came out last in a region, its report and its ratio, and what comes next."""
    now, rows = timezone.now(), Release.objects.filter(region=region)
    newest = rows.out(now).order_by("-release_at", "-pk").values("pk")[:1]
    next_one = rows.upcoming(now).values("pk")[:1]
    found = list(rows.filter(Q(pk__in=newest) | Q(pk__in=next_one)))
    release = next((one for one in found if one.release_at <= now), None)
    coming = next((one for one in found if one.release_at > now), None)
    if release is None:
        return NewestPublished(None, None, None, coming)
    ratio = Reader(release).quoted(Reference("supply-demand-total", ("_T",), "ratio"))
    return NewestPublished(release, reports_of(release).first(), ratio, coming)
