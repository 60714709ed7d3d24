"""Disclosure control (统计保密): which cells of tables may leave, so that no employer or person is told of.

Everything that publishes figures goes through here: `sensitive` finds cells that tell too much by themselves
(primary suppression); `suppression.suppressed` adds those without which they could be solved for (secondary
suppression); `protected_cube` does both for a table with all its totals.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from stats_publishing.methods.suppression import Linked, suppressed

MARK: Final = "*"  # in every format: kept confidential
TOTAL: Final = "合计"
_MEASURES: Final = ("persons", "amount")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a cell has to meet to be published; settings of whoever publishes, not law.

    Args:
        employers, persons: at least so many; a cell of nobody is no secret.
        largest_two: the two largest employers have at most this share of the total.
        p_percent: the second largest cannot estimate the largest closer than this per cent.
        protection: nobody may narrow a secret figure down to less than this share to either side; 0.18 is
            what the other limits ask for: 1 / largest_two − 1, and more than p_percent.
    """

    employers: int = 3
    persons: int = 10
    largest_two: float = 0.85
    p_percent: float = 10.0
    protection: float = 0.18


def sensitive(contributions: pl.DataFrame, *, by: Sequence[str], limits: Limits) -> pl.DataFrame:
    """Each cell's reason to be suppressed by itself; null where it may be published.

    Few: of employers or persons fewer than the limits. Dominance: the two largest employers have more of the
    total than allowed, the (2, k) rule. p %: total − largest − second < p % of the largest.
    Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4.

    Args:
        contributions: `by`, employer, persons and amount (not negative, such as pay), one or more rows for
            each employer in a cell.
    Returns:
        by, employers, persons, amount, reason (few_employers, few_persons, dominance, p_percent), sorted.
    """
    amount = pl.col("amount")
    of_employers = contributions.group_by(*by, "employer").agg(pl.col(*_MEASURES).sum())
    cells = of_employers.group_by(*by).agg(
        pl.len().cast(pl.Int64).alias("employers"),
        pl.col(*_MEASURES).sum(),
        largest=amount.max(),
        two=amount.top_k(2).sum(),
    )
    rest = amount - pl.col("two")
    reason = (
        pl.when(pl.col("persons") == 0)
        .then(pl.lit(None, pl.String))
        .when(pl.col("employers") < limits.employers)
        .then(pl.lit("few_employers"))
        .when(pl.col("persons") < limits.persons)
        .then(pl.lit("few_persons"))
        .when(pl.col("two") > limits.largest_two * amount)
        .then(pl.lit("dominance"))
        .when(rest < limits.p_percent / 100 * pl.col("largest"))
        .then(pl.lit("p_percent"))
    )
    return cells.select(*by, "employers", *_MEASURES, reason=reason).sort(*by)


def protected_cube(
    contributions: pl.DataFrame, *, by: Sequence[str], limits: Limits, public: pl.DataFrame | None = None
) -> pl.DataFrame:
    """A table with its totals over every combination of its dimensions, and what of it may be published.

    Suppression holds for persons and for amounts, alone and together with all totals. Both measures of a
    suppressed cell are kept, and so is everything that is made of them, such as means and percentiles.

    Args:
        contributions: as in `sensitive`; the columns `by` are text, none of it 合计.
        public: cells (columns `by`) that were published already, in an earlier version or another table.
    Returns:
        by (合计 where a dimension is summed), employers, persons, amount, reason ("secondary" where a
        cell only protects others; null where it may be published).
    Raises:
        NotProtectable: a secret follows from what was published already.
    """
    summed = [
        contributions.with_columns(pl.lit(TOTAL).alias(name) for name in over)
        for size in range(len(by) + 1)
        for over in itertools.combinations(by, size)
    ]
    cells = sensitive(pl.concat(summed), by=by, limits=limits)
    numbers = {cell: number for number, cell in enumerate(cells.select(*by).iter_rows())}
    stay = [] if public is None else [numbers[cell] for cell in public.select(*by).iter_rows()]
    sums = cube_sums(list(numbers))
    primary = frozenset(cells["reason"].is_not_null().arg_true().to_list())
    hidden = primary
    for measure in _MEASURES:
        tables = Linked(values=tuple(cells[measure]), sums=sums, employers=tuple(cells["employers"]))
        hidden = suppressed(
            tables,
            primary=primary,
            already=hidden,
            public=stay,
            protection=limits.protection,
            employers=limits.employers,
        )
    secondary = pl.Series(number in hidden for number in range(len(cells)))
    return cells.with_columns(
        reason=pl.when(pl.col("reason").is_null() & secondary)
        .then(pl.lit("secondary"))
        .otherwise(pl.col("reason"))
    )


def cube_sums(cells: Sequence[tuple[str, ...]]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """The sums of a cube: each cell with 合计 in a dimension, and the cells that it sums along it."""
    numbers = {cell: number for number, cell in enumerate(cells)}
    parts: dict[tuple[int, int], list[int]] = {}
    for cell, number in numbers.items():
        for place, value in enumerate(cell):
            if value != TOTAL:
                total = numbers[(*cell[:place], TOTAL, *cell[place + 1 :])]
                parts.setdefault((total, place), []).append(number)
    return tuple((total, tuple(members)) for (total, _place), members in parts.items())


def marked(table: pl.DataFrame, *, columns: Sequence[str]) -> pl.DataFrame:
    """The figures of a protected table as text, with the mark in place of what is suppressed."""
    return table.with_columns(
        pl.when(pl.col("reason").is_null())
        .then(pl.col(name).cast(pl.String))
        .otherwise(pl.lit(MARK))
        .alias(name)
        for name in columns
    )


def rounded_to(count: pl.Expr, *, base: int) -> pl.Expr:
    """A count to the nearest multiple of `base`, halves up, where exact counts would tell too much."""
    return (count + base // 2) // base * base
