"""One table from a file to what is published of it."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from stats_publishing.methods.groups import Kind
from stats_publishing.methods.rounding import rounded_quotient
from stats_publishing.methods.sectors import three_sectors
from stats_publishing.methods.supply_demand import PLACES, SIDES, supply_demand
from stats_publishing.methods.table_file import check_sums, read_table

_SHOWN: Final = ("demand", "demand_share", "seekers", "seekers_share", "ratio")


def table_report(text: str, *, kind: Kind) -> dict[str, Any]:
    """The table of a CSV text: its rows as published, its totals and, of industries, the three sectors.

    Shares are in per cent and, like ratios, to two decimal places; null is what the table cannot say. Where
    the row 合计 has more people than all rows listed, `unlisted` tells how many more.

    Returns:
        kind; rows (group, demand, demand_share, seekers, seekers_share, ratio); total (demand, seekers,
        ratio); unlisted (demand, seekers); for industries also sectors, shaped like rows.
    Raises:
        TableError: the text is no table of the kind.
    """
    keys = ["table"]
    table = supply_demand(read_table(text, kind=kind).with_columns(table=0), kind=kind, keys=keys)
    check_sums(table)
    sums = table.head(1)
    demand, seekers = (pl.col(f"{side}_total") for side in SIDES)
    ratio = rounded_quotient(demand, seekers, places=PLACES)
    unlisted = [(pl.col(f"{side}_total") - pl.col(f"{side}_leaves")).alias(side) for side in SIDES]
    report: dict[str, Any] = {
        "kind": kind,
        "rows": table.select("group", *_SHOWN).to_dicts(),
        "total": sums.select(demand=demand, seekers=seekers, ratio=ratio).row(0, named=True),
        "unlisted": sums.select(unlisted).row(0, named=True),
    }
    if kind == "industry":
        sectors = three_sectors(table, keys=keys)
        report["sectors"] = sectors.select(pl.col("sector").alias("group"), *_SHOWN).to_dicts()
    return report
