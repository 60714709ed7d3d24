"""Trains the classifier of titles: regularised least squares over piece counts, one column an occupation.

The examples are judged titles (not part of the project), the classification's names and aliases, and the
project's own lexicon of everyday titles. The same examples always give the same artefact. Least squares
are taken because their solution tells, at no further cost, how each example would have been answered
without it: the confidence and the cross-validation figures come from there.
"""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from scipy import linalg, sparse

from standards.catalogue import read_rows
from standards.occupations import all_occupations
from standards.titles import LEXICON
from standards.titles.cleaning import clean_title
from standards.titles.features import feature_matrix, piece_counts
from standards.titles.model import TitleModel, best_and_margin, with_groups

_TRUST: Final = {"judged": 1.0, "lexicon": 1.0, "name": 0.1, "alias": 0.1}
_RIDGE: Final = 0.5
_SMALLEST_WEIGHT: Final = 0.004
_CALIBRATION_BINS: Final = 20


@dataclass(frozen=True, slots=True)
class Example:
    """A title, its occupation, and how far it is trusted (a judged title: 1)."""

    title: str
    code: str
    trust: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model, and what is needed to answer judged titles as if they had not been seen."""

    model: TitleModel
    examples: list[Example]
    judged: int
    inverse: np.ndarray
    shares: np.ndarray
    wanted: np.ndarray


def read_judged(path: Path) -> list[Example]:
    """Judged titles from a CSV file with the columns title and code; rows without a code are left out."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["code"]]
    return [Example(row["title"], row["code"], _TRUST["judged"]) for row in rows]


def own_examples() -> list[Example]:
    """The examples that are part of the project: lexicon, names and aliases."""
    groups = all_occupations()
    lexicon = [Example(row["title"], row["code"], _TRUST["lexicon"]) for row in read_rows(LEXICON)]
    names = [Example(group.name, group.code, _TRUST["name"]) for group in groups]
    aliases = [Example(alias, group.code, _TRUST["alias"]) for group in groups for alias in group.aliases]
    return lexicon + names + aliases


def vocabulary_of(titles: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """(hashes, weights): the pieces of the titles, ascending, and their smooth inverse document frequency."""
    hashes, ends = piece_counts(titles)
    owner = np.repeat(np.arange(len(titles)), np.diff(ends, prepend=0))
    pairs = np.unique(np.stack([hashes.astype(np.int64), owner]), axis=1)
    vocabulary, frequency = np.unique(pairs[0].astype(np.uint32), return_counts=True)
    return vocabulary, (np.log((1 + len(titles)) / (1 + frequency)) + 1).astype(np.float32)


def fit(judged: Sequence[Example], own: Sequence[Example]) -> Fit:
    """Fit on both kinds of examples; the judged ones calibrate the confidence."""
    examples = [*judged, *own]
    titles = [example.title for example in examples]
    vocabulary, idf = vocabulary_of(titles)
    features = feature_matrix(titles, vocabulary, idf)
    codes, targets = np.unique([example.code for example in examples], return_inverse=True)
    kernel = (features @ features.T).toarray()
    kernel[np.diag_indices_from(kernel)] += _RIDGE / np.array([example.trust for example in examples])
    inverse = linalg.inv(kernel, overwrite_a=True, check_finite=False)
    wanted = np.zeros((len(examples), len(codes)), dtype=np.float32)
    wanted[np.arange(len(examples)), targets] = 1
    shares = inverse @ wanted
    weights = sparse.csr_matrix(features.T @ shares)
    weights.data[np.abs(weights.data) < _SMALLEST_WEIGHT] = 0
    weights.eliminate_zeros()
    model = TitleModel(vocabulary, idf, weights, codes, np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    fitted = Fit(model, examples, len(judged), inverse, shares, wanted)
    if not judged:
        return fitted
    margins, chances = _calibrate(fitted, cross_validated(fitted, folds=10, seed=0))
    return replace(fitted, model=replace(model, margins=margins, chances=chances))


def cross_validated(fitted: Fit, *, folds: int, seed: int) -> np.ndarray:
    """Scores of every judged example by models that had not seen its fold.

    With a fold, every example of the project's own is left out whose cleaned title is one of the fold's:
    a title that was copied into the lexicon counts for nothing. So the figures are a floor.

    Returns: one row for each judged example, one column for each code of the model, groups included.
    """
    like: dict[str, list[int]] = defaultdict(list)
    for index, example in enumerate(fitted.examples[fitted.judged :], start=fitted.judged):
        like[clean_title(example.title)].append(index)
    scores = np.empty((fitted.judged, len(fitted.model.codes)), dtype=np.float32)
    for fold in np.array_split(np.random.default_rng(seed).permutation(fitted.judged), folds):
        titles = {clean_title(fitted.examples[index].title) for index in fold}
        out = [*fold, *(index for title in sorted(titles) for index in like[title])]
        block = fitted.inverse[np.ix_(out, out)]
        missed = linalg.solve(block, fitted.shares[out], assume_a="sym", check_finite=False)
        scores[fold] = (fitted.wanted[out] - missed)[: len(fold)]
    return with_groups(scores, fitted.model.codes)


def _calibrate(fitted: Fit, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Margin of the best over the second score → share of right answers.

    It rises strictly, if only by a hair, so that a threshold can keep any share of titles.
    """
    best, margin = best_and_margin(scores)
    codes = np.array([example.code for example in fitted.examples[: fitted.judged]])
    right = fitted.model.codes[best] == codes
    bins = np.array_split(np.argsort(margin, kind="stable"), min(_CALIBRATION_BINS, len(codes)))
    centres = np.array([margin[part].mean() for part in bins])
    shares = np.maximum.accumulate([right[part].mean() for part in bins])
    return centres, 0.99 * shares + np.linspace(0, 0.01, len(bins))
