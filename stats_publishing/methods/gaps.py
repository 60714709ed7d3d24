"""The occupations with the largest gap and the largest surplus of seekers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import polars as pl

from stats_publishing.methods.rounding import rounded_quotient
from stats_publishing.methods.supply_demand import PLACES

SHOWN: Final = 10


def largest_gaps(
    table: pl.DataFrame, *, keys: Sequence[str], wanting: Literal["seekers", "vacancies"], shown: int = SHOWN
) -> pl.DataFrame:
    """The minor groups (小类) with the largest difference between demand and seekers, as registered.

    Wanting seekers, demand exceeds them (缺口最大); wanting vacancies, they exceed demand (供给过剩).
    A group that lacks nobody is not listed, though fewer than `shown` remain; equal ones come in the order of
    their codes.
    Source: tables 6 and 7 of the quarterly analysis.

    Args:
        table: keys, group (code of a minor group), demand and seekers; what a side does not state is 0.
    Returns:
        keys, rank from 1, group, demand, seekers, gap (persons, positive) and ratio.
    """
    demand, seekers = pl.col("demand").fill_null(0), pl.col("seekers").fill_null(0)
    gap = demand - seekers if wanting == "seekers" else seekers - demand
    return (
        table.select(*keys, "group", demand=demand, seekers=seekers, gap=gap)
        .filter(pl.col("gap") > 0)
        .sort(*keys, "gap", "group", descending=[*(False for _ in keys), True, False])
        .with_columns(
            rank=pl.int_range(1, pl.len() + 1).over(keys),
            ratio=rounded_quotient(pl.col("demand"), pl.col("seekers"), places=PLACES),
        )
        .filter(pl.col("rank") <= shown)
        .select(*keys, "rank", "group", "demand", "seekers", "gap", "ratio")
    )
