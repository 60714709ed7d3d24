"""The trained classifier of titles: loading its artefact and scoring titles with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from scipy import sparse

from standards.catalogue import DATA
from standards.titles.features import feature_matrix

ARTEFACT: Final = DATA / "titles" / "model.npz"


# What the group that an occupation is in adds to its score: the sum of the group's scores times this.
_MINOR_GROUP: Final = (7, 0.1)
_MAJOR_GROUP: Final = (1, 0.2)


@dataclass(frozen=True, slots=True)
class TitleModel:
    """A linear model: a title's score for an occupation is the sum of its pieces' weights.

    vocabulary: hashes of the known pieces, ascending; idf: their weights; weights: pieces × codes;
    codes: the occupation of each column; margins and chances: the calibration, margin → chance that the
    best code is right.
    """

    vocabulary: np.ndarray
    idf: np.ndarray
    weights: sparse.csr_matrix
    codes: np.ndarray
    margins: np.ndarray
    chances: np.ndarray

    def predict(self, titles: Sequence[str]) -> tuple[list[str], list[float]]:
        """The best code of each title and the chance (0 to 1) that it is right."""
        features = feature_matrix(titles, self.vocabulary, self.idf)
        best, margin = best_and_margin(with_groups((features @ self.weights).toarray(), self.codes))
        return self.codes[best].tolist(), np.interp(margin, self.margins, self.chances).tolist()

    def save(self, path: Path = ARTEFACT) -> None:
        """Write the model; weights are kept in sixteen bits."""
        scale = float(np.abs(self.weights.data).max()) / 32767
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            vocabulary=self.vocabulary,
            idf=self.idf.astype(np.float16),
            data=np.round(self.weights.data / scale).astype(np.int16),
            indices=self.weights.indices.astype(np.uint16),
            indptr=self.weights.indptr.astype(np.uint32),
            scale=np.float32(scale),
            codes=self.codes,
            margins=self.margins.astype(np.float32),
            chances=self.chances.astype(np.float32),
        )


def with_groups(scores: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Scores (titles × codes in ascending order) with a share of their minor and major groups' scores.

    An occupation whose neighbours are also likely is more likely itself; where all are unlikely the best
    guess at least stays in the right group.
    """
    smoothed = scores.copy()
    for width, share in (_MINOR_GROUP, _MAJOR_GROUP):
        _, starts, sizes = np.unique(codes.astype(f"U{width}"), return_index=True, return_counts=True)
        sums = np.add.reduceat(scores, starts, axis=1)
        smoothed += share * np.repeat(sums, sizes, axis=1)
    return smoothed


def best_and_margin(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The column of each row's best score, and how far the best is above the second."""
    best = scores.argmax(axis=1)
    two = np.partition(scores, -2, axis=1)[:, -2:]
    return best, two[:, 1] - two[:, 0]


@cache
def load_model() -> TitleModel:
    """The shipped model, read once."""
    with np.load(ARTEFACT, allow_pickle=False) as stored:
        vocabulary, codes = stored["vocabulary"], stored["codes"]
        weights = sparse.csr_matrix(
            (
                stored["data"].astype(np.float32) * stored["scale"],
                stored["indices"].astype(np.int32),
                stored["indptr"].astype(np.int32),
            ),
            shape=(len(vocabulary), len(codes)),
        )
        return TitleModel(
            vocabulary=vocabulary,
            idf=stored["idf"].astype(np.float32),
            weights=weights,
            codes=codes,
            margins=stored["margins"],
            chances=stored["chances"],
        )
