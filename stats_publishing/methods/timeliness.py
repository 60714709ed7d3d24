"""Whether a return came in time, and how punctual a group of regions is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Timeliness(StrEnum):
    """How a return stands on a day, in the order of how well."""

    IN_TIME = "in_time"
    LATE = "late"
    SENT_BACK = "sent_back"
    OPEN = "open"
    MISSING = "missing"
    EXCLUDED = "excluded"


def timeliness(
    *,
    due_on: dt.date,
    submitted_on: dt.date | None,
    sent_back: bool,
    excluded: bool,
    today: dt.date,
) -> Timeliness:
    """How one return stands.

    Source: 劳社部发〔2002〕22号: provinces supervise and check what their cities hand in.

    Args:
        due_on: the last day in time.
        submitted_on: when it was first submitted; a return that was sent back and came again keeps that day.
        sent_back: it lies with the region again.
    """
    if excluded:
        return Timeliness.EXCLUDED
    if submitted_on is None:
        return Timeliness.MISSING if today > due_on else Timeliness.OPEN
    if sent_back:
        return Timeliness.SENT_BACK
    return Timeliness.IN_TIME if submitted_on <= due_on else Timeliness.LATE


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Counts of returns of a group: a province, a period."""

    in_time: int = 0
    late: int = 0
    sent_back: int = 0
    open: int = 0
    missing: int = 0
    excluded: int = 0

    @property
    def due(self) -> int:
        """Returns that were asked for and whose day has come: those still open and the excluded are not."""
        return self.in_time + self.late + self.sent_back + self.missing

    @property
    def share(self) -> float | None:
        """Per cent of the due ones that came in time, to one place; None where none was due."""
        return round(100 * self.in_time / self.due, 1) if self.due else None

    @property
    def step(self) -> int:
        """A shade for a map: 0 under 60 per cent, 1 under 80, 2 under 95, 3 from there on."""
        return sum((self.share or 0) >= least for least in (60, 80, 95))


def punctuality(states: Iterable[Timeliness]) -> Punctuality:
    """Counts by state."""
    counts = dict.fromkeys(Timeliness, 0)
    for state in states:
        counts[state] += 1
    return Punctuality(**{state.value: count for state, count in counts.items()})
