"""The three sectors (三次产业) out of a table of industries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from stats_publishing.methods.rounding import rounded_quotient
from stats_publishing.methods.supply_demand import PLACES, SIDES

SECTORS: Final = ("第一产业", "第二产业", "第三产业")
OTHER: Final = "其他行业"


def spread_other(table: pl.DataFrame, *, keys: Sequence[str]) -> pl.DataFrame:
    """Spreads 其他行业 over the other industries in proportion to their demand; its own row goes away.

    Whole persons by largest remainders (the earlier row at a tie), so that the table's total is kept and an
    industry without demand gets nobody. Where no other industry has demand, the table stays as it is.
    Source: notes on methods in national quarterly reports; how remainders fall is not stated there.

    Args:
        table: industries that add up to their total, with the columns of `described`.
    """
    other = pl.col("known_as") == OTHER
    row = pl.int_range(pl.len())
    weight = pl.when(~other).then(pl.col("demand")).otherwise(0).fill_null(0)
    spread = table.with_columns(_row=row, _weight=weight, _other=other).with_columns(
        _all=pl.col("_weight").sum().over(keys)
    )
    for side in SIDES:
        whole = pl.col("_share") // pl.col("_all")
        spread = (
            spread.with_columns(_pool=pl.col(side).filter("_other").sum().over(keys))
            .with_columns(_share=pl.col("_pool") * pl.col("_weight"))
            .with_columns(_whole=whole, _rest=pl.col("_share") - whole * pl.col("_all"))
            .with_columns(
                _left=pl.col("_pool") - pl.col("_whole").sum().over(keys),
                _rank=pl.struct(-pl.col("_rest"), pl.col("_row")).rank("ordinal").over(keys),
            )
            .with_columns(
                pl.when(pl.col("_all") > 0)
                .then(pl.col(side) + pl.col("_whole") + (pl.col("_rank") <= pl.col("_left")).cast(pl.Int64))
                .otherwise(pl.col(side))
                .alias(side)
            )
        )
    return spread.filter(~(pl.col("_other") & (pl.col("_all") > 0))).select(table.columns)


def three_sectors(table: pl.DataFrame, *, keys: Sequence[str]) -> pl.DataFrame:
    """Demand, seekers, shares and ratio of the three sectors, after 其他行业 is spread.

    Shares are of the three together; a sector without a row is left out, and so is what belongs to none.
    Source: table 2 of the quarterly analysis; sectors of sections by 三次产业划分规定.

    Args:
        table: tables of industries with the columns of `with_totals`.
    """
    leaves = spread_other(table.filter("leaf"), keys=keys)
    own = pl.col("known_as").is_in(SECTORS)
    sector = pl.when(own).then(pl.col("known_as")).otherwise(pl.col("within").list.first())
    stated = [pl.when(pl.col(side).count() > 0).then(pl.col(side).sum()).alias(side) for side in SIDES]
    summed = (
        leaves.with_columns(sector=sector)
        .filter(pl.col("sector").is_in(SECTORS))
        .group_by(*keys, "sector", maintain_order=True)
        .agg(stated)
        .sort(*keys, pl.col("sector").cast(pl.Enum(SECTORS)), maintain_order=True)
    )
    shares = [
        rounded_quotient(100 * pl.col(side), pl.col(side).sum().over(keys), places=PLACES).alias(
            f"{side}_share"
        )
        for side in SIDES
    ]
    return summed.with_columns(
        *shares, ratio=rounded_quotient(pl.col("demand"), pl.col("seekers"), places=PLACES)
    )
