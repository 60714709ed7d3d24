"""What looks wrong in a survey of wages, before anything is computed of it.

Every check returns *findings*: `row` (the survey's column of that name), `check`, `figure` as stated, and
`expected`: what the figure would be without the mistake, or the bound that it breaks. Nothing is corrected.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

# How pay of the year goes wrong: the factor that it is off by, and what was stated instead.
MISTAKES: Final[Mapping[str, float]] = {
    "month_for_year": 1 / 12,
    "twelve_times_too_much": 12,
    "thousands": 1 / 1_000,
    "ten_thousands": 1 / 10_000,
    "cents": 100,
}
NEAR: Final = 1.5  # an amount off by a factor is looked for within this of it
ENOUGH: Final = 30  # fewer employees of an occupation are compared with everybody

_FINDING: Final = {"row": pl.Int64, "check": pl.String, "figure": pl.Float64, "expected": pl.Float64}


def wage_findings(
    survey: pl.DataFrame, *, minimum_wage: Mapping[str, int], identity: Sequence[str]
) -> pl.DataFrame:
    """All findings, by row.

    Args:
        survey: row, pay (yuan in the year; null or not positive is a finding), months worked (1–12),
            occupation, region, and the columns of `identity`.
        minimum_wage: region → yuan a month; a region that it does not know is not held against one.
        identity: columns that all agree only where one employee was entered twice.
    """
    stated = survey.filter(pl.col("pay") > 0)
    found = [
        missing_pay(survey),
        wrong_units(stated),
        below_minimum(stated, minimum_wage=minimum_wage),
        duplicates(survey, identity=identity),
    ]
    return pl.concat(found).sort("row", "check")


def missing_pay(survey: pl.DataFrame) -> pl.DataFrame:
    """Rows whose pay is missing, zero or negative."""
    return _findings(
        survey.filter(~(pl.col("pay") > 0).fill_null(value=False)), pl.lit("no_pay"), pl.lit(None)
    )


def wrong_units(stated: pl.DataFrame) -> pl.DataFrame:
    """Rows whose pay is about a known factor away from the median of their occupation.

    A factor is named where pay over median is within a factor of 1.5 of it; expected is pay without it.
    Source: the portal's own; the mistakes are those that surveys are known for, such as a month for the year.
    """
    median = (
        pl.when(pl.len().over("occupation") >= ENOUGH)
        .then(pl.col("pay").median().over("occupation"))
        .otherwise(pl.col("pay").median())
    )
    away = (pl.col("pay") / median).log()
    mistake, factor = pl.lit(None, pl.String), pl.lit(None, pl.Float64)
    for name, size in MISTAKES.items():
        near = (away - math.log(size)).abs() <= math.log(NEAR)
        mistake = pl.when(near).then(pl.lit(name)).otherwise(mistake)
        factor = pl.when(near).then(pl.lit(size)).otherwise(factor)
    suspect = stated.with_columns(_mistake=mistake, _factor=factor).drop_nulls("_mistake")
    return _findings(suspect, pl.col("_mistake"), pl.col("pay") / pl.col("_factor"))


def below_minimum(stated: pl.DataFrame, *, minimum_wage: Mapping[str, int]) -> pl.DataFrame:
    """Rows paid less than the minimum wage of their region for the months worked; expected is that.

    Source: 最低工资规定 (2004), standards by region with their dates.
    """
    bound = pl.col("region").replace_strict(minimum_wage, default=None, return_dtype=pl.Int64)
    least = stated.with_columns(_least=bound * pl.col("months"))
    return _findings(
        least.filter(pl.col("pay") < pl.col("_least")), pl.lit("below_minimum"), pl.col("_least")
    )


def duplicates(survey: pl.DataFrame, *, identity: Sequence[str]) -> pl.DataFrame:
    """Rows that agree with an earlier one in all of `identity`; expected is the earlier row's number."""
    first = pl.col("row").min().over(identity)
    again = survey.with_columns(_first=first).filter(pl.col("row") > pl.col("_first"))
    return _findings(again, pl.lit("duplicate"), pl.col("_first"))


def _findings(rows: pl.DataFrame, check: pl.Expr, expected: pl.Expr) -> pl.DataFrame:
    return rows.select(row="row", check=check, figure="pay", expected=expected).cast(_FINDING)  # type: ignore[arg-type]
