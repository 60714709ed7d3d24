"""Published tables of cities come out of the method as they were printed."""

import json
from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest

from stats_publishing.methods.panel import panel_change
from stats_publishing.methods.table_report import table_report
from tests.shared_data import shared_file

MISPRINTED = {("高级专业技术职务", "ratio"): 47.0}
TABLES = {
    "occupation": (
        "occupation",
        {"demand": 1, "demand_share": 2, "seekers": 5, "seekers_share": 6, "ratio": 9},
    ),
    "tech_grade_city": (
        "grade",
        {"demand": 1, "demand_share": 2, "seekers": 3, "seekers_share": 4, "ratio": 5},
    ),
    "employer_2014Q4": ("employer", {"demand": 1, "demand_share": 2}),
}


def published() -> dict:
    return json.loads(shared_file("published/supply_demand.json").read_text(encoding="utf-8"))


def as_csv(rows) -> str:
    figures = [[group, *("" if each is None else str(each) for each in counts)] for group, *counts in rows]
    return "group,demand,seekers\n" + "\n".join(",".join(row) for row in figures)


@pytest.mark.parametrize("name", TABLES)
def test_a_published_table_is_reproduced_to_the_last_digit(name):
    kind, columns = TABLES[name]
    rows = published()[name]["rows"]
    counts = [
        (row[0], row[columns["demand"]], row[columns["seekers"]] if "seekers" in columns else None)
        for row in rows
    ]
    report = table_report(as_csv(counts), kind=kind)
    for printed, made in zip(rows, report["rows"], strict=True):
        for figure, place in columns.items():
            expected = MISPRINTED.get((printed[0], figure), printed[place])
            if expected is not None:
                assert (made["group"], figure, made[figure]) == (printed[0], figure, expected)
    assert report["unlisted"] in ({"demand": 0, "seekers": 0}, {"demand": 0, "seekers": None})


def test_published_seeker_categories_are_reproduced_with_graduates_within_young_unemployed():
    categories = published()["seeker_categories"]
    for quarter in categories["quarters"]:
        rows = [
            (label, None, number) for label, number in zip(categories["labels"], quarter["n"], strict=True)
        ]
        made = table_report(as_csv(rows), kind="seeker")["rows"]
        assert [row["seekers_share"] for row in made] == quarter["share"]


def test_published_totals_give_the_published_ratios_and_the_corrected_changes():
    found = published()
    series = {period: row for period, row in found["wuxi_series"].items() if row}
    for demand, seekers, printed in series.values():
        made = table_report(as_csv([("男", demand, seekers)]), kind="sex")["total"]["ratio"]
        if isinstance(printed, float):
            assert made == printed
        else:
            assert made == float((Decimal(demand) / seekers).quantize(Decimal("0.01"), ROUND_HALF_UP))

    def figures(period):
        demand, seekers, _ratio = series[period]
        rows = {"city": ["320200"], "demand": [demand], "seekers": [seekers], "excluded": [None]}
        return pl.DataFrame(rows, schema_overrides={"excluded": pl.String})

    quarter = panel_change(figures("2021Q2"), figures("2021Q1"))
    assert (quarter.demand, quarter.seekers) == (38.36, 42.0)
    assert panel_change(figures("2021Q2"), figures("2020Q2")).demand == 14.9
    assert panel_change(figures("2021Q1"), figures("2020Q1")).seekers == 49.16
