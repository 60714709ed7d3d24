"""An attacker of published tables: knows what adds up to what, reads what tables show, solves for the rest.

It shares nothing with the code that protects: whoever calls it writes down the sums by hand, and it
solves one linear program for each end of each secret, over all cells that no table shows.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

Cell = TypeVar("Cell", bound=Hashable)
Range = tuple[float, float]


def ranges(
    sums: Iterable[tuple[Cell, Iterable[Cell]]], *, shown: Mapping[Cell, float], secrets: Iterable[Cell]
) -> dict[Cell, Range]:
    """The least and the most that each secret can be, by all that is shown and as nothing is negative.

    Args:
        sums: total and parts; all cells that no one shows are unknown.
    """
    place: dict[Cell, int] = {}
    entries, right = [], []
    for total, parts in sums:
        known, unknown = 0.0, []
        for cell, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
            if cell in shown:
                known -= sign * shown[cell]
            else:
                unknown.append((place.setdefault(cell, len(place)), sign))
        if unknown:
            entries += [(len(right), at, sign) for at, sign in unknown]
            right.append(known)
    if not place:
        return {}
    rows, columns, signs = zip(*entries, strict=True)
    matrix = sparse.csr_array((signs, (rows, columns)), shape=(len(right), len(place)))
    return {
        cell: (_end(place[cell], 1, matrix, right), _end(place[cell], -1, matrix, right))
        if cell in place
        else (0.0, np.inf)
        for cell in secrets
    }


def _end(at: int, sign: int, matrix: sparse.csr_array, right: list[float]) -> float:
    goal = np.zeros(matrix.shape[1])
    goal[at] = sign
    found = linprog(goal, A_eq=matrix, b_eq=right, bounds=(0, None), method="highs")
    return float(sign * found.fun) if found.success else float(-sign * np.inf)
