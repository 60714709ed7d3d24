"""Counting people over a month from spells, and how long benefit is due: pure rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from jobs.enums import EndReason, UnemploymentState

MOVES: Final = {
    UnemploymentState.REGISTERED: (
        UnemploymentState.REEMPLOYED,
        UnemploymentState.ENDED,
        UnemploymentState.MISTAKE,
    ),
    UnemploymentState.REEMPLOYED: (),
    UnemploymentState.ENDED: (),
    UnemploymentState.MISTAKE: (),
}
"""From which state which may follow. Who loses work again is registered again: a spell of its own."""
STATE_OF_REASON: Final = {
    EndReason.EMPLOYED: UnemploymentState.REEMPLOYED,
    EndReason.SELF_EMPLOYED: UnemploymentState.REEMPLOYED,
    EndReason.FLEXIBLE: UnemploymentState.REEMPLOYED,
    EndReason.MISTAKE: UnemploymentState.MISTAKE,
}
"""The state that a reason leads to; every other reason to `ENDED`."""
MOST_MONTHS: Final = 24


def state_after(reason: EndReason) -> UnemploymentState:
    return STATE_OF_REASON.get(reason, UnemploymentState.ENDED)


def longest_benefit(years_insured: int) -> int:
    """Months of benefit that are due at most (失业保险条例, order 258 of the State Council, article 17).

    One to four years insured: 12 months; five to nine: 18; ten and more: 24; less than one: none.
    """
    if years_insured < 1:
        return 0
    if years_insured < 5:
        return 12
    return 18 if years_insured < 10 else MOST_MONTHS


def month_start(day: dt.date) -> dt.date:
    return day.replace(day=1)


def months_later(day: dt.date, months: int) -> dt.date:
    """The first of the month so many months after a day's."""
    count = day.year * 12 + day.month - 1 + months
    return dt.date(count // 12, count % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Flow:
    """People at the start of a time, those who came, those who went, and those at its end."""

    start: int
    new: int
    stopped: int
    end: int


Spell = tuple[dt.date, dt.date | None]
"""The first day that counts, and the first that does not; None while it lasts."""


def flow_of(spells: Iterable[Spell], first: dt.date, after: dt.date) -> Flow:
    """The flow over the days from `first` until before `after`.

    A spell that begins and ends within them is both new and stopped: end = start + new − stopped, always.
    """
    start = new = stopped = end = 0
    for begins, ends in spells:
        start += begins < first and (ends is None or ends >= first)
        new += first <= begins < after
        stopped += ends is not None and first <= ends < after
        end += begins < after and (ends is None or ends >= after)
    return Flow(start, new, stopped, end)
