"""Recommendations for many people at once, so that not all are sent to the same few vacancies.

Each vacancy may be shown so often as its openings are a share of all openings, with some headroom. Within
that, the sum of the scores is the highest there is: an assignment with capacities, solved exactly (shortest
augmenting paths of Jonker and Volgenant 1987 on a sparse graph, `scipy.sparse.csgraph`), one place on each
person's list a round: discrete optimal transport, as Bied et al. 2021 use it for job seekers
("Congestion-avoiding job recommendation with optimal transport").

People are taken in batches of a shuffled order, each batch with its share of what may be shown, so that
memory stays bounded and nobody is first by their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from search.matching.columns import Floats, Ints

HEADROOM: Final = 1.5
"""So many times its share of the openings may a vacancy be shown, so that the cap leaves no list short."""
BATCH: Final = 500
_UNPLACED: Final = 100.0
"""The cost of an empty place on a list: above any other, for lists are filled before they are improved."""

Lists = list[Ints]
"""For each person the columns of vacancies, best first."""


@dataclass(frozen=True, slots=True)
class Congestion:
    """How a way of recommending fares.

    ndcg: of the lists, against each person's own best. gini: of times shown for each opening, 0 (even) to 1
    (all on one), over all vacancies that were a candidate. filled: share of the places on lists that hold
    something.
    """

    ndcg: float
    gini: float
    filled: float


def best_alone(scores: csr_array, *, top: int) -> Lists:
    """Each person's best vacancies, whoever else is shown them; equals by column."""
    return [_best_of(scores, row, top) for row in range(scores.shape[0])]


def shared_out(
    scores: csr_array, openings: Ints, *, top: int, headroom: float = HEADROOM, seed: int = 0
) -> Lists:
    """Lists of at most `top` vacancies, no vacancy on more of them than its openings allow.

    Args:
        scores: people in rows, vacancies in columns, 0 to 1; only candidates are stored.
        openings: of each vacancy, at least 1.
    """
    people = scores.shape[0]
    caps = exposure_caps(openings, places=people * top, headroom=headroom)
    order = np.random.default_rng(seed).permutation(people)
    shown = np.zeros(len(openings), np.int64)
    lists: Lists = [np.zeros(0, np.int64)] * people
    for start in range(0, people, BATCH):
        batch = order[start : start + BATCH]
        allowed = np.ceil(caps * min(start + BATCH, people) / people).astype(np.int64) - shown
        chosen = _share_batch(scores[batch], np.maximum(allowed, 0), top)
        for row, columns in zip(batch, chosen, strict=True):
            shown[columns] += 1
            lists[row] = columns
    return lists


def exposure_caps(openings: Ints, *, places: int, headroom: float) -> Ints:
    """How many lists each vacancy may stand on: its share of all openings, of the places on all lists."""
    share = openings / max(int(openings.sum()), 1)
    return np.asarray(np.maximum(np.ceil(share * places * headroom), 1), np.int64)


def congestion_of(lists: Lists, scores: csr_array, openings: Ints, *, top: int) -> Congestion:
    """What lists are worth to people, and how evenly they show the openings."""
    shown = np.bincount(np.concatenate([*lists, np.zeros(0, np.int64)]), minlength=len(openings))
    candidates = np.bincount(scores.indices, minlength=len(openings)) > 0
    possible = np.minimum(np.diff(scores.indptr), top).sum()
    return Congestion(
        ndcg=ndcg(lists, scores, top=top),
        gini=gini((shown / openings)[candidates]),
        filled=float(sum(map(len, lists)) / max(int(possible), 1)),
    )


def ndcg(lists: Lists, scores: csr_array, *, top: int) -> float:
    """Mean normalised discounted cumulative gain of the lists; a person's own best list is worth 1."""
    discount = 1 / np.log2(np.arange(2, top + 2))
    worth = []
    for row, columns in enumerate(lists):
        own = _row(scores, row)
        ideal = np.sort(own[1])[::-1][:top]
        if not len(ideal):
            continue
        worth_of = dict(zip(own[0].tolist(), own[1].tolist(), strict=True))
        gains = np.array([worth_of[column] for column in columns[:top].tolist()])
        worth.append(float((gains * discount[: len(gains)]).sum() / (ideal * discount[: len(ideal)]).sum()))
    return float(np.mean(worth)) if worth else 1.0


def gini(amounts: Floats) -> float:
    """The Gini coefficient: half the mean difference of two of them, as a share of their mean."""
    values = np.sort(np.asarray(amounts, np.float64))
    if not len(values) or not values.sum():
        return 0.0
    ranks = np.arange(1, len(values) + 1)
    return float((2 * ranks - len(values) - 1) @ values / (len(values) * values.sum()))


def _row(scores: csr_array, row: int) -> tuple[Ints, Floats]:
    part = slice(scores.indptr[row], scores.indptr[row + 1])
    return scores.indices[part].astype(np.int64), scores.data[part]


def _best_of(scores: csr_array, row: int, top: int) -> Ints:
    columns, values = _row(scores, row)
    return np.asarray(columns[np.lexsort((columns, -values))[:top]])


def _share_batch(scores: csr_array, allowed: Ints, top: int) -> Lists:
    """Lists for a batch: a round for each place, every round the best assignment of what is left."""
    table = scores.tocoo()
    rows, columns, worth = table.row.astype(np.int64), table.col.astype(np.int64), table.data
    left = allowed.copy()
    free = np.ones(len(rows), bool)
    taken: list[list[int]] = [[] for _ in range(scores.shape[0])]
    for _ in range(top):
        edges = np.flatnonzero(free & (left[columns] > 0))
        if not len(edges):
            break
        chosen = edges[_assign(rows[edges], columns[edges], worth[edges], left, scores.shape[0])]
        free[chosen] = False
        np.subtract.at(left, columns[chosen], 1)
        for edge in chosen:
            taken[rows[edge]].append(int(edge))
    return [_by_worth(edges, columns, worth) for edges in taken]


def _by_worth(edges: Sequence[int], columns: Ints, worth: Floats) -> Ints:
    chosen = np.array(edges, np.int64)
    return columns[chosen[np.lexsort((columns[chosen], -worth[chosen]))]] if len(chosen) else chosen


def _assign(rows: Ints, columns: Ints, worth: Floats, left: Ints, people: int) -> NDArray[np.int64]:
    """At most one edge a person, at most `left` a vacancy, of the highest total worth; indexes of edges.

    A vacancy is as many columns as it may be shown, and no more than people could be shown it. Beside them
    each person has a column of their own for an empty place.
    """
    wanted = np.bincount(columns, minlength=len(left))
    copies = np.minimum(left, wanted)
    first = np.concatenate([[0], np.cumsum(copies)])
    each = copies[columns]
    edge = np.repeat(np.arange(len(rows)), each)
    offset = np.arange(len(edge)) - np.repeat(np.cumsum(each) - each, each)
    places = first[columns[edge]] + offset
    cost = np.concatenate([2.0 - worth[edge], np.full(people, _UNPLACED)])
    at = (
        np.concatenate([rows[edge], np.arange(people)]),
        np.concatenate([places, first[-1] + np.arange(people)]),
    )
    graph = csr_array((cost, at), shape=(people, first[-1] + people))
    matched_rows, matched_places = min_weight_full_bipartite_matching(graph)
    placed = matched_places < first[-1]
    vacancy = np.searchsorted(first, matched_places[placed], side="right") - 1
    key = {
        (row, column): at
        for at, (row, column) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True))
    }
    return np.array(
        [key[pair] for pair in zip(matched_rows[placed].tolist(), vacancy.tolist(), strict=True)], np.int64
    )
