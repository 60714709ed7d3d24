"""What stands out is found, what does not is left in peace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats_publishing.methods.outliers import against_own_past, against_peers

FIGURES = st.integers(1, 10**7)


@pytest.mark.parametrize(
    ("value", "stands_out"),
    [(1000, False), (1100, False), (10_300, True), (103, True), (1_190, False), (0, True)],
)
def test_a_figure_with_a_zero_too_many_or_too_few_stands_out_of_its_past(value, stands_out):
    assert bool(against_own_past(value, [1020, 980, 1010, 1050, 990])) is stands_out


def test_a_past_that_never_changed_allows_a_small_change_only():
    assert against_own_past(110, [100] * 6) is None
    assert against_own_past(200, [100] * 6).score == float("inf")


def test_a_short_past_says_nothing():
    assert against_own_past(10**6, [1, 1, 1]) is None


@given(st.lists(FIGURES, min_size=4, max_size=30), st.sampled_from([10, 1000]))
def test_the_unit_does_not_matter(past, unit):
    """Persons or thousands of persons: the same figures stand out."""
    for value in (past[0], 3 * past[0] + 1):
        one, other = (
            against_own_past(value, past),
            against_own_past(value * unit, [figure * unit for figure in past]),
        )
        assert (one is None) == (other is None)


@given(st.lists(FIGURES, min_size=5, max_size=31).filter(lambda past: len(past) % 2))
def test_the_median_of_the_past_never_stands_out(past):
    assert against_own_past(sorted(past)[len(past) // 2], past) is None


@given(st.dictionaries(st.text("0123456789", min_size=6, max_size=6), FIGURES, min_size=12, max_size=60))
def test_where_all_change_alike_nobody_stands_out(before):
    assert against_peers({region: 2 * figure for region, figure in before.items()}, before) == {}


@given(
    st.lists(st.integers(500, 50_000), min_size=12, max_size=40),
    st.lists(st.floats(0.95, 1.05), min_size=40, max_size=40),
    st.sampled_from([10, 0.1]),
)
def test_a_planted_mistake_among_peers_is_found(figures, growth, mistake):
    before = {f"{at:06}": float(figure) for at, figure in enumerate(figures)}
    now = {region: before[region] * growth[at] for at, region in enumerate(before)}
    now["000003"] = before["000003"] * mistake
    assert "000003" in against_peers(now, before)


def test_few_peers_say_nothing_and_zeros_are_not_compared():
    few = {f"{at:06}": 100.0 for at in range(9)}
    assert against_peers(few | {"000001": 9000.0}, few) == {}
    many = {f"{at:06}": 100.0 for at in range(20)}
    assert against_peers(many | {"000001": 0.0}, many) == {}
