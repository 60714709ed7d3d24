"""A market with planted truth: what was planted is found, and nothing that breaks a hard condition."""

from __future__ import annotations

import datetime as dt

import ir_measures
import numpy as np
import pytest
import time_machine
from ir_measures import Qrel, ScoredDoc, nDCG

from search.matching.columns import day_number, person_columns, vacancy_columns
from search.matching.population import BROKEN, Market, market
from search.matching.score import scores_of
from search.matching.services import match_person
from tests.search.matching.conftest import NOW

TIME = dt.datetime.fromisoformat(NOW)


def ranked(made: Market) -> list[list[tuple[int, float]]]:
    """For each person every vacancy that no gate parts from them, best first, with its score."""
    columns = vacancy_columns(made.vacancies)
    found = []
    for planted in made.people:
        scores = scores_of(person_columns([planted.person]), columns, day=day_number(NOW))
        order = np.lexsort((columns.ids, -scores.match))
        order = order[scores.open[order]]
        found.append(list(zip(columns.ids[order].tolist(), scores.match[order].tolist(), strict=True)))
    return found


@pytest.fixture(scope="module")
def made() -> Market:
    return market(people=60, noise=2000, seed=7, now=TIME)


def test_the_same_seed_makes_the_same_market():
    one, other = (market(people=3, noise=5, seed=5, now=TIME) for _ in range(2))
    assert one == other
    assert market(people=3, noise=5, seed=6, now=TIME) != one


def test_every_hard_condition_is_broken_somewhere(made):
    assert {broken for planted in made.people for broken in planted.broken.values()} == set(BROKEN)


def test_nothing_that_breaks_a_hard_condition_is_proposed(made):
    for planted, found in zip(made.people, ranked(made), strict=True):
        assert not planted.broken.keys() & {vacancy for vacancy, _ in found}


def test_planted_grades_are_ranked_by_ndcg_of_at_least_0_92(made):
    qrels = [
        Qrel(str(planted.person["id"]), str(vacancy), grade)
        for planted in made.people
        for vacancy, grade in planted.grades.items()
    ]
    run = [
        ScoredDoc(str(planted.person["id"]), str(vacancy), score)
        for planted, found in zip(made.people, ranked(made), strict=True)
        for vacancy, score in found[:50]
    ]
    measured = ir_measures.calc_aggregate([nDCG @ 10], qrels, run)
    assert measured[nDCG @ 10] >= 0.92


def test_planted_vacancies_are_among_the_first_50(made):
    recalls = []
    for planted, found in zip(made.people, ranked(made), strict=True):
        wanted = {vacancy for vacancy, grade in planted.grades.items() if grade}
        recalls.append(len(wanted & {vacancy for vacancy, _ in found[:50]}) / len(wanted))
    assert np.mean(recalls) >= 0.98


def overlaps(made: Market, people: int) -> list[float]:
    """For some people, the share of the true best 20 that the index finds."""
    shares = []
    for planted, true in zip(made.people[:people], ranked(made), strict=False):
        best = {vacancy for vacancy, _ in true[:20]}
        found = match_person(planted.person)
        assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
        shares.append(len(best & {match.id for match in found}) / len(best))
    return shares


@time_machine.travel(NOW)
def test_the_index_finds_the_true_best_twenty(made, indexed):
    indexed(vacancies=made.vacancies)
    assert np.mean(overlaps(made, 30)) >= 0.97


@pytest.mark.slow
@time_machine.travel(NOW)
def test_the_index_finds_the_true_best_twenty_among_100_000(indexed):
    made = market(people=40, noise=99_200, seed=11, now=TIME)
    assert len(made.vacancies) == 100_000
    indexed(vacancies=made.vacancies)
    assert np.mean(overlaps(made, 40)) >= 0.97
