"""The quarterly tables of the parts of the country: the three belts (东中西部) and the six areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from accounts.enums import NATION
from stats_publishing.members import PARTS
from stats_publishing.methods.analysis import SECTOR, analysed, area_counts, panels, with_changes_of
from stats_publishing.methods.groups import KINDS
from stats_publishing.methods.own_records import TOTAL
from stats_publishing.methods.periods import Period
from stats_publishing.services.figure_tables import (
    code_of_dataset,
    newest_versions,
    panel_figures,
    periods_before,
    published_rows,
    table_of,
)
from stats_publishing.services.seeker_disclosure import parts_of_city
from stats_publishing.tables import Table

PART_KINDS: Final = (*KINDS, SECTOR)
"""Kinds of tables that are made for parts of the country."""


def parts_of_country(
    counts: pl.DataFrame, *, period: Period, now: pl.DataFrame, earlier: Mapping[str, pl.DataFrame]
) -> list[tuple[str, Table]]:
    """The tables of all parts, with the code of each dataset.

    By the rules of provinces and the country: ratios of sums over the cities that count, changes of shares
    and ratios against what was published, changes of level over the same cities. A city lies in its part as
    the groupings were when the period began, in both periods of a comparison; a part without a city has no
    rows.

    Args:
        counts: of the cities that count.
        now, earlier: totals of all cities of the period, and of those it is compared with by suffix: city,
            demand, seekers, excluded.
    """
    members = _parts(counts["city"].unique(), period)
    if members.is_empty():
        return []
    rows = with_changes_of(analysed(area_counts(counts, areas=members)), **_published_before(period))
    rows = rows.sort(pl.col("area").cast(pl.Enum(list(PARTS))), maintain_order=True)
    changes = {
        suffix: panels(now, before, areas=_parts({*now["city"], *before["city"]}, period))
        for suffix, before in earlier.items()
    }
    of_all = (pl.col("kind") == "occupation") & (pl.col("code") == TOTAL)
    sizes = dict(members.group_by("area").len().iter_rows())
    totals = [
        total.with_columns(**panel_figures(changes, area, cities=sizes[area]), code=pl.col("area"))
        for (area,), total in rows.filter(of_all).partition_by("area", as_dict=True).items()
    ]
    tables = [("area", pl.concat(totals))]
    tables += [(f"area-{kind}", rows.filter(pl.col("kind") == kind)) for kind in PART_KINDS]
    return [(code_of_dataset(kind), table_of(kind, table)) for kind, table in tables]


def _parts(cities: Iterable[str], period: Period) -> pl.DataFrame:
    """city and area, the code of the part: its belt and its area."""
    pairs = [(city, part) for city in sorted(cities) for part in parts_of_city(city, period)]
    return pl.DataFrame(pairs, schema={"city": pl.String, "area": pl.String}, orient="row")


def _published_before(period: Period) -> dict[str, pl.DataFrame]:
    compared = [code_of_dataset(f"area-{kind}") for kind in PART_KINDS]
    return {
        suffix: published_rows(list(newest_versions(period=before, datasets=compared, regions=[NATION])))
        for suffix, before in periods_before(period).items()
    }
