"""Makes the quarterly figures of cities, provinces and the country, and freezes them as versions of datasets.

Figures of a city are of an accepted return, else of the portal's own records. Those of a larger area are sums
of the newest approved figures of its cities, and of nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

import polars as pl
from django.db import transaction

from accounts.enums import NATION
from accounts.models import User
from standards import regions
from stats_publishing.methods.analysis import SECTOR, area_counts, totals
from stats_publishing.methods.groups import KINDS
from stats_publishing.methods.own_records import COUNTS, MINOR
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.models import DatasetVersion
from stats_publishing.services.city_sources import city_sources
from stats_publishing.services.country_parts import PART_KINDS, parts_of_country
from stats_publishing.services.datasets import Draft, datasets_approve, datasets_freeze
from stats_publishing.services.disclosure import seeker_drafts
from stats_publishing.services.figure_panels import (
    Panels,
    excluded_cities,
    membership,
    panels_of,
    silent_cities,
    with_reasons,
)
from stats_publishing.services.figure_tables import (
    MadeTables,
    code_of_dataset,
    named,
    newest_versions,
    panel_figures,
    supply_demand_datasets,
)

COUNTED: Final = (*KINDS, MINOR)
"""Kinds of tables that hold the counts that larger areas are summed from."""
_COUNTS_SCHEMA: Final = dict.fromkeys(("city", "kind", "code"), pl.String) | dict.fromkeys(COUNTS, pl.Int64)


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
    now = totals(counts).with_columns(excluded=pl.lit(None, pl.String))
    made = MadeTables(period, names)
    tables = made.tables(counts.rename({"city": "area"}))
    changes = panels_of(now, period=period, areas=names, cities=names)
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
        for code, table in tables(city, panel_figures(changes.of, city, cities=1))
    ]
    told = seeker_drafts([changes.hushed(draft) for draft in drafts])
    return datasets_freeze(drafts=told, by=by, at=at, reason=reason)


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
    inside = membership(counting["city"].unique().to_list(), areas)
    if inside.is_empty():
        return []
    names = inside["area"].unique().sort().to_list()
    made = MadeTables(period, names)
    tables = made.tables(area_counts(counting, areas=inside))
    everybody = membership([*counts["city"].unique(), *excluded], names)
    now = with_reasons(totals(counts), excluded)
    silent = silent_cities(versions[code_of_dataset("occupation")])
    changes = panels_of(now, period=period, areas=names, silent=silent)
    drafts = []
    for area in names:
        members = set(inside.filter(pl.col("area") == area)["city"])
        notes = _notes(area, members, everybody, excluded, changes)
        shown = list(tables(area, panel_figures(changes.of, area, cities=len(members))))
        if area == NATION:
            shown += parts_of_country(counting, period=period, now=now, earlier=changes.earlier)
        for code, table in shown:
            kind = _COUNTED_IN.get(code, code)
            inputs = [named(version) for version in versions[kind] if version.region in members]
            drafts.append(Draft(code, area, period, table, [*inputs, *made.inputs(area)], notes))
    told = seeker_drafts([changes.hushed(draft) for draft in drafts])
    return datasets_freeze(drafts=told, by=by, at=at, reason=reason)


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
        **{f"area-{kind}": "industry" if kind == SECTOR else kind for kind in PART_KINDS},
    }.items()
}
"""Which dataset of cities the others are made of."""


def _approved_counts(period: Period) -> tuple[pl.DataFrame, dict[str, list[DatasetVersion]]]:
    """Counts of all cities with approved figures, and the versions that they are from, by dataset."""
    wanted = [code_of_dataset(kind) for kind in COUNTED]
    found: dict[str, list[DatasetVersion]] = {code: [] for code in wanted}
    rows = []
    for version in newest_versions(period=period, datasets=wanted):
        if not regions.is_city(version.region) or "source" not in version.notes:
            continue
        found[version.dataset].append(version)
        whole = version.full
        places = [whole.measures.index(name) + 1 for name in COUNTS]
        kind = version.kind.table_kind
        rows += [(version.region, kind, row[0], *(row[place] for place in places)) for row in whole.rows]
    return pl.DataFrame(rows, schema=_COUNTS_SCHEMA, orient="row"), found


def _notes(
    area: str,
    members: set[str],
    everybody: pl.DataFrame,
    excluded: Mapping[str, str],
    changes: Panels,
) -> dict[str, Any]:
    """What has to be printed beside sums: how many cities, who is left out and why."""
    own = everybody.filter(pl.col("area") == area)["city"]
    notes: dict[str, Any] = {
        "cities": len(members),
        "excluded": [[city, excluded[city]] for city in own if city in excluded],
    }
    for suffix, panel in changes.of.items():
        change = panel.get(area)
        left_out = [[one.city, one.period, one.reason] for one in change.left_out] if change else []
        notes[f"panel_{suffix}"] = {"cities": len(change.cities) if change else 0, "left_out": left_out}
    return notes
