"""Which cells of a region's wage tables may leave, with all that left before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from stats_publishing.methods.disclosure import Limits, sensitive
from stats_publishing.methods.suppression import Linked, room, suppressed
from stats_publishing.methods.wage_cells import (
    REST,
    Cell,
    added_up,
    contributions,
    scales_of,
    sums_of,
    with_cells,
)
from stats_publishing.methods.wage_swaps import Needs, able

KEY: Final = ("region", "occupation", "section", "other")
ELSEWHERE: Final = "elsewhere"
"""Cities of a province that have published nothing, together: nobody can tell them apart."""
_CLUSTER: Final = 4  # regions that are looked at together before all are
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
        below: region → the regions that it is the sum of.
        scales: blocks of cells that can protect each other.
        secret, hidden: cells that must not be known, and those that nobody is told.
    """

    cells: pl.DataFrame
    keys: Sequence[Cell]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    below: Mapping[str, Sequence[str]]
    scales: tuple[npt.NDArray[np.int64], ...]
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
        values = linkage.cells[measure].cast(pl.Float64).to_numpy()
        hidden = suppressed(
            Linked(
                values=tuple(values.tolist()),
                sums=linkage.sums,
                employers=tuple(linkage.cells["employers"]),
                scales=linkage.scales,
            ),
            primary=linkage.secret,
            already=hidden,
            public=linkage.public,
            protection=limits.protection,
            employers=limits.employers,
            able=_able(linkage, values, hidden=hidden | linkage.secret, protection=limits.protection),
        )
    reasons = linkage.cells["reason"].to_list()
    return {
        key: reasons[at] or "secondary"
        for at, key in enumerate(linkage.keys)
        if key[0] == region and at in hidden
    }


def _able(
    linkage: Linkage, values: npt.NDArray[np.float64], *, hidden: Set[int], protection: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    up, down = np.zeros(len(values)), np.zeros(len(values))
    for cell in linkage.secret:
        down[cell], up[cell] = room(float(values[cell]), protection=protection)
    is_hidden = np.zeros(len(values), dtype=np.bool_)
    is_hidden[list(hidden)] = True
    return able(linkage.keys, values=values, hidden=is_hidden, below=linkage.below, needs=Needs(up, down))


def linked(
    rows: pl.DataFrame,
    *,
    region: str,
    parts_of: Mapping[str, Sequence[str]],
    left: Left,
    limits: Limits,
) -> Linkage:
    """The cells of a region and of all that are linked with it; see `protected_cells`."""
    cities = rows["region"].unique(maintain_order=True).to_list()
    names = _names(cities, known={region, *left.regions}, parts_of=parts_of)
    below = {
        upper: list(dict.fromkeys(names[city] for city in parts if city in names))
        for upper, parts in parts_of.items()
    }
    of_cities = contributions(with_cells(rows))
    made = pl.concat(
        [
            added_up(of_cities, names),
            *(added_up(of_cities, dict.fromkeys(parts, upper)) for upper, parts in parts_of.items()),
        ]
    )
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
        below=below,
        scales=scales_of(keys, _clusters({key[0] for key in keys}, below)),
        secret=frozenset(at for at in sensitive_cells if keys[at] not in left.public),
        hidden=frozenset(kept_back),
        public=frozenset(at for at, key in enumerate(keys) if key in left.public),
    )


def _names(
    cities: Sequence[str], *, known: Set[str], parts_of: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """City → itself, or the unpublished cities that are summed in just the same regions as it."""
    within = {city: [upper for upper, parts in parts_of.items() if city in parts] for city in cities}
    return {city: city if city in known else ":".join([ELSEWHERE, *sorted(within[city])]) for city in cities}


def _clusters(regions: Set[str], below: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, int]]:
    """Region → some regions within the same area that it is looked at with first, so that what it takes to
    protect many regions grows with their number; areas go with the first of their parts.

    Args:
        below: area → the regions that it is the sum of.
    """
    found: dict[str, tuple[str, int]] = {}
    for area in sorted(below, key=lambda one: (len(below[one]), one)):
        new = [part for part in below[area] if part not in found]
        found |= {part: (area, at // _CLUSTER) for at, part in enumerate(new)}
        found.setdefault(area, found[below[area][0]] if below[area] else (area, 0))
    return {region: found.get(region, ("", 0)) for region in regions}
