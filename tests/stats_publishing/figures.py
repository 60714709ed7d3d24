"""Frozen, approved and released figures for tests."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.services import role_grant
from stats_publishing.methods.periods import Period
from stats_publishing.models import DatasetVersion, Release
from stats_publishing.services.datasets import Draft, datasets_approve, datasets_freeze
from stats_publishing.services.disclosure import seeker_drafts
from stats_publishing.services.releases import release_confirm, release_fill, release_prepare
from stats_publishing.tables import SUPPRESSED, Table
from tests.factories import UserFactory

WUHAN, SHENZHEN, NATION = "420100", "440300", "000000"
MEASURES = ("demand", "seekers", "ratio", "ratio_qoq")


def sex_table(demand: int = 1200) -> Table:
    """Three rows; one figure is confidential, one is not there."""
    rows = (
        ("男", demand, 800, round(demand / 800, 2), -0.04),
        ("女", 900, None, None, None),
        ("合计", demand + 900, 1700, round((demand + 900) / 1700, 2), 0.12),
    )
    return Table(("group",), MEASURES, rows, {(1, "seekers"): SUPPRESSED})


def version_of(
    *, region: str = WUHAN, period: str = "2026Q3", dataset: str = "supply-demand-sex", demand: int = 1200,
    reason: str = "", approved: bool = True, at: dt.datetime | None = None,
) -> DatasetVersion:  # fmt: skip
    """A frozen version, approved by somebody else than nobody."""
    now = at or timezone.now()
    draft = Draft(
        dataset,
        region,
        Period.read(period),
        sex_table(demand),
        [{"return": 1}],
        {"excluded": [["420200", "迟报"]]},
    )
    (version,) = datasets_freeze(drafts=seeker_drafts([draft]), by=None, at=now, reason=reason)
    if approved:
        datasets_approve(versions=DatasetVersion.objects.filter(pk=version.pk), by=UserFactory(), at=now)
    return DatasetVersion.objects.get(pk=version.pk)


def publisher(region: str = WUHAN) -> User:
    """Somebody who publishes the figures of a city or of the nation."""
    user = UserFactory()
    role = Role.NATIONAL_MANAGER if region == NATION else Role.CITY_PUBLISHER
    role_grant(user=user, role=role, region=region, by=None)
    return user


def release_of(
    *versions: DatasetVersion, at: dt.datetime, region: str = WUHAN, period: str = "2026Q3",
    confirmed: bool = True, corrects: Release | None = None, notice: str = "", title: str = "三季度供求分析",
) -> Release:  # fmt: skip
    """A release that holds versions; `at` lies ahead of the clock, which the caller moves."""
    release = release_prepare(
        title_zh=title, title_en="Supply and demand, Q3", subject="supply_demand", region=region,
        period=Period.read(period), release_at=at, by=publisher(region), corrects=corrects, notice=notice,
    )  # fmt: skip
    release_fill(release=release, versions=versions, by=publisher(region))
    return release_confirm(release=release, by=publisher(region)) if confirmed else release
