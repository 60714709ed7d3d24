"""Working days: which days offices are open, as the State Council's yearly notice moves them (调休)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DaysOfRest:
    """What one notice says, or several together.

    Args:
        off: days without work, weekends among them where a notice names them.
        work: days of weekends that are worked instead.
    """

    off: frozenset[dt.date] = frozenset()
    work: frozenset[dt.date] = frozenset()

    def problems(self, year: int) -> tuple[str, ...]:
        """Why this can be no notice of the year: names of faults, none for a sound one.

        A notice may begin in the December before: New Year's Day is then joined to a weekend.
        """
        found = []
        if any(not dt.date(year - 1, 12, 1) <= day <= dt.date(year, 12, 31) for day in self.off | self.work):
            found.append("other_year")
        if self.off & self.work:
            found.append("off_and_work")
        if any(day.weekday() < SATURDAY for day in self.work):
            found.append("work_on_weekday")
        return tuple(found)


def together(notices: Iterable[DaysOfRest]) -> DaysOfRest:
    """The days of several years' notices."""
    off: set[dt.date] = set()
    work: set[dt.date] = set()
    for notice in notices:
        off |= notice.off
        work |= notice.work
    return DaysOfRest(frozenset(off), frozenset(work))


def is_workday(day: dt.date, rest: DaysOfRest) -> bool:
    """Whether offices are open: Monday to Friday, but for what notices say.

    Source: 全国年节及纪念日放假办法, and each year's notice. Where there is none, only weekends are known.
    """
    if day in rest.work:
        return True
    return day not in rest.off and day.weekday() < SATURDAY


def workday_from(day: dt.date, rest: DaysOfRest) -> dt.date:
    """The day itself if it is worked, else the next that is: where what is due on a holiday moves to.

    Source: notes of statistical return forms, 遇节假日顺延.
    """
    while not is_workday(day, rest):
        day += dt.timedelta(days=1)
    return day


def workdays_between(first: dt.date, last: dt.date, rest: DaysOfRest) -> int:
    """How many days are worked from one to another, both counted; 0 where the last comes before the first."""
    span = (last - first).days + 1
    return sum(is_workday(first + dt.timedelta(days=day), rest) for day in range(span))


def days_of(spans: Iterable[tuple[dt.date, dt.date]]) -> frozenset[dt.date]:
    """All days of spans, both ends counted."""
    return frozenset(
        first + dt.timedelta(days=day) for first, last in spans for day in range((last - first).days + 1)
    )


def spans_of(days: Iterable[dt.date]) -> tuple[tuple[dt.date, dt.date], ...]:
    """Days in a row as first and last, in order: what `days_of` is given."""
    spans: list[tuple[dt.date, dt.date]] = []
    for day in sorted(days):
        if spans and (day - spans[-1][1]).days == 1:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return tuple(spans)
