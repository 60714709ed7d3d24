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
        scores = (features @ self.weights).toarray()
        best = scores.argmax(axis=1)
        rows = np.arange(len(titles))
        top = scores[rows, best]
        scores[rows, best] = -np.inf
        margin = top - scores.max(axis=1)
        return self.codes[best].tolist(), np.interp(margin, self.margins, self.chances).tolist()

    def save(self, path: Path = ARTEFACT) -> None:
        """Write the model; weights are kept in eight bits, which is finer than they are known."""
        scale = float(np.abs(self.weights.data).max()) / 127
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            vocabulary=self.vocabulary,
            idf=self.idf.astype(np.float16),
            data=np.round(self.weights.data / scale).astype(np.int8),
            indices=self.weights.indices.astype(np.uint16),
            indptr=self.weights.indptr.astype(np.uint32),
            scale=np.float32(scale),
            codes=self.codes,
            margins=self.margins.astype(np.float32),
            chances=self.chances.astype(np.float32),
        )


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
