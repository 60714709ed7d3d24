"""The tables of a quarter for some areas, and what they are compared with: read and made, not yet frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
from django.db.models import QuerySet

from stats_publishing.datasets import all_datasets, dataset
from stats_publishing.methods.analysis import SECTOR, analysed, gaps_of, with_changes_of
from stats_publishing.methods.groups import KINDS
from stats_publishing.methods.own_records import MINOR, TOTAL
from stats_publishing.methods.panel import PanelChange
from stats_publishing.methods.periods import Period
from stats_publishing.methods.supply_demand import PUBLISHED
from stats_publishing.models import DatasetVersion
from stats_publishing.tables import Table


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


class MadeTables:
    """The tables of some areas in a quarter, and which earlier figures their changes are of."""

    def __init__(self, period: Period, areas: Sequence[str]) -> None:
        self.period = period
        compared = [code_of_dataset(kind) for kind in (*KINDS, SECTOR)]
        self._before = {
            suffix: list(newest_versions(period=before, datasets=compared, regions=areas))
            for suffix, before in periods_before(period).items()
        }

    def inputs(self, area: str) -> list[dict[str, Any]]:
        return [
            named(version)
            for versions in self._before.values()
            for version in versions
            if version.region == area
        ]

    def tables(self, counts: pl.DataFrame) -> Any:
        """A function of area and figures of its total that gives its tables with the code of each dataset."""
        earlier = {suffix: published_rows(versions) for suffix, versions in self._before.items()}
        rows = with_changes_of(analysed(counts), **earlier)
        of_area = rows.partition_by("area", as_dict=True)
        gaps = [(code, table) for code, table in zip(("gap", "surplus"), gaps_of(rows), strict=True)]

        def tables_of(area: str, of_total: Mapping[str, Any]) -> Iterable[tuple[str, Table]]:
            own = of_area[(area,)]
            total = own.filter((pl.col("kind") == "occupation") & (pl.col("code") == TOTAL))
            yield "supply-demand-total", table_of("total", total.with_columns(**of_total))
            for kind in (*KINDS, SECTOR, MINOR):
                yield code_of_dataset(kind), table_of(kind, own.filter(pl.col("kind") == kind))
            for code, table in gaps:
                listed = table.filter(pl.col("area") == area).rename({"group": "code"})
                yield code_of_dataset(code), table_of(code, listed)

        return tables_of


def table_of(kind: str, rows: pl.DataFrame) -> Table:
    """Rows as the table of a dataset; one of parts of the country says the part of each row as well."""
    of = dataset(code_of_dataset(kind))
    named_rows = rows.rename({"code": "group"})
    return Table.of_frame(named_rows, dimensions=list(of.dimensions), measures=list(of.measures))


def periods_before(period: Period) -> dict[str, Period]:
    """The periods that changes are against, by the suffix of the figures of them."""
    return {"qoq": period.moved(-1), "yoy": period.year_before}


def named(version: DatasetVersion) -> dict[str, Any]:
    """A version as other versions name what they were made of."""
    return {"version": version.pk, "checksum": version.table_checksum}


def published_rows(versions: Sequence[DatasetVersion]) -> pl.DataFrame:
    """What tables said: area, kind, code and `PUBLISHED`.

    The area is the region of a version or, where the table has parts of it, each part.
    """
    rows = []
    for version in versions:
        figures, width = version.table["measures"], len(version.table["dimensions"])
        places = [figures.index(name) + width for name in PUBLISHED]
        kind = version.kind.table_kind
        rows += [
            (
                version.region if width == 1 else row[0],
                kind,
                row[width - 1],
                *(row[place] for place in places),
            )
            for row in version.table["rows"]
        ]
    schema = dict.fromkeys(("area", "kind", "code"), pl.String) | dict.fromkeys(PUBLISHED, pl.Float64)
    return pl.DataFrame(rows, schema=schema, orient="row")


def panel_figures(
    changes: Mapping[str, Mapping[str, PanelChange]], area: str, *, cities: int
) -> dict[str, Any]:
    """How many cities count in an area, and the changes of level over the same cities, as columns."""
    figures: dict[str, Any] = {"cities": pl.lit(cities, pl.Int64)}
    for suffix, panel in changes.items():
        change = panel.get(area)
        figures[f"demand_level_{suffix}"] = pl.lit(change.demand if change else None, pl.Float64)
        figures[f"seekers_level_{suffix}"] = pl.lit(change.seekers if change else None, pl.Float64)
        figures[f"cities_{suffix}"] = pl.lit(len(change.cities) if change else 0, pl.Int64)
    return figures
