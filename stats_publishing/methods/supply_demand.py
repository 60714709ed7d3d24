"""Tables of the quarterly supply-demand analysis (季度供求状况分析): shares, ratios and their changes.

A *table* has one row per group: `group`, `demand` and `seekers` as registered (Int64; null where the table
does not ask). Columns named by `keys`, such as city and period, tell tables apart: every function works on as
many tables at once as the frame has. Figures in one cell are at most `rounding.LARGEST`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from stats_publishing.methods.groups import Kind, recognise
from stats_publishing.methods.rounding import rounded_quotient, rounded_whole

SIDES: Final = ("demand", "seekers")
PUBLISHED: Final = ("demand_share", "seekers_share", "ratio")
PLACES: Final = 2  # of shares in per cent and of ratios, as published


def valid_counts(counts: pl.DataFrame) -> pl.DataFrame:
    """Adds 本期有效数 of both sides: carried over (上期结转) plus newly registered (本期新增).

    Source: the forms of the quarterly analysis, 劳社部发〔2002〕22号; all three are kept.

    Args:
        counts: Int64 columns demand_carried, demand_new, seekers_carried, seekers_new.
    """
    return counts.with_columns(
        (pl.col(f"{side}_carried") + pl.col(f"{side}_new")).alias(side) for side in SIDES
    )


def supply_demand(table: pl.DataFrame, *, kind: Kind, keys: Sequence[str]) -> pl.DataFrame:
    """The tables as published: with demand_share and seekers_share (per cent) and ratio (求人倍率).

    Source: tables 3 to 5 and 8 to 12 of the quarterly analysis.

    Raises:
        KeyError: a name in `group` is no group of the kind.
    """
    return with_ratios(with_shares(with_totals(described(table, kind=kind), keys=keys), keys=keys))


def described(table: pl.DataFrame, *, kind: Kind) -> pl.DataFrame:
    """Adds what the kind knows of each group: known_as, role, within and base, as in groups.toml.

    Raises:
        KeyError: a name in `group` is no group of the kind.
    """
    facts = []
    for name in table["group"].unique(maintain_order=True):
        group = recognise(kind, name)
        if group is None:
            raise KeyError(name)
        facts.append((name, group.name, group.role, list(group.within), group.base))
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "group": pl.String,
        "known_as": pl.String,
        "role": pl.String,
        "within": pl.List(pl.String),
        "base": pl.String,
    }
    known = pl.DataFrame(facts, schema=schema, orient="row")
    return table.join(known, on="group", how="left", maintain_order="left")


def with_totals(table: pl.DataFrame, *, keys: Sequence[str]) -> pl.DataFrame:
    """Adds `leaf`, and for each side the total, the sum of leaves and those who state no requirement.

    Leaves are the rows that add up to the total: no parts, no totals, no sums of other rows that are listed.
    The total is the row 合计 where there is one, else the sum of leaves; null where no row states the side.
    """
    sums = (
        table.filter(pl.col("role") == "group")
        .select(*keys, known_as="within")
        .explode("known_as", empty_as_null=True)
        .drop_nulls()
        .unique()
        .with_columns(is_sum=True)
    )
    marked = table.join(sums, on=[*keys, "known_as"], how="left", maintain_order="left").with_columns(
        leaf=pl.col("role").is_in(["group", "none"]) & pl.col("is_sum").is_null()
    )
    figures = []
    for side in SIDES:
        column = pl.col(side)
        leaves = _sum(column.filter(pl.col("leaf")))
        stated = _sum(column.filter(pl.col("role") == "total"))
        figures += [
            leaves.alias(f"{side}_leaves"),
            pl.coalesce(stated, leaves).alias(f"{side}_total"),
            column.filter(pl.col("role") == "none").sum().alias(f"{side}_none"),
        ]
    return marked.drop("is_sum").join(
        marked.group_by(keys).agg(figures), on=list(keys), how="left", maintain_order="left"
    )


def with_shares(table: pl.DataFrame, *, keys: Sequence[str]) -> pl.DataFrame:
    """Adds each row's share of its base in per cent.

    The base is the total; of types of enterprise it is the subtotal of enterprises, of graduates it is the
    newly grown unemployed young people. A base that has no row of its own is the sum of its members.
    Source: published tables of Wuxi, 2012–2015.
    """
    rows = table.filter(pl.col("role") == "group").select(*keys, *SIDES, base="known_as")
    members = (
        table.filter("leaf")
        .explode("within", empty_as_null=True)
        .drop_nulls("within")
        .group_by(*keys, base="within")
        .agg(_sum(pl.col(side)) for side in SIDES)
    )
    bases = pl.concat([rows, members.select(rows.columns)]).unique(
        [*keys, "base"], keep="first", maintain_order=True
    )
    return (
        table.join(bases, on=[*keys, "base"], how="left", maintain_order="left", suffix="_base")
        .with_columns(
            rounded_quotient(
                100 * pl.col(side),
                pl.when(pl.col("base").is_null())
                .then(pl.col(f"{side}_total"))
                .otherwise(pl.col(f"{side}_base")),
                places=PLACES,
            ).alias(f"{side}_share")
            for side in SIDES
        )
        .drop(f"{side}_base" for side in SIDES)
    )


def with_ratios(table: pl.DataFrame) -> pl.DataFrame:
    """Adds the ratio of vacancies to seekers (求人倍率), with those who state no requirement spread over all.

    Seekers without a wish are spread over the groups in proportion to demand, to whole persons:
    D / (S + round(S_none · D / D_total)). Vacancies without a requirement are open to everybody:
    D / S + D_none / S_total. Shown counts stay as registered; where nobody seeks there is no ratio.
    Source: both reproduce published tables (Wuxi 2013, occupations; Tianshui 2018, grades).
    """
    demand = pl.col("demand").fill_null(0)
    spread = rounded_whole(pl.col("seekers_none") * demand, pl.col("demand_total")).fill_null(0)
    seekers = pl.col("seekers") + spread
    total = pl.col("seekers_total")
    of_group = (
        pl.when((pl.col("demand_none") > 0) & (total > 0))
        .then(
            rounded_quotient(demand * total + pl.col("demand_none") * seekers, seekers * total, places=PLACES)
        )
        .when(pl.col("demand").is_not_null())
        .then(rounded_quotient(demand, seekers, places=PLACES))
    )
    return table.with_columns(
        ratio=pl.when(pl.col("role") == "total")
        .then(rounded_quotient(pl.col("demand"), pl.col("seekers"), places=PLACES))
        .when(pl.col("role") != "none")
        .then(of_group)
    )


def with_changes(
    now: pl.DataFrame, before: pl.DataFrame, *, keys: Sequence[str], suffix: str
) -> pl.DataFrame:
    """Adds the differences of shares (percentage points) and ratios against another period's same groups.

    They are plain differences of the published figures, so that whoever has both reports gets the same;
    null where either report has none.
    Source: published tables of Wuxi, 2013 and 2014, columns 与上季度相比 and 与去年同期相比.

    Args:
        keys: columns that pair the tables, without the period.
        suffix: what the new columns end in, such as "qoq" or "yoy".
    """
    earlier = before.select(
        *keys, "known_as", *(pl.col(name).alias(f"{name}_{suffix}") for name in PUBLISHED)
    )
    joined = now.join(earlier, on=[*keys, "known_as"], how="left", maintain_order="left")
    return joined.with_columns(
        (pl.col(name) - pl.col(f"{name}_{suffix}")).round(PLACES).alias(f"{name}_{suffix}")
        for name in PUBLISHED
    )


def aggregated(table: pl.DataFrame, *, keys: Sequence[str]) -> pl.DataFrame:
    """Tables of a larger area: the counts of its cities added up by group, of which ratios are then made.

    Ratios of sums, never means of ratios. A side that no city states stays null.
    Source: national quarterly reports, whose ratios are those of the sums of their cities.

    Args:
        keys: what tells the larger tables apart, such as province and period; other columns are left out.
    """
    return table.group_by(*keys, "group", maintain_order=True).agg(_sum(pl.col(side)) for side in SIDES)


def _sum(column: pl.Expr) -> pl.Expr:
    """The sum; null, not 0, of nothing."""
    return pl.when(column.count() > 0).then(column.sum())
