"""The history of a link as a picture: a column a day, how many of its checks were answered. Pure geometry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from city_sites.enums import LinkOutcome
from city_sites.link_states import ALIVE

DAYS: Final = 30
COLUMN: Final = 20
HEIGHT: Final = 64
GAP: Final = 4


@dataclass(frozen=True, slots=True)
class Column:
    """A day: its checks and those that were answered; heights in pixels, 0 where nothing was asked."""

    day: dt.date
    checks: int
    answered: int
    slow: int
    x: int
    up: float
    down: float


@dataclass(frozen=True, slots=True)
class LinkHistory:
    columns: list[Column]
    checks: int
    answered: int
    width: int = DAYS * COLUMN
    height: int = HEIGHT
    column: int = COLUMN - GAP

    @property
    def share(self) -> float | None:
        """Answered checks in per cent; None where nothing was asked."""
        return 100 * self.answered / self.checks if self.checks else None


def link_history(checks: Iterable[tuple[dt.datetime, str]], today: dt.date) -> LinkHistory:
    """The last 30 days up to today, from pairs of a time and an outcome."""
    first = today - dt.timedelta(days=DAYS - 1)
    found: dict[dt.date, list[str]] = {first + dt.timedelta(days=ahead): [] for ahead in range(DAYS)}
    for at, outcome in checks:
        day = timezone.localtime(at).date()
        if day in found:
            found[day].append(outcome)
    columns = [_column(day, outcomes, at * COLUMN) for at, (day, outcomes) in enumerate(found.items())]
    return LinkHistory(columns, sum(one.checks for one in columns), sum(one.answered for one in columns))


def _column(day: dt.date, outcomes: list[str], x: int) -> Column:
    asked = [outcome for outcome in outcomes if outcome != LinkOutcome.ROBOTS]
    answered = sum(outcome in ALIVE for outcome in asked)
    up = round(HEIGHT * answered / len(asked), 1) if asked else 0.0
    return Column(
        day=day,
        checks=len(asked),
        answered=answered,
        slow=sum(outcome == LinkOutcome.SLOW for outcome in asked),
        x=x,
        up=up,
        down=round(HEIGHT - up, 1) if asked else 0.0,
    )
