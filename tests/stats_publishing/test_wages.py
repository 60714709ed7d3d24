"""Wage levels against the definitions, written out, and against numpy."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats_publishing.methods.wage_checks import wage_findings
from stats_publishing.methods.wages import (
    AMOUNTS,
    PERCENTILES,
    in_prices_of,
    in_unit,
    wage_table,
    year_on_year,
)

PAY = st.lists(st.integers(10_000, 2_000_000), min_size=1, max_size=60)


def survey(pay, *, weight=None, **columns):
    frame = pl.DataFrame({"pay": pay}).with_columns(
        employer=pl.int_range(pl.len()) % 7, weight=pl.Series(weight or [1.0] * len(pay)).cast(pl.Float64)
    )
    return frame.with_columns(**{name: pl.Series(values) for name, values in columns.items()})


@given(pay=PAY)
def test_percentiles_interpolate_as_numpy_does_and_levels_are_means_of_tails(pay):
    row = wage_table(survey(pay), by=[]).row(0, named=True)
    for percent in PERCENTILES:
        assert row[f"p{percent}"] == pytest.approx(np.percentile(pay, percent, method="linear"))
    reach = math.ceil(len(pay) * 500 / 10_000)
    assert row["low"] == pytest.approx(np.mean(sorted(pay)[:reach]))
    assert row["high"] == pytest.approx(np.mean(sorted(pay)[-reach:]))
    assert row["middle"] == pytest.approx(np.median(pay))
    assert row["mean"] == pytest.approx(np.mean(pay))
    assert (row["persons"], row["employers"]) == (len(pay), min(7, len(pay)))


@given(rows=st.lists(st.tuples(st.integers(10_000, 2_000_000), st.integers(1, 9)), min_size=1, max_size=40))
def test_a_weight_is_that_many_persons(rows):
    pay, weight = zip(*rows, strict=True)
    weighted = wage_table(survey(pay, weight=[float(each) for each in weight]), by=[], tail=700)
    expanded = [amount for amount, times in rows for _ in range(times)]
    each = wage_table(survey(expanded), by=[], tail=700)
    for name in (*(f"p{percent}" for percent in PERCENTILES), "mean", "middle", "weight"):
        assert weighted[name][0] == pytest.approx(each[name][0])
    assert weighted["persons"][0] == len(rows)


@given(
    rows=st.lists(
        st.tuples(st.integers(10_000, 2_000_000), st.sampled_from("abc"), st.sampled_from("xy")), min_size=1
    )
)
def test_each_cell_is_as_if_it_were_alone_and_levels_are_in_order(rows):
    pay, occupation, industry = zip(*rows, strict=True)
    everybody = survey(pay, occupation=occupation, industry=industry)
    table = wage_table(everybody, by=["occupation", "industry"])
    assert table["persons"].sum() == len(rows)
    for row in table.iter_rows(named=True):
        cell = everybody.filter(occupation=row["occupation"], industry=row["industry"])
        alone = wage_table(cell, by=[]).row(0, named=True)
        assert [row[name] for name in AMOUNTS] == pytest.approx([alone[name] for name in AMOUNTS])
        assert row["low"] <= row["middle"] <= row["high"]
        assert row["p10"] <= row["p25"] <= row["p50"] <= row["p75"] <= row["p90"]


def test_a_tail_of_forty_people_is_two_at_five_per_cent_and_four_at_ten():
    pay = list(range(10_000, 410_000, 10_000))
    five, ten = (wage_table(survey(pay), by=[], tail=tail).row(0, named=True) for tail in (500, 1000))
    assert (five["low"], five["high"]) == (15_000, 395_000)
    assert (ten["low"], ten["high"]) == (25_000, 385_000)


@pytest.mark.parametrize("by", [[], ["occupation"]])
def test_of_nobody_there_are_no_levels(by):
    nobody = survey([1], occupation=["a"]).clear()
    assert wage_table(nobody, by=by).is_empty()


def test_a_tail_and_weights_have_bounds():
    with pytest.raises(ValueError, match="between 5 and 10"):
        wage_table(survey([1]), by=[], tail=1001)
    with pytest.raises(ValueError, match="positive"):
        wage_table(survey([1], weight=[0.0]), by=[])


def test_amounts_are_shown_in_the_units_of_publication():
    table = wage_table(survey([61_206]), by=[])
    assert in_unit(table, unit="yuan_month")["mean"][0] == 5101
    assert in_unit(table, unit="wan_year")["p50"][0] == 6.12


def test_changes_compare_like_cells_nominally_and_in_real_terms():
    before = wage_table(survey([50_000, 80_000], occupation=["a", "b"]), by=["occupation"])
    now = wage_table(survey([55_000, 70_000], occupation=["a", "c"]), by=["occupation"])
    assert year_on_year(now, before, by=["occupation"])["mean_change"].to_list() == [10.0, None]
    real = in_prices_of(now, year=2025, base_year=2024, cpi={2024: 100.0, 2025: 110.0})
    assert year_on_year(real, before, by=["occupation"])["p90_change"].to_list() == [0.0, None]


def employees(pay, **columns):
    frame = survey(pay).with_row_index("row", offset=2)
    rest = {"occupation": "o", "region": "320200", "months": 12, "age": 30} | columns
    return frame.with_columns(
        pl.col("row").cast(pl.Int64),
        **{n: pl.lit(v) if not isinstance(v, list) else pl.Series(v) for n, v in rest.items()},
    )


def found(frame):
    findings = wage_findings(
        frame, minimum_wage={"320200": 2490}, identity=["employer", "occupation", "pay", "age"]
    )
    return [(row["row"], row["check"], row["expected"]) for row in findings.iter_rows(named=True)]


def test_each_planted_mistake_is_found_and_nothing_else():
    sound = [60_000 + 500 * n for n in range(40)]
    assert found(employees(sound)) == []
    planted = [5_000, 720_000, 7.0, 70.0, 7_000_000, None, -3.0, 25_000]
    checks = {
        (row, check)
        for row, check, _expected in found(employees([float(p) if p else p for p in sound + planted]))
    }
    assert checks == {
        (42, "month_for_year"),
        (42, "below_minimum"),
        (43, "twelve_times_too_much"),
        (44, "ten_thousands"),
        (44, "below_minimum"),
        (45, "thousands"),
        (45, "below_minimum"),
        (46, "cents"),
        (47, "no_pay"),
        (48, "no_pay"),
        (49, "below_minimum"),
    }


def test_an_employee_entered_twice_is_found_with_the_first_row():
    frame = employees([60_000.0] * 8)
    assert found(frame) == [(9, "duplicate", 2.0)]


def test_the_minimum_wage_is_for_the_months_worked():
    assert found(employees([25_000.0, 25_000.0], months=[10, 12])) == [(3, "below_minimum", 29_880.0)]
