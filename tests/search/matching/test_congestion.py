"""Openings are shown in proportion, and lists stay good."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array, csr_array

from search.matching import congestion
from search.matching.congestion import best_alone, congestion_of, exposure_caps, gini, ndcg, shared_out


def crowd(people: int, vacancies: int, candidates: int, seed: int) -> tuple[csr_array, np.ndarray]:
    """People who all like the same vacancies best, and the openings of these."""
    chance = np.random.default_rng(seed)
    rows = np.repeat(np.arange(people), candidates)
    columns = np.concatenate([chance.choice(vacancies, candidates, replace=False) for _ in range(people)])
    liked = chance.random(vacancies) * 0.6
    scores = liked[columns] + chance.random(len(columns)) * 0.4
    table = coo_array((scores, (rows, columns)), shape=(people, vacancies)).tocsr()
    return table, chance.integers(1, 5, vacancies)


@settings(max_examples=25)
@given(st.integers(1, 60), st.integers(2, 30), st.integers(1, 5), st.integers(0, 10_000))
def test_no_vacancy_is_shown_more_often_than_its_openings_allow(people, vacancies, top, seed):
    scores, openings = crowd(people, vacancies, min(vacancies, 8), seed)
    lists = shared_out(scores, openings, top=top, headroom=1.0)
    shown = np.bincount(np.concatenate([*lists, np.zeros(0, np.int64)]), minlength=vacancies)
    assert (shown <= exposure_caps(openings, places=people * top, headroom=1.0)).all()
    for row, columns in enumerate(lists):
        own = scores.indices[scores.indptr[row] : scores.indptr[row + 1]]
        assert len(set(columns.tolist())) == len(columns) <= top
        assert set(columns.tolist()) <= set(own.tolist())


def test_batches_keep_within_the_caps_of_all(monkeypatch):
    monkeypatch.setattr(congestion, "BATCH", 7)
    scores, openings = crowd(100, 20, 8, 3)
    shown = np.bincount(np.concatenate(shared_out(scores, openings, top=4)), minlength=20)
    assert (shown <= exposure_caps(openings, places=400, headroom=congestion.HEADROOM)).all()


def test_sharing_out_shows_openings_more_evenly_at_little_cost():
    scores, openings = crowd(600, 200, 40, 1)
    alone = congestion_of(best_alone(scores, top=10), scores, openings, top=10)
    shared = congestion_of(shared_out(scores, openings, top=10), scores, openings, top=10)
    assert alone.ndcg == pytest.approx(1)
    assert shared.gini < alone.gini - 0.2
    assert shared.ndcg > 0.85
    assert shared.filled > 0.99


def test_an_assignment_gives_way_where_the_whole_gains():
    scores = csr_array(np.array([[0.9, 0.8], [0.9, 0.1]]))
    lists = shared_out(scores, np.array([1, 1]), top=1, headroom=1.0)
    assert [columns.tolist() for columns in lists] == [[1], [0]]


def test_lists_are_in_the_order_of_their_worth():
    scores, openings = crowd(50, 30, 10, 2)
    for row, columns in enumerate(shared_out(scores, openings, top=5)):
        worth = [scores[row, column] for column in columns]
        assert worth == sorted(worth, reverse=True)


def test_nobody_and_nothing_is_no_trouble():
    assert shared_out(csr_array((0, 1)), np.array([1]), top=3) == []
    lists = shared_out(csr_array((2, 1)), np.array([1]), top=3)
    assert [len(columns) for columns in lists] == [0, 0]
    assert congestion_of(lists, csr_array((2, 1)), np.array([1]), top=3).ndcg == 1


@pytest.mark.parametrize(
    ("amounts", "value"), [([1, 1, 1], 0), ([0, 0, 0, 1], 0.75), ([0, 0], 0), ([1, 3], 0.25)]
)
def test_gini(amounts, value):
    assert gini(np.array(amounts, float)) == pytest.approx(value)


def test_ndcg_of_the_second_best():
    scores = csr_array(np.array([[1.0, 0.5]]))
    assert ndcg([np.array([1])], scores, top=1) == pytest.approx(0.5)
