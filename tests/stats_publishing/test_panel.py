"""Same-city panels, regional ratios, gaps and counts from registrations."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats_publishing.methods.gaps import largest_gaps
from stats_publishing.methods.panel import NOT_REPORTED, LeftOut, panel_change, same_cities
from stats_publishing.methods.registrations import registration_counts

SCHEMA = {"city": pl.String, "demand": pl.Int64, "seekers": pl.Int64, "excluded": pl.String}
ROW = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from([None, "late", "implausible"]))
REPORT = st.dictionaries(st.sampled_from("abcdefgh"), ROW, max_size=8)


def figures(rows):
    return pl.DataFrame([(city, *row) for city, row in rows.items()], schema=SCHEMA, orient="row")


@given(now=REPORT, before=REPORT)
def test_the_panel_is_the_same_from_both_sides_and_everybody_else_has_a_reason(now, before):
    cities, left_out = same_cities(figures(now), figures(before))
    turned, left_turned = same_cities(figures(before), figures(now))
    assert cities == turned
    assert {city for city, row in now.items() if not row[2] and not before.get(city, (0, 0, "x"))[2]} == set(
        cities
    )
    assert (
        {one.city for one in left_out} == {one.city for one in left_turned} == {*now, *before} - set(cities)
    )
    assert all(one.reason for one in left_out)


@given(now=REPORT, before=REPORT)
def test_changes_are_of_the_sums_of_the_same_cities(now, before):
    change = panel_change(figures(now), figures(before))
    new, old = (sum(rows[city][0] for city in change.cities) for rows in (now, before))
    if old == 0:
        assert change.demand is None
    else:
        assert change.demand == pytest.approx(100 * (new - old) / old, abs=0.0051)


def test_reasons_name_the_period_that_a_city_lacks():
    now = figures({"a": (1, 1, None), "b": (1, 1, "implausible")})
    before = figures({"b": (1, 1, None), "c": (1, 1, None)})
    assert same_cities(now, before) == (
        (),
        (
            LeftOut("a", "before", NOT_REPORTED),
            LeftOut("b", "now", "implausible"),
            LeftOut("c", "now", NOT_REPORTED),
        ),
    )


@given(
    rows=st.dictionaries(
        st.text("abcd", min_size=1, max_size=4),
        st.tuples(st.integers(0, 50), st.integers(0, 50)),
        max_size=40,
    )
)
def test_the_largest_gaps_are_ranked_and_never_padded(rows):
    schema = {"city": pl.String, "group": pl.String, "demand": pl.Int64, "seekers": pl.Int64}
    table = pl.DataFrame([("x", group, *row) for group, row in rows.items()], schema=schema, orient="row")
    for wanting, sign in (("seekers", 1), ("vacancies", -1)):
        listed = largest_gaps(table, keys=["city"], wanting=wanting)
        gaps = sorted((sign * (demand - seekers) for demand, seekers in rows.values()), reverse=True)
        assert listed["gap"].to_list() == [gap for gap in gaps if gap > 0][:10]
        assert listed["rank"].to_list() == list(range(1, len(listed) + 1))


def test_carried_over_is_what_was_valid_when_the_quarter_began_and_new_what_came_in_it():
    day = dt.date
    rows = [
        ("a", day(2025, 12, 31), None, 2),  # carried
        ("a", day(2025, 12, 1), day(2026, 1, 1), 4),  # ended before the quarter began
        ("a", day(2025, 12, 1), day(2026, 1, 2), 8),  # carried, ended in the quarter
        ("a", day(2026, 1, 1), day(2026, 1, 5), 16),  # new, on the first day
        ("a", day(2026, 3, 31), None, 32),  # new, on the last day
        ("a", day(2026, 4, 1), None, 64),  # after the quarter
        ("b", day(2025, 11, 1), None, 1),
    ]
    schema = {"city": pl.String, "registered_on": pl.Date, "ended_on": pl.Date, "people": pl.Int64}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    counts = registration_counts(frame, start=day(2026, 1, 1), end=day(2026, 4, 1), keys=["city"])
    assert counts.rows() == [("a", 10, 48, 58), ("b", 1, 0, 1)]


def test_a_period_without_a_day_is_refused():
    with pytest.raises(ValueError, match="no day"):
        registration_counts(pl.DataFrame(), start=dt.date(2026, 1, 1), end=dt.date(2026, 1, 1), keys=["city"])
