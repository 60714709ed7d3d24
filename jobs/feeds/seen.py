"""The ids that a file has had so far, in eight bytes each: a million of them must not fill the memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_Hashes = npt.NDArray[np.int64]


class SeenIds:
    """A set of ids known by 64 bits of their hash; two of a million are taken for one once in 10⁷ files."""

    def __init__(self) -> None:
        self._sorted: _Hashes = np.empty(0, np.int64)

    def add(self, ids: Sequence[str]) -> list[bool]:
        """Add ids; tells for each whether it was there before or comes earlier in `ids`."""
        hashes = np.fromiter(map(hash, ids), np.int64, count=len(ids))
        distinct, first = np.unique(hashes, return_index=True)
        places = np.searchsorted(self._sorted, distinct)
        met = np.zeros(len(distinct), bool)
        inside = places < len(self._sorted)
        met[inside] = self._sorted[places[inside]] == distinct[inside]
        repeats = np.ones(len(ids), bool)
        repeats[first] = met
        self._sorted = np.insert(self._sorted, places[~met], distinct[~met])
        return [bool(value) for value in repeats]
