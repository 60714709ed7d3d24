"""Trains the classifier of titles: regularised least squares over piece counts, one column an occupation.

The examples are judged titles (not part of the project), the classification's names and aliases, and the
project's own lexicon. The same examples always give the same artefact.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy import linalg, sparse

from standards.catalogue import DATA, read_rows
from standards.occupations import all_occupations
from standards.titles.features import feature_matrix, piece_counts
from standards.titles.model import TitleModel

LEXICON: Final = DATA / "titles" / "lexicon.csv"

_TRUST: Final = {"judged": 1.0, "lexicon": 0.5, "name": 0.1, "alias": 0.15}
_RIDGE: Final = 1.0
_SMALLEST_WEIGHT: Final = 0.01
_CALIBRATION_BINS: Final = 20


@dataclass(frozen=True, slots=True)
class Example:
    """A title, its occupation, and how far it is trusted (a judged title: 1)."""

    title: str
    code: str
    trust: float


def read_judged(path: Path) -> list[Example]:
    """Judged titles from a CSV file with the columns title and code; rows without a code are left out."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["code"]]
    return [Example(row["title"], row["code"], _TRUST["judged"]) for row in rows]


def own_examples() -> list[Example]:
    """The examples that are part of the project: names, aliases and the lexicon."""
    groups = all_occupations()
    names = [Example(group.name, group.code, _TRUST["name"]) for group in groups]
    aliases = [Example(alias, group.code, _TRUST["alias"]) for group in groups for alias in group.aliases]
    lexicon = (
        [Example(row["title"], row["code"], _TRUST["lexicon"]) for row in read_rows(LEXICON)]
        if LEXICON.exists()
        else []
    )
    return names + aliases + lexicon


def vocabulary_of(titles: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """(hashes, weights): the pieces of the titles, ascending, and their smooth inverse document frequency."""
    hashes, ends = piece_counts(titles)
    owner = np.repeat(np.arange(len(titles)), np.diff(ends, prepend=0))
    pairs = np.unique(np.stack([hashes.astype(np.int64), owner]), axis=1)
    vocabulary, frequency = np.unique(pairs[0].astype(np.uint32), return_counts=True)
    return vocabulary, (np.log((1 + len(titles)) / (1 + frequency)) + 1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model and, for the judged examples in front, scores from all examples but the one scored."""

    model: TitleModel
    held_out: np.ndarray


def fit(judged: Sequence[Example], own: Sequence[Example]) -> Fit:
    """Fit on both kinds of examples; leave-one-out scores of the judged ones come with the solution."""
    examples = [*judged, *own]
    titles = [example.title for example in examples]
    vocabulary, idf = vocabulary_of(titles)
    features = feature_matrix(titles, vocabulary, idf)
    codes, targets = np.unique([example.code for example in examples], return_inverse=True)
    kernel = np.asarray((features @ features.T).todense(), dtype=np.float64)
    kernel[np.diag_indices_from(kernel)] += _RIDGE / np.array([example.trust for example in examples])
    inverse = linalg.inv(kernel, overwrite_a=True, check_finite=False)
    wanted = np.zeros((len(examples), len(codes)))
    wanted[np.arange(len(examples)), targets] = 1
    shares = inverse @ wanted
    held_out = (wanted - shares / np.diag(inverse)[:, None])[: len(judged)]
    margins, chances = _calibrate(held_out, targets[: len(judged)])
    weights = sparse.csr_matrix(features.T @ shares.astype(np.float32))
    weights.data[np.abs(weights.data) < _SMALLEST_WEIGHT] = 0
    weights.eliminate_zeros()
    return Fit(TitleModel(vocabulary, idf, weights, codes, margins, chances), held_out)


def _calibrate(scores: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Margin of the best over the second score → share of right answers, never falling."""
    if not len(scores):
        return np.array([0.0, 1.0]), np.array([0.0, 1.0])
    ordered = np.sort(scores, axis=1)
    margin = ordered[:, -1] - ordered[:, -2]
    right = scores.argmax(axis=1) == targets
    order = np.argsort(margin, kind="stable")
    bins = np.array_split(order, _CALIBRATION_BINS)
    centres = np.array([margin[part].mean() for part in bins])
    chances = np.maximum.accumulate([right[part].mean() for part in bins])
    return centres, chances
