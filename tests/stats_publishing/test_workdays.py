"""Working days and the dates that move to them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats_publishing.methods.workdays import (
    DaysOfRest,
    days_of,
    is_workday,
    spans_of,
    together,
    workday_from,
    workdays_between,
)
from stats_publishing.services.holidays import shipped_notices

NOTICES = {one.year: one.rest for one in shipped_notices()}
REST = together(NOTICES.values())
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "moves_to"),
    [
        ("2026-10-05", "2026-10-08"),  # within the national holidays
        ("2026-02-14", "2026-02-14"),  # a Saturday that is worked
        ("2026-02-15", "2026-02-24"),  # the first day of the spring festival
        ("2026-09-20", "2026-09-20"),  # a Sunday that is worked
        ("2026-07-05", "2026-07-06"),  # a Sunday
        ("2026-07-06", "2026-07-06"),
        ("2031-05-01", "2031-05-01"),  # no notice of that year: weekends only
        ("2031-05-03", "2031-05-05"),
    ],
)
def test_a_date_on_a_holiday_moves_to_the_next_working_day(day, moves_to):
    assert workday_from(dt.date.fromisoformat(day), REST) == dt.date.fromisoformat(moves_to)


@given(DAYS)
def test_a_date_moves_to_a_working_day_with_none_before_it(day):
    moved = workday_from(day, REST)
    assert is_workday(moved, REST)
    assert workdays_between(day, moved, REST) == 1


@given(DAYS, st.integers(-5, 60))
def test_working_days_of_two_spans_add_up(first, days):
    last = first + dt.timedelta(days=days)
    after = last + dt.timedelta(days=9)
    whole = workdays_between(first, after, REST)
    if days >= 0:
        parts = workdays_between(first, last, REST) + workdays_between(
            last + dt.timedelta(days=1), after, REST
        )
        assert whole == parts
    assert workdays_between(first, first - dt.timedelta(days=1), REST) == 0


def test_the_shipped_years_are_sound_and_give_as_much_as_the_law_does():
    for year, rest in NOTICES.items():
        assert rest.problems(year) == ()
        moved = sum(day.weekday() < 5 for day in rest.off) - len(rest.work)
        assert 8 <= moved <= 13, year


def test_what_can_be_no_notice_is_told():
    bad = DaysOfRest(
        off=frozenset({dt.date(2027, 1, 1), dt.date(2026, 10, 10)}), work=frozenset({dt.date(2026, 10, 10)})
    )
    assert bad.problems(2026) == ("other_year", "off_and_work")
    assert DaysOfRest(frozenset(), frozenset({dt.date(2026, 10, 12)})).problems(2026) == ("work_on_weekday",)


def test_spans_count_both_ends():
    assert days_of([(dt.date(2026, 1, 1), dt.date(2026, 1, 3))]) == {dt.date(2026, 1, d) for d in (1, 2, 3)}


@given(st.frozensets(DAYS, max_size=40))
def test_spans_name_the_same_days(days):
    assert days_of(spans_of(days)) == days
