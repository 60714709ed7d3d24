"""Mails come in the morning, on the day that was asked for, not all at once."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from search.alerts.enums import Frequency
from search.alerts.schedule import CHINA, next_run, retry_after, spread_of

moments = st.datetimes(
    dt.datetime(2024, 1, 1), dt.datetime(2032, 1, 1), timezones=st.sampled_from([dt.UTC, CHINA])
)
spreads = st.integers(0, 239).map(lambda minutes: dt.timedelta(minutes=minutes))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=CHINA)


def test_the_next_morning_after_the_hour_has_passed_today():
    daily = {"frequency": Frequency.DAILY, "weekday": 0, "hour": 6, "spread": dt.timedelta(minutes=30)}
    assert next_run(at("2026-11-24T05:00"), **daily) == at("2026-11-24T06:30")
    assert next_run(at("2026-11-24T06:30"), **daily) == at("2026-11-25T06:30")


def test_a_weekly_mail_keeps_its_weekday():
    weekly = {"frequency": Frequency.WEEKLY, "weekday": 4, "hour": 6, "spread": dt.timedelta()}
    assert next_run(at("2026-11-24T12:00"), **weekly) == at("2026-11-27T06:00")  # Tuesday → Friday
    assert next_run(at("2026-11-27T06:00"), **weekly) == at("2026-12-04T06:00")


@given(
    moment=moments,
    frequency=st.sampled_from(Frequency.values),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 19),
    spread=spreads,
)
def test_the_next_run_lies_ahead_within_a_period_and_only_once_in_it(
    moment, frequency, weekday, hour, spread
):
    how = {"frequency": frequency, "weekday": weekday, "hour": hour, "spread": spread}
    first = next_run(moment, **how)
    period = dt.timedelta(days=7 if frequency == Frequency.WEEKLY else 1)
    assert moment < first <= moment + period
    assert next_run(first, **how) - first == period
    if frequency == Frequency.WEEKLY:
        assert first.weekday() == weekday


def test_searches_are_spread_evenly():
    spread = {spread_of(number, minutes=120) for number in range(1000, 1120)}
    assert spread == {dt.timedelta(minutes=minute) for minute in range(120)}


def test_each_refusal_is_waited_for_longer():
    assert [retry_after(n) for n in (1, 2, 3)] == [dt.timedelta(minutes=m) for m in (5, 15, 45)]
