"""Secondary suppression: the cells without which suppressed ones could be solved for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import linprog

_ROUNDS = 8  # tries to move many cells at once, before each is looked at alone
_STILL = 1e-7  # what moves less than this part of the cell that it protects does not move
_FURTHEST = 1e4  # no cell has to move so many times further than the one that it protects
_Floats = npt.NDArray[np.float64]
_Bools = npt.NDArray[np.bool_]


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
    """

    values: tuple[float, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    employers: tuple[int, ...]


def suppressed(
    tables: Linked,
    *,
    primary: Iterable[int],
    protection: float,
    employers: int,
    already: Iterable[int] = (),
    public: Iterable[int] = (),
) -> frozenset[int]:
    """The cells to suppress: the primary ones and those that protect them.

    From what is left no primary figure can be solved for closer than `room` to either side by somebody who
    knows all sums and that no figure is negative; nor can an employer who is alone in a suppressed cell take
    its own figure off a total and be left with a sum of fewer than `employers` others.

    For each primary cell that cannot move enough yet, largest first, a linear program finds the cheapest
    other cells that can move along with it; they are suppressed too, and what is suppressed later only widens
    what it can be. Not always the fewest cells, never too few. A cheap cell is a small one.
    Source: Fischetti and Salazar-González (2000), J. Am. Stat. Assoc. 95; Hundepool et al. (2012), chapter 4.

    Args:
        protection: share of a figure, see `room`.
        already: cells that are suppressed anyway, without a secret of their own in this table.
        public: cells that have to stay, such as totals known from elsewhere or figures of an earlier version.
    Raises:
        NotProtectable: a primary cell follows from public ones.
    """
    secrets = frozenset(primary)
    search = _Search(tables, hidden=secrets | frozenset(already), public=frozenset(public))
    rooms = {cell: room(tables.values[cell], protection=protection) for cell in secrets}
    search.move_together(rooms)
    for cell in sorted(secrets, key=lambda each: (-tables.values[each], each)):
        down, up = rooms[cell]
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
        self.hidden: _Bools = np.isin(np.arange(len(self.values)), list(hidden))
        self.fixed: _Bools = np.isin(np.arange(len(self.values)), list(public - hidden))
        self.price: _Floats = 1 + np.log1p(self.values)
        self.risen: _Floats = np.zeros(len(self.values))  # how far up and down each cell is known to be able
        self.fallen: _Floats = np.zeros(len(self.values))
        self.balances = _balances(tables)
        self.moves = sparse.hstack([self.balances, -self.balances], format="csr")

    def move_together(self, rooms: Mapping[int, tuple[float, float]]) -> None:
        """Finds at once for many cells how far those that are hidden already let them move.

        Each linear program lets every hidden cell move and pushes the primary ones up or down, as chance has
        it; how far it gets with one of them is how far that one can move.
        """
        if not rooms:
            return
        cells = np.array(sorted(rooms))
        down, up = (np.array([rooms[cell][side] for cell in cells]) for side in (0, 1))
        chance = np.random.default_rng(len(self.values))
        before = -1
        for _round in range(_ROUNDS):
            wanting_up, wanting_down = self.risen[cells] < up, self.fallen[cells] < down
            wanting = int(wanting_up.sum() + wanting_down.sum())
            if wanting in (0, before):
                return
            before = wanting
            rises = np.where(wanting_up & wanting_down, chance.random(len(cells)) < 0.5, wanting_up)
            goal = np.zeros(len(self.values))
            goal[cells] = np.where(rises, -1 / up, 1 / np.maximum(down, 1.0))
            goal[cells[~(wanting_up | wanting_down)]] = 0.0
            most_up = np.where(self.hidden, np.inf, 0.0)
            most_down = np.where(self.hidden, -self.values, 0.0)
            most_up[cells], most_down[cells] = up, -down
            found = linprog(
                goal,
                A_eq=self.balances,
                b_eq=np.zeros(self.balances.shape[0]),
                bounds=np.column_stack([most_down, most_up]),
                method="highs",
            )
            if found.success:
                self._remember(found.x)

    def let_move(self, cell: int, distance: float) -> None:
        """Hides the cheapest cells that move when one does, with all sums kept and nothing negative."""
        size, step = len(self.values), abs(distance)
        price = np.where(self.hidden, 0.0, self.price)
        most_up = np.where(self.fixed, 0.0, _FURTHEST)
        most_down = np.where(self.fixed, 0.0, np.minimum(self.values / step, _FURTHEST))
        bounds = np.column_stack([np.zeros(2 * size), np.concatenate([most_up, most_down])])
        bounds[cell] = float(distance > 0)
        bounds[size + cell] = float(distance < 0)
        found = linprog(
            np.concatenate([price, price]),
            A_eq=self.moves,
            b_eq=np.zeros(self.moves.shape[0]),
            bounds=bounds,
            method="highs",
        )
        if not found.success:
            raise NotProtectable(cell)
        change = found.x[:size] - found.x[size:]
        change[np.abs(change) <= _STILL] = 0.0
        change *= step
        change[cell] = distance
        self.hidden |= change != 0.0
        self._remember(change)

    def _remember(self, change: _Floats) -> None:
        for other in (change, -change):
            if (self.values + other >= 0.0).all():
                self.risen = np.maximum(self.risen, other)
                self.fallen = np.maximum(self.fallen, -other)

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


def _balances(tables: Linked) -> sparse.csr_array:
    """B with B · values = 0: a row for each sum."""
    entries = [
        (number, cell, sign)
        for number, (total, parts) in enumerate(tables.sums)
        for cell, sign in ((total, -1.0), *((part, 1.0) for part in parts))
    ]
    rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    return sparse.csr_array((signs, (rows, columns)), shape=(len(tables.sums), len(tables.values)))
