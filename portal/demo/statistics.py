"""Statistics of the demonstration: two quarters that are out, one corrected, a calendar of what comes.

All counts are invented, and the notes of each table say so; the methods compute shares, ratios and changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Final, get_args

import polars as pl
from django.db import transaction
from django.utils import timezone

from accounts.enums import NATION
from accounts.models import User
from city_sites.models import CityHomePage, ReportIndexPage, ReportPage
from portal.demo.cities import demo_city
from portal.demo.release_contents import text_ensure, workbook_ensure
from portal.models import NationalHomePage
from standards import regions
from stats_publishing.datasets import all_datasets
from stats_publishing.enums import ReleaseState, Subject
from stats_publishing.methods.groups import Kind, groups
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.methods.supply_demand import aggregated, supply_demand, with_changes
from stats_publishing.models import DatasetVersion, Release, ReleaseItem, ReleaseRule
from stats_publishing.services.calendar import calendar_fill, release_time
from stats_publishing.services.datasets import Draft, datasets_approve, datasets_freeze
from stats_publishing.services.disclosure import seeker_drafts
from stats_publishing.services.holidays import days_of_rest
from stats_publishing.tables import Table
from stats_publishing.words import in_both

KINDS: Final[tuple[Kind, ...]] = ("industry", "occupation", "sex", "age", "education")
DAYS_AFTER: Final = 20
TITLE_ZH: Final = "{region}{period}职业供求状况分析"
TITLE_EN: Final = "{region}, {period}: supply and demand of labour"
NOTES: Final = {"示例数据": "演示用的虚构数据，不反映真实情况"}
_MEASURES: Final = (
    "demand", "demand_share", "demand_share_qoq", "seekers", "seekers_share", "seekers_share_qoq", "ratio",
    "ratio_qoq",
)  # fmt: skip


@transaction.atomic
def statistics_ensure(*, cities: Sequence[str], by: User, editor: User, now: dt.datetime) -> int:
    """Two published quarters and a calendar for the cities and the nation, where there are none.

    Returns:
        How many releases were made.
    """
    if ReleaseRule.objects.exists() or not cities:
        return 0
    periods = _published_periods(now)
    made = 0
    for kind in ("total", *KINDS):
        counted = {period: _counts(cities, kind, period) for period in (periods[0].moved(-1), *periods)}
        for period in periods:
            _freeze(kind, period, counted, by=by)
    for region in (NATION, *cities):
        rule = ReleaseRule.objects.create(
            title_zh=TITLE_ZH, title_en=TITLE_EN, subject=Subject.SUPPLY_DEMAND, region=region,
            period_kind=PeriodKind.QUARTER, days_after=DAYS_AFTER,
        )  # fmt: skip
        for period in periods:
            release = _release(rule, period, by=by)
            made += 1
        text_ensure(release, by=by, editor=editor)
        workbook_ensure(release, by=by, editor=editor)
        _report(release, region)
    _correction(cities[0], periods[0], by=by, now=now)
    return made + 1 + calendar_fill(now=now)


def _published_periods(now: dt.datetime) -> list[Period]:
    """The two newest quarters whose release lies behind, the older first."""
    period = Period.of(timezone.localdate(now), PeriodKind.QUARTER)
    while _time(period) > now - dt.timedelta(days=3):
        period = period.moved(-1)
    return [period.moved(-1), period]


def _time(period: Period) -> dt.datetime:
    return release_time(period, DAYS_AFTER, dt.time(9, 30), days_of_rest())


def _counts(cities: Sequence[str], kind: str, period: Period) -> pl.DataFrame:
    """Invented demand and seekers of each city by group, and the nation as their sum."""
    rows: list[tuple[str, str, int, int]] = []
    for city in cities:
        random = Random(f"{city}:{kind}")  # noqa: S311 — a demonstration, nothing secret
        moved = Random(f"{city}:{period.code}:{kind}")  # noqa: S311
        drift = moved.uniform(0.94, 1.08)
        size = 1_000 + demo_city(city).rows * 20
        names = ["合计"] if kind == "total" else _names(kind)
        for name in names:
            weight = random.uniform(0.4, 1.6)
            demand = round(size * weight * drift / max(1, len(names) / 4))
            ratio = random.uniform(0.75, 1.45) * moved.uniform(0.95, 1.05)
            rows.append((city, name, demand, round(demand / ratio)))
    of_cities = pl.DataFrame(rows, schema=["region", "group", "demand", "seekers"], orient="row")
    nation = aggregated(of_cities.with_columns(region=pl.lit(NATION)), keys=["region"])
    return pl.concat([nation.select(of_cities.columns), of_cities])


def _names(kind: str) -> list[str]:
    known: Kind = next(one for one in get_args(Kind) if one == kind)
    found = [group for group in groups(known) if group.role == "group"]
    sums = {name for group in found for name in group.within}
    return [group.name for group in found if group.name not in sums]


def _freeze(kind: str, period: Period, counted: dict[Period, pl.DataFrame], *, by: User) -> None:
    figured = {one: _figures(kind, counted[one]) for one in (period.moved(-1), period)}
    table = with_changes(figured[period], figured[period.moved(-1)], keys=["region"], suffix="qoq")
    dataset = next(one for one in all_datasets().values() if one.table_kind == kind)
    measures = [name for name in _MEASURES if name in dataset.measures]
    codes = {group.name: group.code for group in groups(_known(kind))}
    code = pl.col("group").replace_strict(codes, return_dtype=pl.String)
    drafts = [
        Draft(
            dataset.code, region, period,
            Table.of_frame(rows.with_columns(group=code), dimensions=["group"], measures=measures),
            [{"demo": True}], NOTES,
        )
        for (region,), rows in table.group_by("region", maintain_order=True)
    ]  # fmt: skip
    at = _time(period) - dt.timedelta(days=2)
    versions = datasets_freeze(drafts=seeker_drafts(drafts), by=None, at=at)
    datasets_approve(
        versions=DatasetVersion.objects.filter(pk__in=[version.pk for version in versions]), by=by, at=at
    )


def _figures(kind: str, counts: pl.DataFrame) -> pl.DataFrame:
    return supply_demand(counts, kind=_known(kind), keys=["region"])


def _known(kind: str) -> Kind:
    """The table of all is one row 合计, which every kind of table knows."""
    return next((one for one in get_args(Kind) if one == kind), "sex")


def _release(rule: ReleaseRule, period: Period, *, by: User) -> Release:
    """A release of the past, with all tables of its region: services make those to come only."""
    at = _time(period)
    release = Release.objects.create(
        title_zh=in_both(rule.title_zh, region=rule.region, period=period, language="zh-hans"),
        title_en=in_both(rule.title_en, region=rule.region, period=period, language="en"),
        subject=rule.subject, region=rule.region, period=period.code, release_at=at, rule=rule,
        state=ReleaseState.PUBLISHED, confirmed_by=by, confirmed_at=at - dt.timedelta(days=14),
        published_at=at,
    )  # fmt: skip
    versions = DatasetVersion.objects.filter(region=rule.region, period=period.code, number=1)
    ReleaseItem.objects.bulk_create([ReleaseItem(release=release, version=version) for version in versions])
    return release


def _correction(city: str, period: Period, *, by: User, now: dt.datetime) -> None:
    """The older quarter's table by sex of one city, corrected three weeks later."""
    old = DatasetVersion.objects.get(dataset="supply-demand-sex", region=city, period=period.code)
    figures = old.figures
    rows = list(figures.rows)
    rows[0] = (rows[0][0], int(rows[0][1] or 0) + 120, *rows[0][2:])
    at = min(_time(period) + dt.timedelta(days=21), now - dt.timedelta(days=1))
    reason = "一个区补报登记数（演示）"
    table = Table(figures.dimensions, figures.measures, tuple(rows))
    (version,) = datasets_freeze(
        drafts=seeker_drafts([Draft(old.dataset, city, period, table, old.inputs, NOTES)]),
        by=None, at=at - dt.timedelta(hours=2), reason=reason,
    )  # fmt: skip
    datasets_approve(
        versions=DatasetVersion.objects.filter(pk=version.pk), by=by, at=at - dt.timedelta(hours=1)
    )
    first = old.release_item.release
    release = Release.objects.create(
        title_zh=f"{first.title_zh}（更正）", title_en=f"{first.title_en} (correction)",
        subject=first.subject, region=city, period=period.code, release_at=at, corrects=first,
        notice="按性别分组的表已更正：一个区补报登记数（演示）。",
        state=ReleaseState.PUBLISHED, confirmed_by=by, confirmed_at=at, published_at=at,
    )  # fmt: skip
    ReleaseItem.objects.create(release=release, version=version)


def _report(release: Release, region: str) -> None:
    """The report of the newest quarter on the site of its region."""
    home = NationalHomePage.objects.get() if region == NATION else CityHomePage.objects.get(region=region)
    unit = regions.region(region)
    name = unit.short_name if unit else "全国"
    total = "supply-demand-total"
    cell = {"dataset": total, "key": "合计"}
    body: list[tuple[str, dict[str, object]]] = [
        ("series", cell | {
            "heading": "求人倍率走势", "caption": "横线为 1：每名求职者对应一个岗位。",
            "measure": "ratio",
            "regions": [] if region == NATION else [NATION],
        }),
        ("pair", {
            "heading": "按行业分组", "caption": "深色为需求人数，浅色为求职人数。",
            "dataset": "supply-demand-industry",
            "measure": "", "columns": ["demand", "demand_share", "seekers", "seekers_share", "ratio"],
        }),
        ("pair", {
            "heading": "按职业分组的求人倍率", "caption": "", "dataset": "supply-demand-occupation",
            "measure": "ratio", "columns": ["demand", "seekers", "ratio", "ratio_qoq"],
        }),
    ]  # fmt: skip
    if region == NATION:
        shown: dict[str, object] = {"heading": "各城市求人倍率", "measure": "ratio", "level": "city"}
        body.insert(2, ("map", cell | shown))
    ReportIndexPage.objects.child_of(home).get().add_child(
        instance=ReportPage(
            title=release.title_zh, slug=release.period.lower(), region=region, release=release,
            headline=f"{name}本季度求人倍率为 {{{{{total}|合计|ratio}}}}，"
            f"与上季度相比变化 {{{{{total}|合计|ratio_qoq}}}}。",
            key_figures=[
                ("figure", cell | {"measure": "ratio", "change": "ratio_qoq", "label": ""}),
                ("figure", cell | {"measure": "demand", "change": "", "label": ""}),
                ("figure", cell | {"measure": "seekers", "change": "", "label": ""}),
            ],
            body=body,
            methods="<p>求人倍率为合计数之比，变化为两期公布数之差。</p>",
            quality="<p>演示数据：由程序虚构，只用来展示页面，不反映任何地方的真实情况。</p>",
            contact=f"{name}公共就业服务机构统计岗位（演示）",
        )
    )  # fmt: skip
