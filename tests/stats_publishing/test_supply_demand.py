"""Shares, ratios and their changes, of tables made up here."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats_publishing.methods.groups import groups
from stats_publishing.methods.rounding import LARGEST, rounded_quotient
from stats_publishing.methods.supply_demand import (
    aggregated,
    supply_demand,
    valid_counts,
    with_changes,
)

COUNT = st.integers(0, LARGEST // 100)


def table(rows, kind="occupation", **keys):
    frame = pl.DataFrame(
        rows, schema={"group": pl.String, "demand": pl.Int64, "seekers": pl.Int64}, orient="row"
    )
    return frame.with_columns(**{name: pl.lit(value) for name, value in (keys or {"city": "a"}).items()})


def made(rows, kind="occupation"):
    rows = supply_demand(table(rows), kind=kind, keys=["city"]).to_dicts()
    return {row["group"]: row for row in rows}


def half_up(value: Fraction, places: int = 2) -> float:
    scaled = value * 10**places
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return (-whole if value < 0 else whole) / 10**places


@given(numerator=st.integers(-(10**14), 10**14), denominator=st.integers(1, 10**16))
def test_quotients_are_rounded_exactly_with_halves_away_from_zero(numerator, denominator):
    frame = pl.DataFrame({"n": [numerator], "d": [denominator]})
    got = frame.select(rounded_quotient(pl.col("n"), pl.col("d"), places=2)).item()
    assert got == half_up(Fraction(numerator, denominator))


def test_a_quotient_over_zero_is_nothing():
    frame = pl.DataFrame({"n": [3, 0], "d": [0, 0]})
    assert frame.select(rounded_quotient(pl.col("n"), pl.col("d"), places=2)).to_series().to_list() == [
        None,
        None,
    ]


def test_valid_is_carried_over_plus_new():
    counts = pl.DataFrame(
        {"demand_carried": [3], "demand_new": [4], "seekers_carried": [0], "seekers_new": [9]}
    )
    row = valid_counts(counts).row(0, named=True)
    assert (row["demand"], row["seekers"]) == (7, 9)


ROWS = st.lists(
    st.tuples(COUNT, COUNT), min_size=len(groups("occupation")) - 2, max_size=len(groups("occupation")) - 2
)


@given(rows=ROWS, none=st.tuples(COUNT, COUNT))
def test_shares_add_up_and_every_ratio_is_of_whole_persons(rows, none):
    names = [group.name for group in groups("occupation") if group.role == "group"]
    found = made([(name, *row) for name, row in zip(names, rows, strict=True)] + [("无要求", *none)])
    demand, seekers = (sum(row[side] for row in (*rows, none)) for side in (0, 1))
    for side, total in (("demand", demand), ("seekers", seekers)):
        shares = [row[f"{side}_share"] for row in found.values()]
        if total:
            assert abs(sum(shares) - 100) <= 0.005 * len(shares) + 1e-9
        else:
            assert shares == [None] * len(shares)
    for name, (wanted, seeking) in zip(names, rows, strict=True):
        spread = int(Fraction(none[1] * wanted, demand) + Fraction(1, 2)) if demand else 0
        people = seeking + spread
        open_to_all = Fraction(none[0], seekers) if seekers else 0
        expected = half_up(Fraction(wanted, people) + open_to_all) if people else None
        assert found[name]["ratio"] == expected
        assert (found[name]["demand"], found[name]["seekers"]) == (wanted, seeking)
    assert found["无要求"]["ratio"] is None


@given(rows=st.lists(COUNT, min_size=14, max_size=14))
def test_types_of_enterprise_divide_by_the_enterprises_and_the_rest_by_all(rows):
    entries = [group for group in groups("employer") if group.role == "group"]
    listed = [group.name for group in entries if group.name not in {"企业", "内资企业"}][:14]
    found = made([(name, number, None) for name, number in zip(listed, rows, strict=True)], kind="employer")
    within = {group.name for group in entries if group.base == "企业"}
    enterprises = sum(row["demand"] for name, row in found.items() if name in within)
    for name, row in found.items():
        base = enterprises if name in within else sum(rows)
        assert row["demand_share"] == (half_up(Fraction(100 * row["demand"], base)) if base else None)
        assert row["seekers_share"] is None


def test_subtotals_that_are_listed_do_not_count_twice_and_alone_they_count():
    found = made(
        [
            ("企业", 80, None),
            ("内资企业", 50, None),
            ("国有企业", 20, None),
            ("私营企业", 30, None),
            ("外商投资企业", 30, None),
            ("机关", 20, None),
        ],
        kind="employer",
    )
    assert {row["demand_total"] for row in found.values()} == {100}
    assert [row["demand_share"] for row in found.values()] == [80.0, 62.5, 25.0, 37.5, 37.5, 20.0]
    alone = made([("企业", 80, None), ("事业", 20, None)], kind="employer")
    assert alone["企业"]["demand_share"] == 80.0


def test_where_nobody_seeks_there_is_no_ratio_and_where_nobody_is_wanted_it_is_zero():
    found = made([("男", 5, 0), ("女", 0, 5)], kind="sex")
    assert (found["男"]["ratio"], found["女"]["ratio"]) == (None, 0.0)


def test_a_side_that_the_table_does_not_ask_stays_empty():
    row = made([("制造业", 5, None), ("教育", 5, None)], kind="industry")["教育"]
    assert (row["seekers_total"], row["seekers_share"], row["ratio"]) == (None, None, None)


def test_changes_are_differences_of_what_was_published_and_of_like_groups():
    before = supply_demand(table([("男", 1, 3), ("女", 2, 3)]), kind="sex", keys=["city"])
    now = supply_demand(
        table([("女 性", 2, 3), ("男", 1, 2), ("无要求", 0, None)]), kind="sex", keys=["city"]
    )
    rows = {row["known_as"]: row for row in with_changes(now, before, keys=["city"], suffix="qoq").to_dicts()}
    assert rows["男"]["demand_share_qoq"] == 0.0
    assert rows["男"]["ratio_qoq"] == 0.17  # 0.50 − 0.33
    assert rows["女"]["seekers_share_qoq"] == 10.0
    assert rows["无要求"]["demand_share_qoq"] is None


@given(cities=st.lists(st.tuples(COUNT, COUNT), min_size=1, max_size=8))
def test_a_larger_area_has_the_ratio_of_its_sums(cities):
    tables = pl.concat(table([("男", *row)], city=str(n), province="p") for n, row in enumerate(cities))
    whole = aggregated(tables, keys=["province"])
    row = supply_demand(whole, kind="sex", keys=["province"]).row(0, named=True)
    demand, seekers = (sum(city[side] for city in cities) for side in (0, 1))
    assert row["ratio"] == (half_up(Fraction(demand, seekers)) if seekers else None)


def test_many_tables_at_once_are_each_by_itself():
    one, two = [("男", 3, 1), ("女", 1, 1)], [("女", 7, 2), ("无要求", 5, 0)]
    both = supply_demand(pl.concat([table(one, city="a"), table(two, city="b")]), kind="sex", keys=["city"])
    apart = [
        supply_demand(table(rows, city=city), kind="sex", keys=["city"])
        for rows, city in ((one, "a"), (two, "b"))
    ]
    assert both.equals(pl.concat(apart))


def test_a_name_that_the_kind_does_not_know_is_refused():
    with pytest.raises(KeyError, match="火星"):
        supply_demand(table([("火星", 1, 1)]), kind="sex", keys=["city"])
