"""How good a match is: what each side gets out of it, and the harmonic mean of the two.

Both sides are weighted means of features (`PERSON_WEIGHTS`, `VACANCY_WEIGHTS`). The harmonic mean lies near
the lower of the two, so that what suits one side only is no good match. It is taken of the same two numbers
whichever side asks. The method is that of reciprocal recommenders (Pizzato et al. 2010, RECON).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from search.matching.columns import Flags, Floats, PersonColumns, VacancyColumns
from search.matching.features import Features, features_of
from search.matching.gates import gates_of

PERSON_WEIGHTS: Final[Mapping[str, float]] = {
    "wish": 0.35,
    "pay": 0.25,
    "place": 0.20,
    "employment": 0.10,
    "freshness": 0.10,
}
"""What a vacancy is worth to a person: the work, the pay, the place, full or part time, newly published."""
VACANCY_WEIGHTS: Final[Mapping[str, float]] = {
    "trade": 0.25,
    "experience": 0.25,
    "skills": 0.20,
    "education": 0.12,
    "grade": 0.10,
    "availability": 0.04,
    "confirmed": 0.04,
}
"""What a person is worth to a vacancy: trade, years in it, skills, schooling, grade, when, still looking."""


@dataclass(frozen=True, slots=True)
class Scores:
    """One value a pair, between 0 and 1; `match` is 0 where a gate is shut."""

    match: Floats
    for_person: Floats
    for_vacancy: Floats
    open: Flags
    features: Features


def scores_of(people: PersonColumns, vacancies: VacancyColumns, *, day: float) -> Scores:
    """The scores of the pairs on a day, given in days since 1970."""
    features = features_of(people, vacancies, day=day)
    for_person = _mean(features, PERSON_WEIGHTS)
    for_vacancy = _mean(features, VACANCY_WEIGHTS)
    is_open = gates_of(people, vacancies, features, day=day).open
    match = np.where(is_open, harmonic(for_person, for_vacancy), 0.0)
    return Scores(match, for_person, for_vacancy, is_open, features)


def harmonic(one: Floats, other: Floats) -> Floats:
    """The harmonic mean of two numbers of 0 to 1; 0 where either is 0."""
    total = one + other
    return np.where(total > 0, 2 * one * other / np.where(total > 0, total, 1.0), 0.0)


def _mean(features: Features, weights: Mapping[str, float]) -> Floats:
    weighted = np.stack([weight * getattr(features, name) for name, weight in weights.items()])
    return np.asarray(weighted.sum(axis=0) / sum(weights.values()))
