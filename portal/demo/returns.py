"""Returns of the demonstration: filled in for each of its cities, a few of them late, missing or sent back.

All figures are invented. They go the way of real ones: opened, written, checked, submitted, decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from random import Random
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from stats_publishing.enums import CellSource, RowKind
from stats_publishing.form_design import FormDesign, Place
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.models import Return, ReturnForm
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.forms import forms_load
from stats_publishing.services.return_checks import check_return
from stats_publishing.services.return_moves import (
    reason_write,
    return_accept,
    return_count,
    return_exclude,
    return_send_back,
    return_submit,
)
from stats_publishing.services.returns import figures_write, returns_open

QUARTERLY, COMPOSITE = "supply-demand", "monthly-composite"
INSURANCE, FUNDS = "unemployment-insurance", "social-insurance"
LATE, MISSING, WAITING, SENT_BACK, EXCLUDED = "late", "missing", "waiting", "sent back", "excluded"
FATES: Final[Mapping[str, Mapping[int, str]]] = {
    QUARTERLY: {2: SENT_BACK, 5: LATE, 8: WAITING, 11: MISSING},
    INSURANCE: {0: WAITING, 1: LATE, 3: MISSING, 6: SENT_BACK, 9: EXCLUDED},
    COMPOSITE: {0: MISSING, 4: WAITING, 7: LATE},
    FUNDS: {2: LATE, 10: WAITING},
}
"""What becomes of the newest return of a form, by the place of its city in the list; the others are in time
and accepted. Of earlier periods one city is late each time, all are counted."""
SEND_BACK: Final = "本月利息收入与上月相差较大，请核实后重新上报（演示）"
EXCLUDE: Final = "当月系统切换，数据口径不一致（演示）"
EXPLAIN: Final = "已与经办机构核对，数据无误（演示）"
Figures = dict[Place, Decimal | None]


@transaction.atomic
def returns_ensure(
    *, cities: Sequence[str], filler: User, reviewers: Mapping[str, User], ministry: User, now: dt.datetime
) -> int:
    """The shipped forms, and the returns of the cities since the last whole quarter began; how many.

    Args:
        filler: who fills in the returns of the first city; others send theirs by their own systems.
        reviewers: who accepts, by province; elsewhere the ministry does.
    """
    if ReturnForm.objects.exists() or not cities:
        return 0
    today = timezone.localdate(now)
    forms_load(on=Period.of(today, PeriodKind.QUARTER).moved(-1).start, at=now)
    returns_open(on=today, at=now, regions_only=cities)
    for code in (COMPOSITE, INSURANCE, FUNDS, QUARTERLY):
        returns = list(
            Return.objects.filter(form__code=code)
            .select_related("form", "version")
            .order_by("period_start", "region")
        )
        _form(returns, list(cities), filler, reviewers, ministry, now)
    return Return.objects.count()


def _form(
    returns: list[Return],
    cities: list[str],
    filler: User,
    reviewers: Mapping[str, User],
    ministry: User,
    now: dt.datetime,
) -> None:
    """All returns of a form, period by period: handed in first, decided then."""
    newest = max((of.period for of in returns), default="")
    before: dict[str, Figures] = {}
    for number, period in enumerate(dict.fromkeys(of.period for of in returns)):
        decided: list[tuple[Return, str]] = []
        for of in (one for one in returns if one.period == period):
            place = cities.index(of.region)
            fate = FATES[of.form.code].get(place, "") if period == newest else ""
            if not fate and period != newest and place == (number * 4 + 2) % len(cities):
                fate = LATE
            by = filler if place == 0 else None
            if _handed_in(of, fate, before, by, now):
                decided.append((of, fate))
        for of, fate in decided:
            reviewer = reviewers.get(f"{of.region[:2]}0000", ministry)
            _decided(of, fate, reviewer, None if period == newest else ministry, now)


def _handed_in(of: Return, fate: str, before: dict[str, Figures], by: User | None, now: dt.datetime) -> bool:
    """Fill a return in and submit it; whether it was submitted. One that is missing is half filled in."""
    at = _moment(of, 4 if fate == LATE else -1, now)
    figures = figures_of(of, before.get(of.region, {}))
    if fate == MISSING:
        figures = dict(list(figures.items())[: len(figures) // 2])
    source = CellSource.SCREEN if by else CellSource.API
    figures_write(of=of, figures=figures, source=source, by=by, at=at)
    if fate == MISSING:
        return False
    check = check_return(of=of)
    before[of.region] = check.values
    for one in check.unexplained:
        reason_write(
            of=of, rule=one.rule.code, column=one.finding.column, text=EXPLAIN, by=by, at=at
        )  # fmt: skip
    return_submit(of=of, by=by, at=at)
    return True


def _decided(of: Return, fate: str, reviewer: User, counts: User | None, now: dt.datetime) -> None:
    """What the province says, and the ministry; where a figure stands out by now, it waits."""
    at = min(_moment(of, 5, now), now)
    if fate == SENT_BACK:
        return_send_back(of=of, note=SEND_BACK, by=reviewer, at=at)
    elif fate != WAITING:
        with suppress(NotPossible):
            return_accept(of=of, by=reviewer, at=at)
            if counts:
                return_count(of=of, by=counts, at=at)
        if fate == EXCLUDED:
            return_exclude(of=of, reason=EXCLUDE, by=reviewer, at=at)


def _moment(of: Return, days: int, now: dt.datetime) -> dt.datetime:
    """A morning so many days after the due date, never in the future."""
    day = dt.datetime.combine(of.due_on, dt.time(10, 20), timezone.get_current_timezone())
    return min(day + dt.timedelta(days=days), now)


def figures_of(of: Return, before: Mapping[Place, Decimal | None]) -> Figures:
    """Invented figures of a return that go with each other and with those of the period before."""
    chance = Random(f"{of.form.code}:{of.region}:{of.period}")  # noqa: S311 — a demonstration
    size = _size(of.region)
    if of.form.code == QUARTERLY:
        return _supply_demand(of.version.content, chance, size)
    makers = {COMPOSITE: _composite, INSURANCE: _insurance, FUNDS: _funds}
    made = makers[of.form.code](chance, size)
    for start, end in (
        ("unemployed_start", "unemployed_end"), ("insured_start", "insured_end"),
        ("recipients_start", "recipients_end"), ("balance_start", "balance_end"),
    ):  # fmt: skip
        for row, column in list(made):
            if row == start and (end, column) in before:
                made[row, column] = before[end, column]
    return made


def _size(region: str) -> int:
    """How large a city is, in people of its returns."""
    return 2_000 + Random(region).randrange(6_000)  # noqa: S311


def _near(chance: Random, middle: float, spread: float = 0.04) -> int:
    return round(middle * chance.uniform(1 - spread, 1 + spread))


def _supply_demand(design: FormDesign, chance: Random, size: int) -> Figures:
    """A total of each column, shared out among the rows of each group."""
    totals = {
        column.code: _near(chance, size * (0.4 if "carried" in column.code else 1))
        for column in design.columns
        if not column.sums
    }
    figures: Figures = {("total", code): Decimal(total) for code, total in totals.items()}
    for group in (row for row in design.rows if row.kind == RowKind.HEADING):
        for column, total in totals.items():
            _share_out(design, figures, (group.code, column), total, chance)
    return figures


def _share_out(design: FormDesign, figures: Figures, place: Place, value: int, chance: Random) -> None:
    """Put a figure into a cell, and parts of it into those of which it consists, or that are a part of it."""
    code, column = place
    parts = [row.code for row in design.rows if row.parent == code and column not in row.closed]
    if place in design.inputs:
        figures[place] = Decimal(value)
        shares = [value * 2 // 5] * len(parts)
    else:
        shares = _shared(chance, value, len(parts))
    for part, share in zip(parts, shares, strict=True):
        _share_out(design, figures, (part, column), share, chance)


def _shared(chance: Random, total: int, parts: int) -> list[int]:
    """A total in so many parts."""
    weights = [chance.uniform(0.3, 1.7) for _part in range(parts)]
    shares = [int(total * weight / sum(weights)) for weight in weights]
    if shares:
        shares[-1] += total - sum(shares)
    return shares


def _composite(chance: Random, size: int) -> Figures:
    whole = {
        "new_jobs": _near(chance, size * 0.9), "reemployed": _near(chance, size * 0.22),
        "difficult": _near(chance, size * 0.08), "unemployed_start": size * 3,
        "unemployed_new": _near(chance, size * 0.24), "unemployed_stopped": _near(chance, size * 0.23),
        "unemployed_jobs": _near(chance, size * 0.17), "wanted": _near(chance, size * 1.5),
        "seeking": _near(chance, size * 1.2), "placed": _near(chance, size * 0.5),
        "trained": _near(chance, size * 0.3), "trained_jobs": _near(chance, size * 0.2),
        "agency_people": _near(chance, size * 2, 0.01),
    }  # fmt: skip
    women = {(row, "women"): Decimal(value * 46 // 100) for row, value in whole.items() if row != "wanted"}
    return {**{(row, "total"): Decimal(value) for row, value in whole.items()}, **women}


def _insurance(chance: Random, size: int) -> Figures:
    """People, and money in 10,000 yuan; no money goes between levels in an ordinary month."""
    stopped = _near(chance, size * 0.11)
    jobs, over = stopped * 6 // 10, stopped * 3 // 10
    people = {
        "insured_start": size * 60, "insured_new": _near(chance, size * 0.7),
        "insured_stopped": _near(chance, size * 0.6), "recipients_start": size,
        "recipients_new": _near(chance, size * 0.12), "recipients_stopped": stopped,
        "stopped_jobs": jobs, "stopped_over": over, "stopped_other": stopped - jobs - over,
    }  # fmt: skip
    money = {
        "income_contributions": size * 0.42, "income_interest": size * 0.02, "income_other": size * 0.002,
        "spending_benefits": size * 0.17, "spending_medical": size * 0.05, "spending_funeral": size * 0.002,
        "spending_training": size * 0.02, "spending_placement": size * 0.01, "spending_stable": size * 0.08,
        "spending_other": size * 0.003, "balance_start": size * 6,
    }  # fmt: skip
    none = (
        "income_subsidies", "income_transfers", "income_from_above", "income_from_below",
        "spending_transfers", "spending_to_below", "spending_to_above",
    )  # fmt: skip
    figures = {(row, "total"): Decimal(value) for row, value in people.items()}
    figures |= {(row, "total"): Decimal(_near(chance, value * 100)) / 100 for row, value in money.items()}
    return {**figures, **{(row, "total"): Decimal(0) for row in none}}


def _funds(chance: Random, size: int) -> Figures:
    """Pension and medical insurance: people, and money in 10,000 yuan."""
    shares = {
        "insured": 40, "paying": 30, "benefiting": 9, "income_contributions": 1.3, "income_subsidies": 0.2,
        "income_interest": 0.05, "income_other": 0.01, "spending_benefits": 1.4, "spending_other": 0.01,
        "balance_start": 14,
    }  # fmt: skip
    none = ("income_transfers", "income_from_above", "spending_transfers", "spending_to_above")
    figures: Figures = {}
    for column, part in (("pension", 1.0), ("medical", 0.8)):
        for row, share in shares.items():
            spread = 0.005 if row in ("insured", "paying", "benefiting") else 0.04
            figures[row, column] = Decimal(_near(chance, size * share * part, spread))
        figures |= {(row, column): Decimal(0) for row in none}
    return figures
