"""The judged queries, and what the search makes of them."""

from collections import Counter

import pytest
from ir_measures import nDCG

from tests.relevance.judging import MOST, queries
from tests.relevance.report import accepted, fallen, shortcomings
from tests.relevance.scoring import Score, judgements, measured, scores


def test_there_are_queries_of_every_style_and_enough_that_nobody_tunes_to():
    found = queries()
    assert len(found) == len({query.text for query in found}) >= 200
    assert min(Counter(query.style for query in found).values()) >= 15
    assert sum(query.held_out for query in found) >= 60
    assert min(Counter(query.style for query in found if query.held_out).values()) >= 3


def test_every_query_has_answers_worth_finding():
    judged = judgements()
    assert [text for text, grades in judged.items() if list(grades.values()).count(MOST) < 3] == []


def test_the_best_order_is_worth_one_and_a_second_posting_of_an_opening_nothing():
    judged = {"q": {1: 3, 2: 2, 3: 1}}
    measure = nDCG @ 10
    best = measured(judged, {"q": [1, 2, 3]}, measure)["q"]
    again = measured(judged, {"q": [1, 1, 2, 3]}, measure)["q"]
    worse = measured(judged, {"q": [3, 2, 1]}, measure)["q"]
    assert best == pytest.approx(1)
    assert worse < again < best
    assert measured(judged, {"q": []}, measure) == {"q": 0}


def score(ndcg: float, floor: float = 0.5) -> Score:
    return Score(ndcg=ndcg, recall=None, floor=floor)


def test_a_fall_by_more_than_a_hundredth_is_told():
    assert fallen({"a": score(0.9), "b": score(0.9)}, {"a": 0.95, "b": 0.93})
    assert not fallen({"a": score(0.9), "b": score(0.9)}, {"a": 0.915, "b": 0.9})


def test_a_new_query_is_no_fall():
    assert not fallen({"a": score(0.9), "new": score(0)}, {"a": 0.9})


def test_the_goal_is_judged_beside_the_floor():
    assert shortcomings({"a": score(0.95)}, {}) == []
    assert len(shortcomings({"a": score(0.89)}, {})) == 1
    assert len(shortcomings({"a": score(0.95, floor=0.81)}, {})) == 1


@pytest.mark.slow
@pytest.mark.django_db
def test_the_search_reaches_its_goals_and_did_not_become_less_relevant():
    assert shortcomings(scores(), accepted()) == []
