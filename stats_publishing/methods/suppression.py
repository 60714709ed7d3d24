"""Secondary suppression: the cells without which suppressed ones could be solved for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

_ROUNDS: Final = 8  # tries to move many cells at once, before each is looked at alone
_MANY: Final = 50  # one in so many hidden cells has to need it for all of its block to be moved
_FEW: Final = 40  # ways of cells that are looked for one by one, cheapest for each
_WORTH: Final = 300.0  # of a step of a secret cell, in prices: more than those of all that it takes along
_TOGETHER: Final = 3000  # cells that one linear program moves, if their blocks are not larger
_STILL: Final = 1e-7  # what moves less than this part of the cell that it protects does not move
_FURTHEST: Final = 1e4  # no cell has to move so many times further than the one that it protects
_LARGE: Final = 20_000  # ways to move from which on an interior point gets there sooner than the simplex does
_NOISE: Final = 1e-6  # of a solution in units of the figures, of which every secret needs one at least
_Floats = npt.NDArray[np.float64]
_Bools = npt.NDArray[np.bool_]
_Ints = npt.NDArray[np.int64]


class NotProtectable(ValueError):
    """A cell can be solved for whatever else is suppressed: it follows from cells that stay public."""

    def __init__(self, cell: int) -> None:
        super().__init__(f"cell {cell} follows from cells that are public")
        self.cell = cell


@dataclass(frozen=True, slots=True)
class Linked:
    """Cells of one or more tables, and the sums between them that everybody knows.

    Args:
        values: one figure per cell, not negative; a cell that stands in several tables is one cell.
        sums: (total, its parts) by numbers of cells; city → province → nation are sums like any other.
        employers: how many employers each cell is made of.
        scales: ways to part the cells into blocks, finest first: the block of each cell, −1 for none. Cells
            that can protect each other stand in one block. They change what it costs to find protection,
            and may cost a few cells more, never what is protected: what fails in a block is looked for in
            the next larger one, at last among all cells.
    """

    values: tuple[float, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    employers: tuple[int, ...]
    scales: tuple[_Ints, ...] = ()


def suppressed(
    tables: Linked,
    *,
    primary: Iterable[int],
    protection: float,
    employers: int,
    already: Iterable[int] = (),
    public: Iterable[int] = (),
    rooms: Mapping[int, tuple[float, float]] | None = None,
    able: tuple[_Floats, _Floats] | None = None,
) -> frozenset[int]:
    """The cells to suppress: the primary ones and those that protect them.

    From what is left no primary figure can be solved for closer than `room` to either side by somebody who
    knows all sums and that no figure is negative; nor can an employer who is alone in a suppressed cell take
    its own figure off a total and be left with a sum of fewer than `employers` others.

    For each primary cell that cannot move enough yet, largest first, a linear program finds the cheapest
    other cells that can move along with it; they are suppressed too, and what is suppressed later only widens
    what it can be. Not always the fewest cells, never too few. A cheap cell is a small one. Most primary
    cells can move by what is hidden anyway: programs over a block at a time, for all cells of it at once,
    find that, and then what else to hide while many are left, so that the time grows with the number of
    blocks and not with that of cells times secrets.
    Source: Fischetti and Salazar-González (2000), J. Am. Stat. Assoc. 95; Hundepool et al. (2012), chapter 4.

    Args:
        protection: share of a figure, see `room`.
        already: cells that are suppressed anyway, without a secret of their own in this table.
        public: cells that have to stay, such as totals known from elsewhere or figures of an earlier version.
        rooms: how far down and up primary cells have to be able to be, where it is not `room`.
        able: how far up and down each cell is known to be able to move by what is hidden already.
    Raises:
        NotProtectable: a primary cell follows from public ones.
    """
    secrets = frozenset(primary)
    search = _Search(tables, hidden=secrets | frozenset(already), public=frozenset(public))
    if able:
        search.risen, search.fallen = able[0].copy(), able[1].copy()
    wanted = {cell: room(tables.values[cell], protection=protection) for cell in secrets} | dict(rooms or {})
    for hiding in (False, True):
        for blocks in search.scales:
            search.move_together(wanted, blocks, hiding=hiding)
    for cell in sorted(secrets, key=lambda each: (-tables.values[each], each)):
        down, up = wanted[cell]
        if search.risen[cell] < up:
            search.let_move(cell, up)
        if search.fallen[cell] < down:
            search.let_move(cell, -down)
    search.hide_single_employers(employers)
    return frozenset(map(int, np.flatnonzero(search.hidden)))


def room(value: float, *, protection: float) -> tuple[float, float]:
    """How far down and up a suppressed figure has to be able to be: its share, at least 1, not below zero."""
    wide = max(1.0, protection * value)
    return min(wide, value), wide


class _Search:
    """What is hidden so far. Every step only hides more, so that what earlier steps reached stays true."""

    def __init__(self, tables: Linked, *, hidden: frozenset[int], public: frozenset[int]) -> None:
        self.tables = tables
        self.values = np.asarray(tables.values, dtype=np.float64)
        size = len(self.values)
        self.hidden: _Bools = np.zeros(size, dtype=np.bool_)
        self.hidden[list(hidden)] = True
        self.fixed: _Bools = np.zeros(size, dtype=np.bool_)
        self.fixed[list(public - hidden)] = True
        self.price: _Floats = 1 + np.log1p(self.values)
        self.risen: _Floats = np.zeros(size)  # how far up and down each cell is known to be able
        self.fallen: _Floats = np.zeros(size)
        self.balances = _balances(tables)
        self.scales: tuple[_Ints, ...] = (*tables.scales, np.zeros(size, dtype=np.int64))

    def move_together(
        self, rooms: Mapping[int, tuple[float, float]], blocks: _Ints, *, hiding: bool = False
    ) -> None:
        """Finds at once for many cells how far those that are hidden already let them move in their blocks.

        Each linear program lets every hidden cell move and pushes the primary ones up or down, as chance has
        it; how far it gets with one of them is how far that one can move.

        Args:
            hiding: public cells may move as well, at their price, and are hidden then.
        """
        down, up = np.zeros(len(self.values)), np.zeros(len(self.values))
        for cell, (fall, rise) in rooms.items():
            down[cell], up[cell] = fall, rise
        chance = np.random.default_rng(len(self.values))
        before = -1
        for _round in range(_ROUNDS):
            wanting_up, wanting_down = self.risen < up, self.fallen < down
            wanting = np.flatnonzero((wanting_up | wanting_down) & (blocks >= 0))
            left = int(wanting_up[wanting].sum() + wanting_down[wanting].sum())
            wanted = np.unique(blocks[wanting])
            movable = (~self.fixed if hiding else self.hidden) & np.isin(blocks, wanted)
            if left in (0, before) or (
                left <= _FEW if hiding else len(wanting) * _MANY < np.count_nonzero(movable)
            ):
                return
            before = left
            rises = np.where(wanting_up & wanting_down, chance.random(len(up)) < 0.5, wanting_up)
            goal = np.zeros(len(self.values))
            worth = (_WORTH, _WORTH) if hiding else (1 / np.maximum(up, 1e-9), 1 / np.maximum(down, 1.0))
            goal[wanting] = np.where(rises, -worth[0], worth[1])[wanting]
            most_up, most_down = np.full(len(up), np.inf), -self.values
            most_up[wanting], most_down[wanting] = up[wanting], -down[wanting]
            for cells, starts in self._batches(blocks, movable):
                bounds = np.column_stack([most_down[cells], most_up[cells]])
                change = self._moved(cells, starts, goal[cells], bounds)
                if change is not None:
                    self.hidden[cells[np.abs(change) > _NOISE]] = True
                    self._remember(cells, change, starts)

    def let_move(self, cell: int, distance: float) -> None:
        """Hides the cheapest cells that move when one does, with all sums kept and nothing negative."""
        for blocks in self.scales:
            if blocks[cell] >= 0 and self._let_move_in(cell, distance, blocks):
                return
        raise NotProtectable(cell)

    def _let_move_in(self, cell: int, distance: float, blocks: _Ints) -> bool:
        step = abs(distance)
        cells = np.flatnonzero((blocks == blocks[cell]) & ~self.fixed)
        most_down = np.minimum(self.values[cells] / step, _FURTHEST)
        bounds = np.column_stack([-most_down, np.full(len(cells), _FURTHEST)])
        bounds[cells == cell] = np.sign(distance)
        whole = np.zeros(1, dtype=np.int64)
        change = self._moved(cells, whole, np.zeros(len(cells)), bounds)
        if change is None:
            return False
        change[np.abs(change) <= _STILL] = 0.0
        change *= step
        change[cells == cell] = distance
        self.hidden[cells[change != 0.0]] = True
        self._remember(cells, change, whole)
        return True

    def _moved(self, cells: _Ints, starts: _Ints, goal: _Floats, bounds: _Floats) -> _Floats | None:
        """How far each cell moves where that costs least, with all sums of each block kept; None if none may.

        Args:
            goal: what a step up costs; of cells that are public yet, their price is added, up and down.
            bounds: least and most of each.
        """
        free = np.flatnonzero(~self.hidden[cells])
        balances = self._balances_of(cells, starts)
        price = self.price[cells[free]]
        costs, ways = goal.copy(), bounds.copy()
        costs[free] += price
        falls = np.column_stack([np.zeros(len(free)), -ways[free, 0]])
        ways[free, 0] = 0.0
        found = _solved(
            np.concatenate([costs, price]),
            sparse.hstack([balances, -balances[:, free]], format="csc"),
            np.concatenate([ways, falls]),
        )
        if not found.success:
            return None
        change: _Floats = found.x[: len(cells)].copy()
        change[free] -= found.x[len(cells) :]
        return change

    def _batches(self, blocks: _Ints, movable: _Bools) -> Iterator[tuple[_Ints, _Ints]]:
        """The movable cells, block by block, with where each begins; small blocks together."""
        inside = np.flatnonzero(movable)
        cells = inside[np.argsort(blocks[inside], kind="stable")]
        starts = np.flatnonzero(np.diff(blocks[cells], prepend=-1))
        ends = np.append(starts[1:], len(cells))
        first = 0
        for at, end in enumerate(ends):
            if at + 1 == len(ends) or ends[at + 1] - starts[first] > _TOGETHER:
                yield cells[starts[first] : end], starts[first : at + 1] - starts[first]
                first = at + 1

    def _balances_of(self, cells: _Ints, starts: _Ints) -> sparse.csc_array:
        """The sums that cells stand in, of each block by itself: what is in none of them does not move."""
        picked = self.balances[:, cells]
        of_cell = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(cells))))
        block = np.repeat(of_cell, np.diff(picked.indptr))
        rows, place = np.unique(block * self.balances.shape[0] + picked.indices, return_inverse=True)
        return sparse.csc_array((picked.data, place, picked.indptr), shape=(len(rows), len(cells)))

    def _remember(self, cells: _Ints, change: _Floats, starts: _Ints) -> None:
        """What moved in a block, there and back, as far as nothing gets negative on the way."""
        sizes = np.diff(np.append(starts, len(cells)))
        for other in (change, -change):
            left = self.values[cells] + other
            possible = np.logical_and.reduceat(left >= -_STILL * (1 + self.values[cells]), starts)
            moved = np.where(np.repeat(possible, sizes), other, 0.0)
            self.risen[cells] = np.maximum(self.risen[cells], moved)
            self.fallen[cells] = np.maximum(self.fallen[cells], -moved)

    def hide_single_employers(self, least: int) -> None:
        """Hides more of each sum in which an employer alone in a cell could tell too few others."""
        changed = True
        while changed:
            widened = [self._widen(total, parts, least) for total, parts in self.tables.sums]
            changed = any(widened)

    def _widen(self, total: int, parts: tuple[int, ...], least: int) -> bool:
        employers = self.tables.employers
        secret = [part for part in parts if self.hidden[part]]
        together = sum(employers[part] for part in secret)
        alone = any(employers[part] == 1 for part in secret)
        if self.hidden[total] or not alone or together - 1 >= least:
            return False
        free = [part for part in (*parts, total) if not self.hidden[part] and not self.fixed[part]]
        free = [part for part in free if employers[part]]
        if not free:
            raise NotProtectable(secret[0])
        self.hidden[min(free, key=lambda part: (part == total, self.price[part], part))] = True
        return True


def _solved(price: _Floats, balances: sparse.csc_array, bounds: _Floats) -> Any:
    """The cheapest change within bounds (lower, upper) that keeps all balances at nought."""
    from scipy.optimize import linprog  # here: 20 MB that only the making of tables needs

    method = "highs-ipm" if len(price) >= _LARGE else "highs"
    return linprog(price, A_eq=balances, b_eq=np.zeros(balances.shape[0]), bounds=bounds, method=method)


def _balances(tables: Linked) -> sparse.csc_array:
    """B with B · values = 0: a row for each sum."""
    sums = tables.sums
    length = np.fromiter((len(parts) + 1 for _total, parts in sums), np.int64, len(sums))
    rows = np.repeat(np.arange(len(sums)), length)
    cells = np.fromiter(chain.from_iterable((total, *parts) for total, parts in sums), np.int64)
    signs = np.ones(len(cells))
    signs[np.cumsum(length) - length] = -1.0
    return sparse.csc_array((signs, (rows, cells)), shape=(len(sums), len(tables.values)))
