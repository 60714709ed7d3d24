"""Disclosure control, against an attacker who solves for suppressed cells by linear programming."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats_publishing.methods.disclosure import (
    MARK,
    TOTAL,
    Limits,
    cube_sums,
    marked,
    protected_cube,
    rounded_to,
    sensitive,
)
from stats_publishing.methods.suppression import Linked, NotProtectable, room, suppressed
from tests.stats_publishing.attacker import ranges

LIMITS = Limits()
SCHEMA = {
    "occupation": pl.String,
    "industry": pl.String,
    "employer": pl.Int64,
    "persons": pl.Int64,
    "amount": pl.Float64,
}
ROW = st.tuples(
    st.sampled_from("abcd"),
    st.sampled_from("xyz"),
    st.integers(0, 9),
    st.integers(1, 40),
    st.integers(1, 10**6).map(float),
)


def attacked(values, sums, hidden):
    """For each hidden cell the least and the most that it can be, by all that is published."""
    shown = {cell: value for cell, value in enumerate(values) if cell not in hidden}
    return ranges(sums, shown=shown, secrets=hidden)


def assert_protected(values, sums, hidden, primary, protection=LIMITS.protection):
    found = attacked(values, sums, hidden)
    for cell in primary:
        down, up = room(values[cell], protection=protection)
        slack = 1e-5 * max(1.0, values[cell])
        assert found[cell][0] <= values[cell] - down + slack
        assert found[cell][1] >= values[cell] + up - slack


@settings(max_examples=40)
@given(rows=st.lists(ROW, min_size=1, max_size=60))
def test_nothing_suppressed_in_a_table_with_totals_is_recovered_within_its_protection(rows):
    contributions = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    try:
        cube = protected_cube(contributions, by=["occupation", "industry"], limits=LIMITS)
    except NotProtectable:
        pytest.fail("without public cells everything can be protected")
    sums = cube_sums(list(cube.select("occupation", "industry").iter_rows()))
    hidden = set(cube["reason"].is_not_null().arg_true())
    primary = set((cube["reason"].is_not_null() & (cube["reason"] != "secondary")).arg_true())
    for measure in ("persons", "amount"):
        assert_protected(cube[measure].to_list(), sums, hidden, primary)


@settings(max_examples=40)
@given(rows=st.lists(ROW, min_size=1, max_size=60))
def test_an_employer_alone_in_a_cell_learns_of_no_fewer_others_than_the_limit(rows):
    cube = protected_cube(
        pl.DataFrame(rows, schema=SCHEMA, orient="row"), by=["occupation", "industry"], limits=LIMITS
    )
    employers, hidden = cube["employers"].to_list(), set(cube["reason"].is_not_null().arg_true())
    for total, parts in cube_sums(list(cube.select("occupation", "industry").iter_rows())):
        secret = [employers[part] for part in parts if part in hidden]
        if total not in hidden and 1 in secret:
            assert sum(secret) - 1 >= LIMITS.employers


@pytest.fixture
def linked():
    """Two provinces of three cities each and the nation, for two industries and both together."""
    places = {"nation": ["p", "q"], "p": ["p1", "p2", "p3"], "q": ["q1", "q2", "q3"]}
    rng = np.random.default_rng(3)
    figures = {
        (city, industry): float(rng.integers(20, 900))
        for city in (*places["p"], *places["q"])
        for industry in "xy"
    }
    for area in ("p", "q", "nation"):
        for industry in "xy":
            figures[area, industry] = sum(figures[part, industry] for part in places[area])
    for place in ("nation", *places["nation"], *places["p"], *places["q"]):
        figures[place, "all"] = figures[place, "x"] + figures[place, "y"]
    numbers = {cell: number for number, cell in enumerate(figures)}
    sums = [
        (numbers[area, i], tuple(numbers[part, i] for part in parts))
        for area, parts in places.items()
        for i in ("x", "y", "all")
    ]
    sums += [
        (numbers[place, "all"], (numbers[place, "x"], numbers[place, "y"]))
        for place in {place for place, _i in figures}
    ]
    return Linked(values=tuple(figures.values()), sums=tuple(sums), employers=(5,) * len(figures)), numbers


def test_a_city_is_not_recovered_through_its_province_and_the_nation(linked):
    tables, numbers = linked
    primary = {numbers["p1", "x"]}
    hidden = suppressed(tables, primary=primary, protection=0.15, employers=3)
    assert_protected(tables.values, tables.sums, hidden, primary)
    assert len(hidden) < len(tables.values)
    naive = attacked(tables.values, tables.sums, primary)[numbers["p1", "x"]]
    assert naive == pytest.approx((tables.values[numbers["p1", "x"]],) * 2)  # the attacker is no straw man


def test_figures_that_an_earlier_version_published_are_no_protection(linked):
    tables, numbers = linked
    primary = {numbers["p1", "x"]}
    public = {numbers["p2", "x"], numbers["q", "x"], numbers["nation", "all"]}
    hidden = suppressed(tables, primary=primary, protection=0.15, employers=3, public=public)
    assert not hidden & public
    assert_protected(tables.values, tables.sums, hidden, primary)


def test_a_secret_that_follows_from_public_cells_is_told(linked):
    tables, numbers = linked
    public = {numbers["p2", "x"], numbers["p3", "x"], numbers["p", "x"]}
    with pytest.raises(NotProtectable):
        suppressed(tables, primary={numbers["p1", "x"]}, protection=0.15, employers=3, public=public)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(1, 50, 10.0), (2, 50, 10.0)], "few_employers"),
        ([(1, 3, 10.0), (2, 3, 10.0), (3, 3, 10.0)], "few_persons"),
        ([(1, 30, 50.0), (2, 30, 36.0), (3, 30, 14.0)], "dominance"),
        ([(1, 30, 80.0), (2, 30, 4.0), (3, 30, 7.9), (4, 30, 8.1)], "dominance"),
        ([(1, 30, 40.0), (2, 30, 40.0), (3, 30, 20.0)], None),
        ([(1, 0, 0.0)], None),
    ],
)
def test_cells_that_tell_too_much_by_themselves(rows, reason):
    frame = pl.DataFrame([("a", "x", *row) for row in rows], schema=SCHEMA, orient="row")
    assert sensitive(frame, by=["occupation"], limits=LIMITS)["reason"].to_list() == [reason]


def test_the_second_largest_may_not_estimate_the_largest():
    rows = [("a", "x", 1, 30, 50.0), ("a", "x", 2, 30, 45.5), ("a", "x", 3, 30, 4.5)]
    limits = Limits(largest_two=0.99)
    assert (
        sensitive(pl.DataFrame(rows, schema=SCHEMA, orient="row"), by=["occupation"], limits=limits)[
            "reason"
        ].item()
        == "p_percent"
    )


def test_an_employer_with_several_rows_is_one():
    rows = [("a", "x", employer, 10, 5.0) for employer in (1, 1, 1, 2)]
    cell = sensitive(pl.DataFrame(rows, schema=SCHEMA, orient="row"), by=["occupation"], limits=LIMITS)
    assert (cell["employers"].item(), cell["reason"].item()) == (2, "few_employers")


def test_a_table_without_secrets_loses_nothing_and_marks_replace_what_is_kept():
    rows = [(o, i, employer, 20, 100.0) for o in "ab" for i in "xy" for employer in range(6)]
    safe = protected_cube(
        pl.DataFrame(rows, schema=SCHEMA, orient="row"), by=["occupation", "industry"], limits=LIMITS
    )
    assert safe["reason"].null_count() == len(safe) == 9
    assert safe.filter(occupation=TOTAL, industry=TOTAL)["persons"].item() == 480
    kept = protected_cube(
        pl.DataFrame(rows[:-5], schema=SCHEMA, orient="row"), by=["occupation", "industry"], limits=LIMITS
    )
    shown = {
        (row["occupation"], row["industry"]): row["persons"]
        for row in marked(kept, columns=["persons"]).to_dicts()
    }
    assert shown["b", "y"] == MARK
    assert list(shown.values()).count(MARK) == 4
    assert shown[TOTAL, TOTAL] == "380"


@given(count=st.integers(0, 10**6), base=st.sampled_from([3, 5, 10, 100]))
def test_rounded_counts_are_the_nearest_multiple(count, base):
    got = pl.DataFrame({"n": [count]}).select(rounded_to(pl.col("n"), base=base)).item()
    assert got % base == 0
    assert abs(got - count) <= base / 2
