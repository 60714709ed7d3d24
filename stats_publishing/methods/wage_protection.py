"""Which cells of a region's wage tables may leave, with all that left before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from stats_publishing.methods.disclosure import Limits, sensitive
from stats_publishing.methods.suppression import Linked, suppressed
from stats_publishing.methods.wage_cells import REST, Cell, contributions, sums_of, with_cells

KEY: Final = ("region", "occupation", "section", "other")
ELSEWHERE: Final = "elsewhere"
"""Cities that have published nothing, together: nobody can tell them apart."""
_MEASURES: Final = ("persons", "amount")


@dataclass(frozen=True, slots=True)
class Left:
    """What of other regions, and of earlier versions of this one, has left the house.

    Args:
        regions: those that have a version.
        public: cells whose figures were published at any time.
    """

    regions: Set[str] = frozenset()
    public: Set[Cell] = frozenset()


@dataclass(frozen=True, slots=True)
class Linkage:
    """The cells of all regions that are linked with one, and what is known of each.

    Args:
        cells: as `disclosure.sensitive` gives them.
        secret, hidden: cells that must not be known, and those that nobody is told.
    """

    cells: pl.DataFrame
    keys: Sequence[Cell]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    secret: Set[int]
    hidden: Set[int]
    public: Set[int] = field(default_factory=frozenset)


def protected_cells(
    rows: pl.DataFrame,
    *,
    region: str,
    parts_of: Mapping[str, Sequence[str]],
    left: Left,
    limits: Limits,
) -> dict[Cell, str]:
    """The reasons of the cells of `region` that are kept back; what is not named may be published.

    All regions that are linked by sums are looked at together. Cells of others that are published stay so;
    those that are kept back there are protected anew against what this region adds to what is known.

    Args:
        rows: employer, pay, weight and the columns of `with_cells`, of every city that has to do with it.
        parts_of: for the region and those above it that have a version: the cities that each is made of;
            empty for a city with nothing above it.
    Raises:
        NotProtectable: a secret follows from what left before.
    """
    linkage = linked(rows, region=region, parts_of=parts_of, left=left, limits=limits)
    hidden = frozenset(linkage.hidden)
    for measure in _MEASURES:
        tables = Linked(
            values=tuple(linkage.cells[measure]),
            sums=linkage.sums,
            employers=tuple(linkage.cells["employers"]),
        )
        hidden = suppressed(
            tables,
            primary=linkage.secret,
            already=hidden,
            public=linkage.public,
            protection=limits.protection,
            employers=limits.employers,
        )
    reasons = linkage.cells["reason"].to_list()
    return {
        key: reasons[at] or "secondary"
        for at, key in enumerate(linkage.keys)
        if key[0] == region and at in hidden
    }


def linked(
    rows: pl.DataFrame,
    *,
    region: str,
    parts_of: Mapping[str, Sequence[str]],
    left: Left,
    limits: Limits,
) -> Linkage:
    """The cells of a region and of all that are linked with it; see `protected_cells`."""
    known = {region, *left.regions}
    names = {city: city if city in known else ELSEWHERE for city in rows["region"].unique().to_list()}
    below = {
        upper: list(dict.fromkeys(names[city] for city in cities if city in names))
        for upper, cities in parts_of.items()
    }
    frames = [rows.with_columns(region=pl.col("region").replace_strict(names))]
    frames += [
        rows.filter(pl.col("region").is_in(list(cities))).with_columns(region=pl.lit(upper))
        for upper, cities in parts_of.items()
    ]
    made = contributions(with_cells(pl.concat(frames)))
    cells = sensitive(made, by=KEY, limits=limits)
    keys: list[Cell] = list(cells.select(KEY).iter_rows())
    kept_back = {
        at
        for at, key in enumerate(keys)
        if key not in left.public and (key[0] != region or REST in key[1] + key[2] + key[3])
    }
    sensitive_cells = set(cells["reason"].is_not_null().arg_true().to_list())
    return Linkage(
        cells=cells,
        keys=keys,
        sums=sums_of(keys, below),
        secret=frozenset(at for at in sensitive_cells if keys[at] not in left.public),
        hidden=frozenset(kept_back),
        public=frozenset(at for at, key in enumerate(keys) if key in left.public),
    )
