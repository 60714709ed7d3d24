"""Three sectors out of a table of industries."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from stats_publishing.methods.groups import groups
from stats_publishing.methods.sectors import OTHER, SECTORS, spread_other, three_sectors
from stats_publishing.methods.supply_demand import supply_demand

SECTIONS = [group.name for group in groups("industry") if group.role == "group" and group.name not in SECTORS]
COUNT = st.integers(0, 10**7)


def industries(rows):
    schema = {"group": pl.String, "demand": pl.Int64, "seekers": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(city=pl.lit("a"))
    return supply_demand(frame, kind="industry", keys=["city"])


@given(figures=st.lists(st.tuples(COUNT, COUNT), min_size=len(SECTIONS), max_size=len(SECTIONS)))
def test_spreading_keeps_the_total_and_gives_nobody_to_an_industry_without_demand(figures):
    table = industries([(name, *row) for name, row in zip(SECTIONS, figures, strict=True)])
    spread = spread_other(table, keys=["city"])
    before = {row["group"]: row for row in table.to_dicts()}
    after = {row["group"]: row for row in spread.to_dicts()}
    demand = sum(row["demand"] for name, row in before.items() if name != OTHER)
    for side in ("demand", "seekers"):
        assert spread[side].sum() == table[side].sum()
        for name, row in after.items():
            added = row[side] - before[name][side]
            if demand:
                assert abs(added - before[OTHER][side] * before[name]["demand"] / demand) < 1
            if before[name]["demand"] == 0:
                assert added == 0
    assert (OTHER in after) == (demand == 0)


@given(
    figures=st.lists(st.tuples(st.integers(1, 10**7), COUNT), min_size=len(SECTIONS), max_size=len(SECTIONS))
)
def test_sectors_have_everybody_between_them(figures):
    table = industries([(name, *row) for name, row in zip(SECTIONS, figures, strict=True)])
    sectors = three_sectors(table, keys=["city"])
    assert sectors["sector"].to_list() == list(SECTORS)
    assert sectors["demand"].sum() == table["demand"].sum()
    assert abs(sectors["demand_share"].sum() - 100) <= 0.015 + 1e-9


def test_a_table_of_sectors_stays_as_it_is():
    table = industries([("第二产业", 30, None), ("第三产业", 70, None)])
    assert three_sectors(table, keys=["city"])["demand_share"].to_list() == [30.0, 70.0]


def test_sectors_listed_over_their_industries_do_not_count_twice():
    table = industries([("第二产业", 30, 10), ("制造业", 20, 5), ("建筑业", 10, 5), ("教育", 70, 10)])
    sectors = three_sectors(table, keys=["city"])
    assert sectors["demand"].to_list() == [30, 70]
    assert sectors["ratio"].to_list() == [3.0, 7.0]
