"""Comparisons over the same cities.

A frame of *figures* has one row per city that reported: `city` (code), `demand`, `seekers` (Int64), and
`excluded`: why the city is left out of aggregates though it reported, null where it is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from stats_publishing.methods.rounding import rounded_quotient
from stats_publishing.methods.supply_demand import PLACES, SIDES

Which = Literal["now", "before"]
NOT_REPORTED: Final = "not reported"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A city that is in no panel, in which of the two periods it lacks, and why."""

    city: str
    period: Which
    reason: str


@dataclass(frozen=True, slots=True)
class PanelChange:
    """Change of levels over the cities that count in both periods; a report has to tell how many.

    `demand` and `seekers` are changes in per cent to two places, None where nobody was there before.
    """

    cities: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    demand: float | None
    seekers: float | None


def included(figures: pl.DataFrame) -> pl.DataFrame:
    """The rows that count in aggregates: a city can have reported and be left out, with a reason.

    Source: coverage of national quarterly reports, which name the cities that are left out.
    """
    return figures.filter(pl.col("excluded").is_null())


def same_cities(now: pl.DataFrame, before: pl.DataFrame) -> tuple[tuple[str, ...], tuple[LeftOut, ...]]:
    """The cities that count in both periods, by code; the others with a reason for each period they lack.

    Which of the two frames is called now makes no difference to the cities.
    Source: coverage of national quarterly reports, 96 cities for one comparison and 90 for the other in one.
    """
    frames: Mapping[Which, pl.DataFrame] = {"now": now, "before": before}
    counted = {which: set(included(frame)["city"]) for which, frame in frames.items()}
    reasons = {which: dict(frame.select("city", "excluded").iter_rows()) for which, frame in frames.items()}
    both = counted["now"] & counted["before"]
    left_out = tuple(
        LeftOut(city, which, reasons[which].get(city, NOT_REPORTED))
        for city in sorted({*now["city"], *before["city"]} - both)
        for which in frames
        if city not in counted[which]
    )
    return tuple(sorted(both)), left_out


def panel_change(now: pl.DataFrame, before: pl.DataFrame) -> PanelChange:
    """How demand and seekers changed over the same cities.

    Changes of the published ratio are not of the panel: they are plain differences (`with_changes`).
    Source: national quarterly reports; levels of Wuxi 2020–2021, of which two printed rates are misprints.
    """
    cities, left_out = same_cities(now, before)
    pair = now.filter(pl.col("city").is_in(cities)).join(
        before.select("city", pl.col(*SIDES).name.suffix("_before")), on="city"
    )
    sums = pair.select(pl.exclude("city", "excluded").sum())
    changes = sums.select(
        rounded_quotient(
            100 * (pl.col(side) - pl.col(f"{side}_before")), pl.col(f"{side}_before"), places=PLACES
        ).alias(side)
        for side in SIDES
    )
    return PanelChange(cities=cities, left_out=left_out, **changes.row(0, named=True))
