"""Titles to numbers: hashed character pieces of the cleaned and of the written title."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final
from zlib import crc32

import numpy as np
from scipy import sparse

from standards.titles.cleaning import MAX_LENGTH, clean_title

_CLEAN_PIECES: Final = (1, 2, 3)
_RAW_PIECES: Final = (2,)
_SPACES: Final = re.compile(r"\s+")


def title_pieces(text: str) -> Iterator[str]:
    """The pieces of one title: 1 to 3 characters of what names the work, pairs of the title as written."""
    clean = f"^{clean_title(text)}$"
    for size in _CLEAN_PIECES:
        for start in range(len(clean) - size + 1):
            yield clean[start : start + size]
    raw = f"<{_SPACES.sub(' ', unicodedata.normalize('NFKC', text[:MAX_LENGTH]).lower())}>"
    for size in _RAW_PIECES:
        for start in range(len(raw) - size + 1):
            yield "~" + raw[start : start + size]


def piece_counts(titles: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """(hashes, ends): the 32-bit hashes of all pieces of all titles, title i's ending before ends[i]."""
    hashes: list[int] = []
    ends = np.empty(len(titles), dtype=np.int64)
    for index, title in enumerate(titles):
        hashes.extend([crc32(piece.encode()) for piece in title_pieces(title)])
        ends[index] = len(hashes)
    return np.array(hashes, dtype=np.uint32), ends


def feature_matrix(titles: Sequence[str], vocabulary: np.ndarray, weights: np.ndarray) -> sparse.csr_matrix:
    """Titles as rows of weighted piece counts, each of length one.

    Args:
        vocabulary: the known hashes, ascending.
        weights: the weight (inverse document frequency) of each.
    """
    hashes, ends = piece_counts(titles)
    places = np.searchsorted(vocabulary, hashes)
    places[places == len(vocabulary)] = 0
    known = vocabulary[places] == hashes
    starts = np.concatenate([[0], np.cumsum(known)])[np.concatenate([[0], ends])]
    counts = sparse.csr_matrix(
        (np.ones(int(known.sum()), dtype=np.float32), places[known], starts),
        shape=(len(titles), len(vocabulary)),
    )
    counts.sum_duplicates()
    counts.data = (1 + np.log(counts.data)) * weights[counts.indices]
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    counts.data /= np.repeat(lengths, np.diff(counts.indptr)).astype(np.float32)
    return counts
