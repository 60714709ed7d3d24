"""The cells of all wage tables of a release, and the sums between them and between regions.

A cell is (region, occupation, section, other): occupation a group of any level, "" for all; section of
industry, "" for all; other "education:20", "grade:30" or "size:large", "" for all. What is published of one
region and year is one set of linked tables: a margin that stands in two tables is one cell.

A part that is not published (employees whose occupation is known by its minor group only, or not at all) ends
in `REST`; it is a cell like others, for it is what is left when the published ones are taken off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

import polars as pl

from standards.occupations import ancestors, occupation

Cell = tuple[str, str, str, str]
REST: Final = "?"
OTHERS: Final = ("education", "grade", "size")
DEPTH: Final = 4
_KEY: Final = ("region", "occupation", "section", "other")


@cache
def chain(code: str) -> tuple[str, str, str, str]:
    """The groups that an occupation counts in, from the major group to the unit; the last repeats where the
    classification has fewer levels, and what is not stated to the unit ends as a rest."""
    entry = occupation(code)
    if entry is None:
        return (REST,) * 4
    groups = [*(above.code for above in ancestors(code)), code]
    if entry.level < DEPTH:
        groups.append(code + REST)
    while len(groups) < DEPTH:
        groups.append(groups[-1])
    return tuple(groups)  # type: ignore[return-value]


def with_cells(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds the columns that cells are made by: level1 … level4, section, education, grade and size."""
    codes = rows["occupation"].unique().to_list()
    levels = [
        rows["occupation"]
        .replace_strict({code: chain(code)[level] for code in codes}, return_dtype=pl.String)
        .alias(f"level{level + 1}")
        for level in range(DEPTH)
    ]
    section = pl.col("industry").str.slice(0, 1)
    stated = [pl.when(pl.col(name) == "").then(pl.lit(REST)).otherwise(name).alias(name) for name in OTHERS]
    return rows.with_columns(
        *levels, *stated, section=pl.when(section == "").then(pl.lit(REST)).otherwise(section)
    )


def views() -> tuple[dict[str, pl.Expr], ...]:
    """Each way of grouping: what the key's columns are in it."""
    every = {name: pl.lit("") for name in _KEY[1:]}
    return (
        every,
        *(every | {"occupation": pl.col(f"level{level}")} for level in range(1, DEPTH + 1)),
        every | {"section": pl.col("section")},
        every | {"occupation": pl.col("level3"), "section": pl.col("section")},
        *(every | {"other": pl.lit(f"{name}:") + pl.col(name)} for name in OTHERS),
    )


def contributions(rows: pl.DataFrame) -> pl.DataFrame:
    """What each employer adds to each cell: the key, employer, persons (of the sample), amount.

    Args:
        rows: as `with_cells` gives them, with employer, pay and weight.
    """
    frames = [
        rows.group_by("region", *(expr.alias(name) for name, expr in view.items()), "employer").agg(
            pl.len().cast(pl.Int64).alias("persons"), (pl.col("pay") * pl.col("weight")).sum().alias("amount")
        )
        for view in views()
    ]
    return pl.concat(frames).unique([*_KEY, "employer"], keep="first", maintain_order=True)


def sums_of(
    cells: Sequence[Cell], parts_of: Mapping[str, Iterable[str]]
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """(total, its parts) by numbers of cells: within each region, and of each region over its parts.

    Args:
        parts_of: region → the regions that it is the sum of.
    """
    number = {cell: at for at, cell in enumerate(cells)}
    parts: dict[tuple[Cell, str], list[int]] = defaultdict(list)
    for at, cell in enumerate(cells):
        for total, along in _totals(cell):
            parts[total, along].append(at)
    found = [(number[total], tuple(members)) for (total, _along), members in parts.items()]
    for region, below in parts_of.items():
        of_region = [cell for cell in cells if cell[0] == region]
        for cell in of_region:
            members = tuple(number[part, *cell[1:]] for part in below if (part, *cell[1:]) in number)
            found.append((number[cell], members))
    return tuple((total, members) for total, members in found if members != (total,))


def _totals(cell: Cell) -> Iterable[tuple[Cell, str]]:
    """The cells that one is a part of, with the direction of the sum."""
    region, group, section, other = cell
    if other:
        yield (region, "", "", ""), other.partition(":")[0]
    elif group and section:
        yield (region, group, "", ""), "section"
        yield (region, "", section, ""), "occupation"
    elif section:
        yield (region, "", "", ""), "section"
    elif group and (above := _above(group)) is not None:
        yield (region, above, "", ""), "occupation"


@cache
def _above(group: str) -> str | None:
    """The group above a group in its chain, "" the whole."""
    if group == REST:
        return ""
    if group.endswith(REST):
        return group.removesuffix(REST)
    above = ancestors(group)
    return above[-1].code if above else ""
