"""The ids that a file has had so far, in eight bytes each: a million of them must not fill the memory."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

_Hashes = npt.NDArray[np.uint64]


class SeenIds:
    """A set of ids known by 64 bits of their hash; two of a million are taken for one once in 10⁷ files."""

    def __init__(self) -> None:
        self._sorted: _Hashes = np.empty(0, np.uint64)

    def add(self, ids: Sequence[str]) -> list[bool]:
        """Add ids; tells for each whether it was there before or comes earlier in `ids`."""
        if not ids:
            return []
        hashes = np.frombuffer(
            b"".join(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest() for text in ids),
            np.uint64,
        )
        distinct, first = np.unique(hashes, return_index=True)
        repeats = np.ones(len(hashes), bool)
        repeats[first] = False
        if len(self._sorted):
            at = np.minimum(np.searchsorted(self._sorted, hashes), len(self._sorted) - 1)
            repeats |= self._sorted[at] == hashes
        self._sorted = np.union1d(self._sorted, distinct)
        return [bool(value) for value in repeats]
