"""Makes the quarterly figures of cities, provinces and the country, and freezes them as versions of datasets.

Figures of a city are of an accepted return, else of the portal's own records. Those of a larger area are sums
of the newest approved figures of its cities, and of nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import polars as pl
from django.db import transaction
from django.db.models import QuerySet

from accounts.enums import NATION
from accounts.models import User
from standards import regions
from stats_publishing.datasets import all_datasets, dataset
from stats_publishing.methods.analysis import (
    SECTOR,
    analysed,
    area_counts,
    gaps_of,
    panels,
    totals,
    with_changes_of,
)
from stats_publishing.methods.groups import KINDS
from stats_publishing.methods.own_records import COUNTS, MINOR, TOTAL
from stats_publishing.methods.panel import PanelChange, regional_ratios
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.methods.supply_demand import PLACES, PUBLISHED
from stats_publishing.models import DatasetVersion, Return
from stats_publishing.services.city_sources import RETURN_FORM, city_sources
from stats_publishing.services.datasets import Draft, datasets_approve, datasets_freeze
from stats_publishing.tables import Table

COUNTED: Final = (*KINDS, MINOR)
"""Kinds of tables that hold the counts that larger areas are summed from."""
_SCHEMES: Final = {"three_belts": "", "six_areas": "a-"}
_COUNTS_SCHEMA: Final = dict.fromkeys(("city", "kind", "code"), pl.String) | dict.fromkeys(COUNTS, pl.Int64)


def code_of_dataset(kind: str) -> str:
    return f"supply-demand-{kind}"


def supply_demand_datasets() -> list[str]:
    return [code for code, one in all_datasets().items() if one.subject == "supply_demand"]


def newest_versions(
    *, period: Period, datasets: Iterable[str], regions: Sequence[str] | None = None, approved: bool = True
) -> QuerySet[DatasetVersion]:
    """The newest version of each dataset and region in a period.

    Args:
        regions: codes; None for all that have one.
        approved: leave out those that nobody has approved yet.
    """
    found = DatasetVersion.objects.filter(period=period.code, dataset__in=list(datasets))
    if regions is not None:
        found = found.filter(region__in=regions)
    if approved:
        found = found.filter(approved_at__isnull=False)
    return found.order_by("dataset", "region", "-number").distinct("dataset", "region")


def excluded_cities(period: Period) -> dict[str, str]:
    """Cities that are left out of sums of a quarter though they may have figures, with the reason."""
    found = Return.objects.filter(form__code=RETURN_FORM, period=period.code, excluded_at__isnull=False)
    return dict(found.order_by("region").values_list("region", "exclusion"))


@transaction.atomic
def city_figures_freeze(
    *,
    period: Period,
    by: User | None,
    at: dt.datetime,
    cities: Sequence[str] | None = None,
    reason: str = "",
) -> list[DatasetVersion]:
    """Make and freeze the tables of cities.

    Args:
        cities: codes; None for all that have records or an accepted return.
        by: None: a task.
        reason: why figures that were frozen before are superseded.
    Raises:
        NotPossible: figures would change and no reason is given.
    """
    counts, sources = city_sources(period=period, cities=cities)
    if counts.is_empty():
        return []
    names = counts["city"].unique().sort().to_list()
    areas = pl.DataFrame({"city": names, "area": names})
    excluded = pl.lit(None, pl.String).alias("excluded")
    now = totals(counts).with_columns(excluded)
    made = _Made(period, names)
    tables = made.tables(counts.rename({"city": "area"}))
    changes = {
        suffix: panels(now, _city_totals(before, names).with_columns(excluded), areas=areas)
        for suffix, before in _before(period).items()
    }
    drafts = [
        Draft(
            code,
            city,
            period,
            table,
            [sources[city], *made.inputs(city)],
            {"source": sources[city]["source"]},
        )
        for city in names
        for code, table in tables(city, _panel_figures(changes, city, cities=1))
    ]
    return datasets_freeze(drafts=drafts, by=by, at=at, reason=reason)


def missing_city_figures(
    *, period: Period, by: User | None, at: dt.datetime, within: Sequence[str] = (NATION,)
) -> int:
    """Make the figures of all cities that have none yet; stopped half-way, it goes on where it was.

    Args:
        within: codes of the regions whose cities are meant.
    Returns:
        How many cities have figures now that had none.
    """
    there = newest_versions(period=period, datasets=["supply-demand-total"], approved=False)
    done = set(there.values_list("region", flat=True))
    missing = [
        city.code
        for city in regions.cities()
        if city.code not in done and any(one == NATION or regions.is_within(city.code, one) for one in within)
    ]
    made = 0
    for _province, cities in groupby(missing, key=lambda code: code[:2]):
        versions = city_figures_freeze(period=period, cities=list(cities), by=by, at=at)
        made += len({version.region for version in versions})
    return made


def quarter_figures_make(*, on: dt.date, at: dt.datetime) -> int:
    """Make the figures of the quarter that is over for all cities that have none yet; gives how many."""
    return missing_city_figures(period=Period.of(on, PeriodKind.QUARTER).moved(-1), by=None, at=at)


@transaction.atomic
def area_figures_freeze(
    *,
    period: Period,
    by: User | None,
    at: dt.datetime,
    areas: Sequence[str] | None = None,
    reason: str = "",
) -> list[DatasetVersion]:
    """Make and freeze the tables of provinces and the country, of the approved figures of their cities.

    Args:
        areas: codes of provinces, or 000000; None for the country and all provinces with a city that counts.
    Raises:
        NotPossible: figures would change and no reason is given.
    """
    excluded = excluded_cities(period)
    counts, versions = _approved_counts(period)
    counting = counts.filter(~pl.col("city").is_in(list(excluded)))
    membership = _membership(counting["city"].unique().to_list(), areas)
    if membership.is_empty():
        return []
    names = membership["area"].unique().sort().to_list()
    made = _Made(period, names)
    tables = made.tables(area_counts(counting, areas=membership))
    everybody = _membership([*counts["city"].unique(), *excluded], names)
    now = _with_reasons(totals(counts), excluded)
    changes = {}
    for suffix, before in _before(period).items():
        earlier = _with_reasons(_city_totals(before, None), excluded_cities(before))
        known = _membership([*{*now["city"], *earlier["city"]}], names)
        changes[suffix] = panels(now, earlier, areas=known)
    drafts = []
    for area in names:
        members = set(membership.filter(pl.col("area") == area)["city"])
        notes = _notes(area, members, everybody, excluded, changes)
        figures = _panel_figures(changes, area, cities=len(members))
        shown = list(tables(area, figures))
        if area == NATION:
            shown.append((code_of_dataset("area"), _parts_of_country(now, period)))
        for code, table in shown:
            kind = _COUNTED_IN.get(code, code)
            inputs = [_named(version) for version in versions[kind] if version.region in members]
            drafts.append(Draft(code, area, period, table, [*inputs, *made.inputs(area)], notes))
    return datasets_freeze(drafts=drafts, by=by, at=at, reason=reason)


def figures_approve(*, period: Period, region: str, by: User, at: dt.datetime) -> int:
    """Approve all tables of a region and quarter together; gives how many were approved now.

    Raises:
        NotPossible: the person made them.
    """
    waiting = DatasetVersion.objects.filter(
        period=period.code, region=region, dataset__in=supply_demand_datasets()
    )
    return datasets_approve(versions=waiting, by=by, at=at)


_COUNTED_IN: Final = {
    code_of_dataset(code): code_of_dataset(kind)
    for code, kind in {
        "total": "occupation",
        "area": "occupation",
        SECTOR: "industry",
        "gap": MINOR,
        "surplus": MINOR,
    }.items()
}


class _Made:
    """The tables of some areas in a quarter, and which earlier figures their changes are of."""

    def __init__(self, period: Period, areas: Sequence[str]) -> None:
        self.period = period
        compared = [code_of_dataset(kind) for kind in (*KINDS, SECTOR)]
        self._before = {
            suffix: list(newest_versions(period=before, datasets=compared, regions=areas))
            for suffix, before in _before(period).items()
        }

    def inputs(self, area: str) -> list[dict[str, Any]]:
        return [
            _named(version)
            for versions in self._before.values()
            for version in versions
            if version.region == area
        ]

    def tables(self, counts: pl.DataFrame) -> Any:
        """A function of area and figures of its total that gives its tables with the code of each dataset."""
        earlier = {suffix: _published(versions) for suffix, versions in self._before.items()}
        rows = with_changes_of(analysed(counts), **earlier)
        of_area = rows.partition_by("area", as_dict=True)
        gaps = [(code, table) for code, table in zip(("gap", "surplus"), gaps_of(rows), strict=True)]

        def tables_of(area: str, of_total: Mapping[str, Any]) -> Iterable[tuple[str, Table]]:
            own = of_area[(area,)]
            total = own.filter((pl.col("kind") == "occupation") & (pl.col("code") == TOTAL))
            yield "supply-demand-total", _table("total", total.with_columns(**of_total))
            for kind in (*KINDS, SECTOR, MINOR):
                yield code_of_dataset(kind), _table(kind, own.filter(pl.col("kind") == kind))
            for code, table in gaps:
                listed = table.filter(pl.col("area") == area).rename({"group": "code"})
                yield code_of_dataset(code), _table(code, listed)

        return tables_of


def _table(kind: str, rows: pl.DataFrame) -> Table:
    measures = list(dataset(code_of_dataset(kind)).measures)
    return Table.of_frame(rows.rename({"code": "group"}), dimensions=["group"], measures=measures)


def _before(period: Period) -> dict[str, Period]:
    return {"qoq": period.moved(-1), "yoy": period.year_before}


def _named(version: DatasetVersion) -> dict[str, Any]:
    return {"version": version.pk, "checksum": version.table_checksum}


def _published(versions: Sequence[DatasetVersion]) -> pl.DataFrame:
    """What tables said: area, kind, code and `PUBLISHED`."""
    rows = []
    for version in versions:
        figures = version.table["measures"]
        places = [figures.index(name) + 1 for name in PUBLISHED]
        kind = version.kind.table_kind
        rows += [
            (version.region, kind, row[0], *(row[place] for place in places)) for row in version.table["rows"]
        ]
    schema = dict.fromkeys(("area", "kind", "code"), pl.String) | dict.fromkeys(PUBLISHED, pl.Float64)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _approved_counts(period: Period) -> tuple[pl.DataFrame, dict[str, list[DatasetVersion]]]:
    """Counts of all cities with approved figures, and the versions that they are from, by dataset."""
    wanted = [code_of_dataset(kind) for kind in COUNTED]
    found: dict[str, list[DatasetVersion]] = {code: [] for code in wanted}
    rows = []
    for version in newest_versions(period=period, datasets=wanted):
        if not regions.is_city(version.region) or "source" not in version.notes:
            continue
        found[version.dataset].append(version)
        figures = version.table["measures"]
        places = [figures.index(name) + 1 for name in COUNTS]
        kind = version.kind.table_kind
        rows += [
            (version.region, kind, row[0], *(row[place] for place in places)) for row in version.table["rows"]
        ]
    return pl.DataFrame(rows, schema=_COUNTS_SCHEMA, orient="row"), found


def _city_totals(period: Period, cities: Sequence[str] | None) -> pl.DataFrame:
    """Approved totals of cities: city, demand, seekers."""
    found = newest_versions(period=period, datasets=["supply-demand-total"], regions=cities)
    rows = [
        (version.region, version.figures.cell((TOTAL,), "demand"), version.figures.cell((TOTAL,), "seekers"))
        for version in found
        if "source" in version.notes
    ]
    return pl.DataFrame(
        rows, schema={"city": pl.String, "demand": pl.Int64, "seekers": pl.Int64}, orient="row"
    )


def _with_reasons(figures: pl.DataFrame, excluded: Mapping[str, str]) -> pl.DataFrame:
    reason = pl.col("city").replace_strict(excluded, default=None, return_dtype=pl.String)
    return figures.with_columns(excluded=reason)


def _membership(cities: Iterable[str], areas: Sequence[str] | None) -> pl.DataFrame:
    """city and area: its province (but of what is a province itself) and the country."""
    pairs = []
    for city in sorted(set(cities)):
        province = regions.province_of(city)
        within = [NATION] if province is None or province.code == city else [province.code, NATION]
        pairs += [(city, area) for area in within if areas is None or area in areas]
    return pl.DataFrame(pairs, schema={"city": pl.String, "area": pl.String}, orient="row")


def _panel_figures(
    changes: Mapping[str, Mapping[str, PanelChange]], area: str, *, cities: int
) -> dict[str, Any]:
    figures: dict[str, Any] = {"cities": pl.lit(cities, pl.Int64)}
    for suffix, panel in changes.items():
        change = panel.get(area)
        figures[f"demand_level_{suffix}"] = pl.lit(change.demand if change else None, pl.Float64)
        figures[f"seekers_level_{suffix}"] = pl.lit(change.seekers if change else None, pl.Float64)
        figures[f"cities_{suffix}"] = pl.lit(len(change.cities) if change else 0, pl.Int64)
    return figures


def _notes(
    area: str,
    members: set[str],
    everybody: pl.DataFrame,
    excluded: Mapping[str, str],
    changes: Mapping[str, Mapping[str, PanelChange]],
) -> dict[str, Any]:
    """What has to be printed beside sums: how many cities, who is left out and why."""
    own = everybody.filter(pl.col("area") == area)["city"]
    notes: dict[str, Any] = {
        "cities": len(members),
        "excluded": [[city, excluded[city]] for city in own if city in excluded],
    }
    for suffix, panel in changes.items():
        change = panel.get(area)
        left_out = [[one.city, one.period, one.reason] for one in change.left_out] if change else []
        notes[f"panel_{suffix}"] = {"cities": len(change.cities) if change else 0, "left_out": left_out}
    return notes


def _parts_of_country(now: pl.DataFrame, period: Period) -> Table:
    """Ratios of the three belts and the six areas, as the groupings were in the period."""
    parts = []
    for scheme, prefix in _SCHEMES.items():
        where = {city: regions.group_of(city, scheme=scheme, on=period.start) for city in now["city"]}
        known = {city: f"{prefix}{group}" for city, group in where.items() if group}
        parts.append(regional_ratios(now, region_of=known).rename({"region": "code"}))
    rows = pl.concat(parts)
    for suffix, before in _before(period).items():
        found = newest_versions(period=before, datasets=["supply-demand-area"], regions=[NATION]).first()
        then = found.figures.frame() if found else rows.clear().rename({"code": "group"})
        ratios = dict(then.select("group", "ratio").iter_rows())
        earlier = pl.col("code").replace_strict(ratios, default=None, return_dtype=pl.Float64)
        rows = rows.with_columns((pl.col("ratio") - earlier).round(PLACES).alias(f"ratio_{suffix}"))
    return _table("area", rows)
