"""Wage levels (工资价位) from a survey of employees: the classical levels, percentiles, means and sizes.

A *survey* has one row per employee: `pay` of the year in yuan, `employer`, `weight` (how many employees the
row stands for; 1 without a sampling plan) and the columns that tables are made by: occupation, industry,
education, grade, size. Amounts of a table are in yuan a year, not rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

PERCENTILES: Final = (10, 25, 50, 75, 90)
LEVELS: Final = ("low", "middle", "high")
AMOUNTS: Final = ("mean", *LEVELS, *(f"p{percent}" for percent in PERCENTILES))
TAIL: Final = 500
TAILS: Final = (500, 1000)
_UNITS: Final = {"yuan_month": (12, 0), "wan_year": (10_000, 2)}

Unit = Literal["yuan_month", "wan_year"]
_Floats = npt.NDArray[np.float64]


def wage_table(survey: pl.DataFrame, *, by: Sequence[str], tail: int = TAIL) -> pl.DataFrame:
    """Wage levels of each combination of the columns `by`; of everybody where there are none.

    * `low`, `high` (低位数, 高位数): means of the worst and best paid `tail` ten-thousandths, of all who
      reach into that tail, at least one person. `middle` (中位数): the median. No percentiles.
      Source: the system of wage guidance levels, 劳社部发〔1999〕34号; tails of 5 to 10 % are in use.
    * `p10` … `p90`: linear interpolation at position (W − 1) · p among the W persons that the weights stand
      for, each counted `weight` times (Hyndman and Fan 1996, definition 7, with frequency weights).
    * `mean`: weighted; `persons`, `employers`: the sample, not weighted; `weight`: whom it stands for.

    Args:
        tail: 500 to 1000 ten-thousandths (5 to 10 %).
    Returns:
        `by`, employers, persons, weight and the amounts in yuan a year, in the order of `by`.
    Raises:
        ValueError: the tail is outside of these bounds, or a row has no pay or no positive weight.
    """
    if not TAILS[0] <= tail <= TAILS[1]:
        raise ValueError(f"a tail of {tail / 100:g} % is not between 5 and 10 %")
    if not (survey["weight"] > 0).all() or survey["pay"].null_count():
        raise ValueError("every row needs pay and a positive weight")
    cells = survey.group_by(by or pl.lit(0).alias("_all")).agg(
        pl.col("employer").n_unique().cast(pl.Int64).alias("employers"),
        pl.len().cast(pl.Int64).alias("persons"),
        pl.col("pay", "weight").sort_by("pay"),
    )
    cells = cells.filter(pl.col("persons") > 0)
    pay, weight = (
        cells[name].explode(empty_as_null=False).cast(pl.Float64).to_numpy() for name in ("pay", "weight")
    )
    amounts = _amounts(pay, weight, sizes=cells["persons"].to_numpy(), tail=tail)
    table = cells.select(*by, "employers", "persons").with_columns(**amounts)
    return table.sort(*by, nulls_last=True) if by else table


def _amounts(
    pay: _Floats, weight: _Floats, *, sizes: npt.NDArray[np.int64], tail: int
) -> dict[str, pl.Series]:
    """The amounts of cells that follow one another, each sorted by pay.

    Running sums over all rows answer every question by a search for a position in them.
    """
    end = np.cumsum(sizes)
    start = end - sizes
    people = np.concatenate([[0.0], np.cumsum(weight)])
    paid = np.concatenate([[0.0], np.cumsum(weight * pay)])
    persons = people[end] - people[start]

    def mean(first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]) -> _Floats:
        means: _Floats = (paid[last] - paid[first]) / (people[last] - people[first])
        return means

    def at(position: _Floats) -> _Floats:
        row = np.searchsorted(people[1:], people[start] + position, side="right")
        found: _Floats = pay[np.clip(row, start, end - 1)]
        return found

    reach = persons * tail / 10_000
    low_end = np.searchsorted(people, people[start] + reach, side="left")
    high_start = np.searchsorted(people[1:], people[end] - reach, side="right")
    amounts = {
        "weight": persons,
        "mean": mean(start, end),
        "low": mean(start, np.maximum(low_end, start + 1)),
        "high": mean(np.minimum(high_start, end - 1), end),
    }
    for percent in PERCENTILES:
        position = (persons - 1) * percent / 100
        whole = np.floor(position)
        share = position - whole
        below = at(whole)
        amounts[f"p{percent}"] = below + share * (at(whole + 1) - below)
    amounts["middle"] = amounts["p50"]
    return {name: pl.Series(name, amounts[name]) for name in ("weight", *AMOUNTS)}


def in_unit(table: pl.DataFrame, *, unit: Unit) -> pl.DataFrame:
    """The amounts as published: whole yuan a month, or 万元 a year to two places; halves away from zero.

    Source: wage guidance of cities (yuan) and of the ministry (2021, 万元 a year).
    """
    divisor, places = _UNITS[unit]
    return table.with_columns(
        (pl.col(name) / divisor).round(places, mode="half_away_from_zero") for name in AMOUNTS
    )


def in_prices_of(table: pl.DataFrame, *, year: int, base_year: int, cpi: Mapping[int, float]) -> pl.DataFrame:
    """Amounts of `year` in prices of `base_year`: real terms, times the index of the base over the year's.

    Source: the usual deflation by a consumer price index; it is this portal's addition.

    Args:
        cpi: consumer price index by year, all to the same base.
    Raises:
        KeyError: the index has not both years.
    """
    return table.with_columns(pl.col(*AMOUNTS) * (cpi[base_year] / cpi[year]))


def year_on_year(now: pl.DataFrame, before: pl.DataFrame, *, by: Sequence[str]) -> pl.DataFrame:
    """Adds each amount's change in per cent (`mean_change` …) to one place, of unrounded amounts.

    Source: the portal's own; cells are compared as they are, not over the same employers.
    Null where the cell had no employees a year before. Real change: put `now` in prices of the year before.
    """
    earlier = before.select(*by, pl.col(*AMOUNTS).name.suffix("_before"))
    joined = now.join(earlier, on=list(by), how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(
        (100 * (pl.col(name) / pl.col(f"{name}_before") - 1))
        .round(1, mode="half_away_from_zero")
        .alias(f"{name}_change")
        for name in AMOUNTS
    ).drop(f"{name}_before" for name in AMOUNTS)
