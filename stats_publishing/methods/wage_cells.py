"""The cells of all wage tables of a release, and the sums between them and between regions.

A cell is (region, occupation, section, other): occupation a group of any level, "" for all; section of
industry, "" for all; other "education:20", "grade:30" or "size:large", "" for all. What is published of one
region and year is one set of linked tables: a margin that stands in two tables is one cell.

A part that is not published (employees whose occupation is known by its minor group only, or not at all) ends
in `REST`; it is a cell like others, for it is what is left when the published ones are taken off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Final

import numpy as np
import numpy.typing as npt
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


def added_up(contributions: pl.DataFrame, regions: Mapping[str, str]) -> pl.DataFrame:
    """Contributions of regions as those of others: cities → the region that they are counted in; what is
    not named is left out."""
    named = pl.col("region").replace_strict(regions, default=None, return_dtype=pl.String)
    return (
        contributions.with_columns(region=named)
        .drop_nulls("region")
        .group_by(*_KEY, "employer")
        .agg(pl.col("persons", "amount").sum())
    )


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


def scales_of(cells: Sequence[Cell], cluster_of: Mapping[str, Hashable]) -> tuple[npt.NDArray[np.int64], ...]:
    """Blocks of cells that can protect each other, see `suppression.Linked`: by minor, sub-major and major
    group with all below and the cells of its minor groups by section, each in some regions, then in all; at
    last everything of some regions.

    Args:
        cluster_of: region → some regions that it is looked at with.
    """
    within: list[Callable[[Cell], Hashable]] = []
    for depth in (3, 2, 1):
        if len(set(cluster_of.values())) > 1:
            within.append(partial(_block_in_cluster, depth=depth, cluster_of=cluster_of))
        within.append(partial(_block, depth=depth))
    within.append(lambda cell: cluster_of[cell[0]])
    return tuple(_numbered([block(cell) for cell in cells]) for block in within)


def _block(cell: Cell, *, depth: int) -> Hashable:
    _region, group, _section, other = cell
    if other:
        return other.partition(":")[0]
    groups = groups_of(group) if group else ()
    return groups[depth - 1] if len(groups) >= depth else None


def _block_in_cluster(cell: Cell, *, depth: int, cluster_of: Mapping[str, Hashable]) -> Hashable:
    block = _block(cell, depth=depth)
    return block and (cluster_of[cell[0]], block)


def _numbered(blocks: Sequence[Hashable]) -> npt.NDArray[np.int64]:
    numbers: dict[Hashable, int] = {None: -1}
    return np.array([numbers.setdefault(block, len(numbers) - 1) for block in blocks], dtype=np.int64)


@cache
def groups_of(group: str) -> tuple[str, ...]:
    """A group and all above it, the major group first."""
    above = _above(group)
    return (*(groups_of(above) if above else ()), group)


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
