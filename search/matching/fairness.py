"""Whether subgroups are ranked differently: employers' lists over an invented population.

Sex, age and ethnicity stand in no document, so they cannot matter by themselves. What could matter is
something that goes along with them; the population draws them without regard to anything else, so any
difference in ranks beyond chance would come from the matching. Ranks are compared with the Mann-Whitney U
test (does one group tend to stand higher?) and the two-sample Kolmogorov-Smirnov test (do the distributions
differ at all?).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from scipy.stats import ks_2samp, mannwhitneyu, rankdata

from search.matching.columns import Floats, day_number, person_columns, vacancy_columns
from search.matching.population import Planted, market
from search.matching.score import scores_of

ATTRIBUTES: Final = ("sex", "age", "ethnicity")
SIGNIFICANT: Final = 0.01
"""Chance of a false alarm for all comparisons together (Bonferroni)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups by one attribute: their sizes, mean ranks (0 the top of a list, 1 its end) and p-values."""

    attribute: str
    groups: tuple[str, str]
    people: tuple[int, int]
    mean_rank: tuple[float, float]
    mann_whitney_p: float
    kolmogorov_smirnov_p: float


@dataclass(frozen=True, slots=True)
class Fairness:
    """All comparisons, and the p-value below which one of them would be a difference."""

    people: int
    vacancies: int
    threshold: float
    comparisons: list[Comparison]

    @property
    def differs(self) -> bool:
        return any(
            min(one.mann_whitney_p, one.kolmogorov_smirnov_p) < self.threshold for one in self.comparisons
        )


def fairness_report(*, people: int, vacancies: int, seed: int, now: dt.datetime) -> Fairness:
    """Rank an invented population for its vacancies and compare the subgroups."""
    made = market(people=people, noise=0, seed=seed, now=now)
    rows = np.random.default_rng(seed).permutation(len(made.vacancies))[:vacancies]
    ranks = mean_ranks(made.people, [made.vacancies[row] for row in rows], day=day_number(now.isoformat()))
    pairs = [
        (attribute, pair)
        for attribute in ATTRIBUTES
        for pair in combinations(sorted({planted.group[attribute] for planted in made.people}), 2)
    ]
    return Fairness(
        people=people,
        vacancies=len(rows),
        threshold=SIGNIFICANT / (2 * max(len(pairs), 1)),
        comparisons=[compare(made.people, ranks, attribute, pair) for attribute, pair in pairs],
    )


def mean_ranks(people: list[Planted], vacancies: list[dict[str, object]], *, day: float) -> Floats:
    """The mean place of each person on the lists that they stand on, as a share of the list; NaN on none."""
    columns = person_columns([planted.person for planted in people])
    total, lists = np.zeros(len(people)), np.zeros(len(people))
    for vacancy in vacancies:
        scores = scores_of(columns, vacancy_columns([vacancy]), day=day)
        on_it = np.flatnonzero(scores.open)
        if len(on_it) > 1:
            total[on_it] += (rankdata(-scores.match[on_it]) - 1) / (len(on_it) - 1)
            lists[on_it] += 1
    with np.errstate(invalid="ignore"):
        return np.asarray(total / np.where(lists > 0, lists, np.nan))


def compare(people: list[Planted], ranks: Floats, attribute: str, groups: tuple[str, str]) -> Comparison:
    """The ranks of two groups beside each other."""
    one, other = (ranks[[planted.group[attribute] == group for planted in people]] for group in groups)
    one, other = one[~np.isnan(one)], other[~np.isnan(other)]
    return Comparison(
        attribute=attribute,
        groups=groups,
        people=(len(one), len(other)),
        mean_rank=(float(one.mean()), float(other.mean())),
        mann_whitney_p=float(mannwhitneyu(one, other).pvalue),
        kolmogorov_smirnov_p=float(ks_2samp(one, other).pvalue),
    )
