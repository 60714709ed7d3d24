"""When the next mail is due. Pure functions of civil time in China."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from search.alerts.enums import Frequency

CHINA = ZoneInfo("Asia/Shanghai")
PAUSE = dt.timedelta(days=30)


def next_run(
    after: dt.datetime, *, frequency: str, weekday: int, hour: int, spread: dt.timedelta
) -> dt.datetime:
    """The first moment after `after` at which a search is looked at.

    Args:
        after: aware.
        frequency: a value of `Frequency`.
        weekday: of weekly mails, 0 is Monday.
        hour: of the day at which the first ones are due.
        spread: how much later this one is, so that not all come at once.
    """
    local = after.astimezone(CHINA)
    day = local.date()
    if frequency == Frequency.WEEKLY:
        day += dt.timedelta(days=(weekday - day.weekday()) % 7)
    step = dt.timedelta(days=7 if frequency == Frequency.WEEKLY else 1)
    moment = dt.datetime.combine(day, dt.time(hour), CHINA) + spread
    while moment <= local:
        moment += step
    return moment


def spread_of(number: int, *, minutes: int) -> dt.timedelta:
    """How much later than the first the search with this id is due: spread evenly over some minutes."""
    return dt.timedelta(minutes=number % minutes)


def retry_after(attempts: int) -> dt.timedelta:
    """How long to wait after the n-th refusal: 5 minutes, 15, 45, …"""
    return dt.timedelta(minutes=5 * 3 ** (attempts - 1))
