"""The submission board: which returns of a form came in time, by city and period, and by province."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from standards import regions
from stats_publishing.enums import ReturnState
from stats_publishing.methods.periods import Period
from stats_publishing.methods.timeliness import Punctuality, Timeliness, punctuality, timeliness
from stats_publishing.models import Return, ReturnForm

PERIODS_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """How one return stands.

    Args:
        late_days: days that it came, or is by now, after its due date; 0 in time.
        why: why it is excluded.
    """

    id: int
    region: str
    period: str
    state: Timeliness
    due_on: dt.date
    submitted_on: dt.date | None
    late_days: int
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """A region's returns in the order of the board's periods; None where none was asked for."""

    region: str
    name: str
    cells: tuple[Standing | None, ...]

    @property
    def punctuality(self) -> Punctuality:
        return punctuality(cell.state for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of a province, with how punctual they were together in each period."""

    province: str
    name: str
    lines: tuple[Line, ...]
    by_period: tuple[Punctuality, ...]
    all_periods: Punctuality


@dataclass(frozen=True, slots=True)
class Board:
    """Periods, the newest first, and the provinces in the order of their codes."""

    periods: tuple[Period, ...]
    groups: tuple[Group, ...]

    @property
    def by_period(self) -> tuple[Punctuality, ...]:
        """Of all provinces together."""
        return tuple(_sum(group.by_period[at] for group in self.groups) for at in range(len(self.periods)))


def standings(returns: QuerySet[Return], *, on: dt.date) -> Iterator[Standing]:
    """How returns stand on a day, in one query."""
    for one in returns.select_related(None).only(
        "pk", "region", "period", "state", "due_on", "first_submitted_at", "excluded_at", "exclusion"
    ):
        submitted = timezone.localdate(one.first_submitted_at) if one.first_submitted_at else None
        state = timeliness(
            due_on=one.due_on,
            submitted_on=submitted,
            sent_back=one.state == ReturnState.SENT_BACK or (submitted is not None and one.takes_figures),
            excluded=one.excluded_at is not None,
            today=on,
        )
        late = max(0, ((submitted or on) - one.due_on).days)
        yield Standing(
            one.pk, one.region, one.period, state, one.due_on, submitted,
            late if state != Timeliness.EXCLUDED else 0, one.exclusion,
        )  # fmt: skip


def board(
    *,
    form: ReturnForm,
    returns: QuerySet[Return],
    until: Period,
    on: dt.date,
    province: str = "",
    state: str = "",
    wanted: str = "",
) -> Board:
    """The board of a form.

    Args:
        returns: those that the person sees; their regions are the lines.
        until: the newest of `PERIODS_SHOWN` periods at most: none before the first that was asked for.
        province: only lines of this province.
        state: only regions whose return of the newest period stands so (`Timeliness`).
        wanted: only regions with this in their name.
    """
    periods = tuple(until.moved(-back) for back in range(PERIODS_SHOWN))
    asked = returns.filter(form=form, period__in=[period.code for period in periods])
    if province:
        asked = asked.filter(region__startswith=province[:2])
    by_region: dict[str, dict[str, Standing]] = {}
    for one in standings(asked, on=on):
        by_region.setdefault(one.region, {})[one.period] = one
    periods = _asked_for(periods, {code for cells in by_region.values() for code in cells})
    lines = [
        Line(region, name, tuple(cells.get(period.code) for period in periods))
        for region, cells in sorted(by_region.items())
        if wanted in (name := _name(region)) and (not state or _stands(cells.get(until.code), state))
    ]
    return Board(periods, _groups(lines, len(periods)))


def _asked_for(periods: tuple[Period, ...], known: set[str]) -> tuple[Period, ...]:
    """Without the oldest periods, in which nobody was asked yet; the newest one stays."""
    last = max((place for place, period in enumerate(periods) if period.code in known), default=0)
    return periods[: last + 1]


def _stands(cell: Standing | None, state: str) -> bool:
    return cell is not None and cell.state == state


def _groups(lines: Sequence[Line], periods: int) -> tuple[Group, ...]:
    of_province: dict[str, list[Line]] = {}
    for line in lines:
        of_province.setdefault(f"{line.region[:2]}0000", []).append(line)
    groups = []
    for province, its in of_province.items():
        by_period = tuple(
            punctuality(cell.state for line in its if (cell := line.cells[at])) for at in range(periods)
        )
        groups.append(Group(province, _name(province), tuple(its), by_period, _sum(by_period)))
    return tuple(groups)


def _sum(parts: Iterable[Punctuality]) -> Punctuality:
    counts = dict.fromkeys(Timeliness, 0)
    for part in parts:
        for state in Timeliness:
            counts[state] += getattr(part, state.value)
    return Punctuality(**{state.value: count for state, count in counts.items()})


def _name(code: str) -> str:
    unit = regions.region(code)
    return unit.short_name if unit else code
