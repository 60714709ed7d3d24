"""All tables of the quarterly analysis for any number of areas at once, out of counts of cities.

A frame of *counts* has city (or area), kind, code and `own_records.COUNTS`. A frame of *rows* has area, kind,
code, the counts, valid numbers, shares and ratio; its kinds are those of published tables, "sector", and
"minor" for the occupations of gaps and surpluses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from stats_publishing.methods.gaps import largest_gaps
from stats_publishing.methods.groups import KINDS, groups, recognise
from stats_publishing.methods.own_records import COUNTS, MINOR, TOTAL
from stats_publishing.methods.panel import PanelChange, panel_change
from stats_publishing.methods.rounding import rounded_quotient
from stats_publishing.methods.sectors import three_sectors
from stats_publishing.methods.supply_demand import (
    PLACES,
    PUBLISHED,
    SIDES,
    described,
    supply_demand,
    valid_counts,
    with_changes,
    with_totals,
)

SECTOR: Final = "sector"
FIGURES: Final = (*SIDES, *COUNTS, *PUBLISHED)
_KEYS: Final = ("area", "kind", "code")


def area_counts(counts: pl.DataFrame, *, areas: pl.DataFrame) -> pl.DataFrame:
    """Counts of areas: those of their cities added up by kind and code. Every ratio is one of such sums.

    Source: national quarterly reports, whose ratios are those of the sums of their cities.

    Args:
        counts: of the cities that count; who is excluded is not among them.
        areas: city and area; a city may lie in several (its province, the country), one in none is left out.
    """
    sums = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in COUNTS]
    return areas.join(counts, on="city").group_by(*_KEYS).agg(sums)


def analysed(counts: pl.DataFrame) -> pl.DataFrame:
    """Rows of all tables of each area: valid numbers, shares, ratios.

    Source: tables 1 to 5 and 8 to 12 of the quarterly analysis; rules 1 to 5 in their functions.

    Args:
        counts: area, kind, code and `COUNTS`.
    """
    valid = valid_counts(counts)
    parts = []
    for kind in KINDS:
        names = {group.code: group.name for group in groups(kind)}
        table = valid.filter(pl.col("kind") == kind).with_columns(
            group=pl.col("code").replace_strict(names, return_dtype=pl.String)
        )
        parts.append(supply_demand(table, kind=kind, keys=["area"]).select(*_KEYS, *FIGURES))
        if kind == "industry":
            parts.append(_sectors(table))
    ratio = rounded_quotient(pl.col("demand"), pl.col("seekers"), places=PLACES)
    shares = [pl.lit(None, pl.Float64).alias(f"{side}_share") for side in SIDES]
    minor = valid.filter(pl.col("kind") == MINOR).with_columns(*shares, ratio=ratio)
    return pl.concat([*parts, minor.select(*_KEYS, *FIGURES)]).sort("area", *_order(), "code")


def _sectors(table: pl.DataFrame) -> pl.DataFrame:
    codes = {group.name: group.code for group in groups("industry")}
    made = three_sectors(with_totals(described(table, kind="industry"), keys=["area"]), keys=["area"])
    figures = [
        pl.col(name) if name in made.columns else pl.lit(None, pl.Int64).alias(name) for name in FIGURES
    ]
    code = pl.col("sector").replace_strict(codes, return_dtype=pl.String).alias("code")
    return made.select("area", pl.lit(SECTOR).alias("kind"), code, *figures)


def _order() -> tuple[pl.Expr, pl.Expr]:
    """By kind, then by the place of the group in publication."""
    places = [(kind, group.code, place) for kind in KINDS for place, group in enumerate(groups(kind))]
    place = pl.struct("kind", "code").replace_strict(
        [{"kind": kind, "code": code} for kind, code, _place in places],
        [place for *_names, place in places],
        default=0,
        return_dtype=pl.Int64,
    )
    return pl.col("kind").cast(pl.Enum([*KINDS, SECTOR, MINOR])), place


def with_changes_of(rows: pl.DataFrame, *, qoq: pl.DataFrame, yoy: pl.DataFrame) -> pl.DataFrame:
    """Adds the changes of shares and ratios against the quarter before and the same one a year before.

    Differences of what was published then, so that whoever has both reports gets the same; null where there
    was nothing.
    Source: tables of the quarterly analysis, changes 与上季度相比 and 与去年同期相比 in percentage points.

    Args:
        qoq, yoy: rows of those quarters as they were published: area, kind, code and `PUBLISHED`.
    """
    named = rows.rename({"code": "known_as"})
    for suffix, before in (("qoq", qoq), ("yoy", yoy)):
        earlier = before.rename({"code": "known_as"})
        named = with_changes(named, earlier, keys=["area", "kind"], suffix=suffix)
    return named.rename({"known_as": "code"})


def gaps_of(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The ten minor groups that lack most people, and those that have most too many.

    Source: tables 6 and 7 of the quarterly analysis.
    """
    minor = rows.filter((pl.col("kind") == MINOR) & pl.col("code").str.starts_with("_").not_())
    table = minor.select("area", *SIDES, group="code")
    return (
        largest_gaps(table, keys=["area"], wanting="seekers"),
        largest_gaps(table, keys=["area"], wanting="vacancies"),
    )


def totals(counts: pl.DataFrame) -> pl.DataFrame:
    """All demand and all seekers of each city: city, demand, seekers (Int64)."""
    of_all = (pl.col("kind") == "occupation") & (pl.col("code") == TOTAL)
    return valid_counts(counts.filter(of_all)).select("city", *SIDES)


def panels(now: pl.DataFrame, before: pl.DataFrame, *, areas: pl.DataFrame) -> Mapping[str, PanelChange]:
    """The changes of level of each area over the cities that count in both periods.

    Source: coverage of national quarterly reports (`same_cities`).

    Args:
        now, before: city, demand, seekers, excluded (why it does not count), as `panel_change` takes them.
        areas: city and area.
    """
    return {
        str(name): panel_change(
            now.filter(pl.col("city").is_in(members["city"].implode())),
            before.filter(pl.col("city").is_in(members["city"].implode())),
        )
        for (name,), members in areas.partition_by("area", as_dict=True).items()
    }


def code_of(kind: str, name: str) -> str | None:
    """The code of the group that a name in a return means; None where the kind has no such group."""
    group = recognise(next(each for each in KINDS if each == kind), name)
    return group.code if group else None
