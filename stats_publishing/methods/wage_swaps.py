"""How far hidden cells of wage tables can move by swaps: proof for most secrets without a linear program.

A swap takes some employees from one group and adds them to another, so that every sum stays: between two unit
groups of a minor group; between two minor groups within a section (with a unit group of each, and what lies
above them up to the group that both are in); between two minor groups and two sections; between two sections
within a minor group; between two levels of education, grades or sizes. What moves in a city is undone in
another one of the same areas, or moves in these areas with it.

Every swap is one way in which all that is hidden could be otherwise with all that is published as it is: how
far a cell gets by one is how far it can be at least. For the others `suppression` asks linear programs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from stats_publishing.methods.wage_cells import Cell, groups_of

_PARTNERS: Final = 6  # regions that a region's swaps are tried with
_ANY: Final = 1e18  # as far as one likes
_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.int64]
_Found = tuple[_Ints, _Floats, _Floats]
"""Cells, and how far each can rise and fall."""


@dataclass(frozen=True, slots=True)
class Needs:
    """How far up and down each cell has to be able to move; 0 where it has no secret."""

    up: _Floats
    down: _Floats


class Layout:
    """Where the cells of each region stand: the same places in all regions, −1 where there is no cell."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        number = {cell: at for at, cell in enumerate(cells)}
        self.regions = list(dict.fromkeys(cell[0] for cell in cells))
        kinds: dict[str, list[str]] = defaultdict(list)
        pairs = {cell[1:3] for cell in cells if cell[1] and cell[2]}
        self.minors = sorted({group for group, _section in pairs})
        self.sections = sorted({cell[2] for cell in cells if cell[2]})
        groups = sorted({cell[1] for cell in cells if cell[1]})
        for other in sorted({cell[3] for cell in cells if cell[3]}):
            kinds[other.partition(":")[0]].append(other)
        minor_at = {group: at for at, group in enumerate(self.minors)}
        self.units = [g for g in groups if len(groups_of(g)) > 1 and groups_of(g)[-2] in minor_at]
        self.minor_of = np.array([minor_at[groups_of(g)[-2]] for g in self.units], dtype=np.int64)
        above = [groups_of(group)[:-1] for group in self.minors]
        self.above = [self._names([over[depth : depth + 1] for over in above]) for depth in (0, 1)]
        self.families = list(kinds.values())
        self.at = {
            region: {
                "minor": np.array([number.get((region, g, "", ""), -1) for g in self.minors], dtype=np.int64),
                "unit": np.array([number.get((region, g, "", ""), -1) for g in self.units], dtype=np.int64),
                "section": np.array(
                    [number.get((region, "", s, ""), -1) for s in self.sections], dtype=np.int64
                ),
                "pair": np.array(
                    [[number.get((region, g, s, ""), -1) for s in self.sections] for g in self.minors],
                    dtype=np.int64,
                ).reshape(len(self.minors), len(self.sections)),
                **{
                    f"above{depth}": np.array(
                        [number.get((region, name, "", ""), -1) for name in names], dtype=np.int64
                    )
                    for depth, (names, _of) in enumerate(self.above)
                },
                **{
                    f"other{at}": np.array(
                        [number.get((region, "", "", o), -1) for o in family], dtype=np.int64
                    )
                    for at, family in enumerate(self.families)
                },
            }
            for region in self.regions
        }

    @staticmethod
    def _names(of_minors: Sequence[Sequence[str]]) -> tuple[list[str], _Ints]:
        """Names of groups above, and for each minor group which is above it; −1 none."""
        names = sorted({name for one in of_minors for name in one})
        place = {name: at for at, name in enumerate(names)}
        return names, np.array([place[one[0]] if one else -1 for one in of_minors], dtype=np.int64)


def able(
    cells: Sequence[Cell],
    *,
    values: _Floats,
    hidden: npt.NDArray[np.bool_],
    below: Mapping[str, Sequence[str]],
    needs: Needs,
) -> tuple[_Floats, _Floats]:
    """How far up and down each cell is proved to be able to move by what is hidden.

    Args:
        below: region → the regions that it is the sum of.
    """
    layout = Layout(cells)
    of_region = (
        np.array([layout.regions.index(cell[0]) for cell in cells]) if cells else np.zeros(0, np.int64)
    )
    risen, fallen = np.zeros(len(cells)), np.zeros(len(cells))
    rise = np.append(np.where(hidden, _ANY, 0.0), 0.0)  # the last stands for cells that are not there
    fall = np.append(np.where(hidden, values, 0.0), 0.0)
    for place, region in enumerate(layout.regions):
        own = of_region == place
        for together, against in _ways(region, layout.regions, below):
            if not (own & ((risen < needs.up) | (fallen < needs.down))).any():
                break
            for numbers, up, down in _swaps(layout, region, together, against, rise, fall):
                there = numbers >= 0
                risen[numbers[there]] = np.maximum(risen[numbers[there]], up[there])
                fallen[numbers[there]] = np.maximum(fallen[numbers[there]], down[there])
    return risen, fallen


def _ways(
    region: str, regions: Sequence[str], below: Mapping[str, Sequence[str]]
) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Regions that move with a region so that all areas keep their sums, and those that move against it."""
    uppers = {
        one: tuple(sorted(upper for upper in below if one in below[upper] and one != upper))
        for one in regions
    }
    if region not in below:
        alike = [
            one for one in regions if one not in below and one != region and uppers[one] == uppers[region]
        ]
        at = sum(one < region for one in alike)
        for step in range(min(_PARTNERS, len(alike)) if uppers[region] else 0):
            yield (region,), (alike[(at + step) % len(alike)],)
        yield (region, *uppers[region]), ()
        return
    parts = [one for one in below[region] if one in uppers and one != region]
    for part in parts[:_PARTNERS]:
        yield (region, part, *(one for one in uppers[part] if one != region)), ()
    for other, theirs in below.items():
        rest = {one: tuple(upper for upper in uppers[one] if upper not in (region, other)) for one in uppers}
        for part, against in list(zip(parts, theirs, strict=False))[:2] if other != region else ():
            if against in rest and part != against and rest[part] == rest[against] and against not in parts:
                yield (region, part), (other, against)


def _swaps(
    layout: Layout, region: str, together: Sequence[str], against: Sequence[str], rise: _Floats, fall: _Floats
) -> Iterable[_Found]:
    """All swaps of a region: what rises rises in those together and falls in those against."""

    def limits(name: str) -> tuple[_Floats, _Floats]:
        ups = [rise[layout.at[one][name]] for one in together] + [
            fall[layout.at[one][name]] for one in against
        ]
        downs = [fall[layout.at[one][name]] for one in together] + [
            rise[layout.at[one][name]] for one in against
        ]
        return np.minimum.reduce(ups), np.minimum.reduce(downs)

    at = layout.at[region]
    for family in range(len(layout.families)):
        up, down = limits(f"other{family}")
        yield at[f"other{family}"], *_among(up, down, np.zeros(len(up), dtype=np.int64), 1)
    if not layout.minors:
        return
    unit_up, unit_down = limits("unit")
    pair_up, pair_down = limits("pair")
    section_up, section_down = limits("section")
    count = len(layout.minors)
    has_units = np.bincount(layout.minor_of, minlength=count) > 0
    minor_up, minor_down = (
        np.minimum(own, np.where(has_units, np.bincount(layout.minor_of, units, count), _ANY))
        for own, units in zip(limits("minor"), (unit_up, unit_down), strict=True)
    )
    # [i, j]: how many can go from minor group j to minor group i
    both = np.minimum(pair_up[:, None, :], pair_down[None, :, :])
    moved = np.minimum(np.minimum(minor_up[:, None], minor_down[None, :]), both.sum(axis=2))
    overs = []
    for depth, (names, of_minor) in enumerate(layout.above):
        over_up, over_down = (np.append(limit, _ANY) for limit in limits(f"above{depth}"))
        apart = of_minor[:, None] != of_minor[None, :]
        moved = np.where(
            apart,
            np.minimum(moved, np.minimum(over_up[of_minor][:, None], over_down[of_minor][None, :])),
            moved,
        )
        overs.append((f"above{depth}", len(names), of_minor, apart))
    np.fill_diagonal(moved, 0.0)
    to, out = moved.max(axis=1), moved.max(axis=0)
    yield at["minor"], to, out
    for name, number, of_minor, apart in overs:
        crossing = np.where(apart, moved, 0.0)
        up, down = np.zeros(number), np.zeros(number)
        known = of_minor >= 0
        np.maximum.at(up, of_minor[known], crossing.max(axis=1)[known])
        np.maximum.at(down, of_minor[known], crossing.max(axis=0)[known])
        yield at[name], up, down
    up, down = _among(unit_up, unit_down, layout.minor_of, count)
    yield (
        at["unit"],
        np.maximum(up, np.minimum(unit_up, to[layout.minor_of])),
        np.maximum(down, np.minimum(unit_down, out[layout.minor_of])),
    )
    # two minor groups and two sections: back in the other sections, the groups stay as they are
    back = both.transpose(1, 0, 2)
    square = np.minimum(both, back.sum(axis=2, keepdims=True) - back)
    square[np.arange(count), np.arange(count), :] = 0.0
    yield at["pair"], square.max(axis=1), square.max(axis=0)
    across = np.minimum(pair_up[:, :, None], pair_down[:, None, :]).sum(axis=0)
    sections = np.minimum(across, np.minimum(section_up[:, None], section_down[None, :]))
    np.fill_diagonal(sections, 0.0)
    yield at["section"], sections.max(axis=1), sections.max(axis=0)


def _among(up: _Floats, down: _Floats, family: _Ints, families: int) -> tuple[_Floats, _Floats]:
    """How far the members of families can rise at the cost of the others of their family, and fall."""
    others = [np.bincount(family, limit, families)[family] - limit for limit in (down, up)]
    return np.minimum(up, others[0]), np.minimum(down, others[1])
