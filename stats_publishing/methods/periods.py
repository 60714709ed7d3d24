"""Periods that figures are of: months, quarters and years of the civil calendar."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS: Final = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}
_WRITTEN: Final = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One month, quarter or year; written 2026-11, 2026Q4 and 2026.

    Args:
        start: its first day.
    """

    start: dt.date
    kind: PeriodKind

    @classmethod
    def read(cls, code: str) -> Self:
        """The period of a code.

        Raises:
            ValueError: the text is none.
        """
        match = _WRITTEN.fullmatch(code)
        if match is None:
            raise ValueError(f"{code!r} is no period such as 2026, 2026Q4 or 2026-11")
        year = int(match["year"])
        if match["month"]:
            return cls(dt.date(year, int(match["month"]), 1), PeriodKind.MONTH)
        if match["quarter"]:
            return cls(dt.date(year, 3 * int(match["quarter"]) - 2, 1), PeriodKind.QUARTER)
        return cls(dt.date(year, 1, 1), PeriodKind.YEAR)

    @classmethod
    def of(cls, day: dt.date, kind: PeriodKind) -> Self:
        """The period of a kind that a day lies in."""
        step = MONTHS[kind]
        return cls(dt.date(day.year, (day.month - 1) // step * step + 1, 1), kind)

    @property
    def code(self) -> str:
        if self.kind == PeriodKind.MONTH:
            return f"{self.start:%Y-%m}"
        if self.kind == PeriodKind.QUARTER:
            return f"{self.start.year:04}Q{self.start.month // 3 + 1}"
        return f"{self.start.year:04}"

    @property
    def end(self) -> dt.date:
        """The first day after it."""
        return self.moved(1).start

    def moved(self, periods: int) -> Period:
        """So many periods of the same kind later; negative: earlier."""
        months = self.start.year * 12 + self.start.month - 1 + periods * MONTHS[self.kind]
        return Period(dt.date(months // 12, months % 12 + 1, 1), self.kind)

    @property
    def year_before(self) -> Period:
        """The same period of the year before."""
        return self.moved(-12 // MONTHS[self.kind])

    def __str__(self) -> str:
        return self.code
