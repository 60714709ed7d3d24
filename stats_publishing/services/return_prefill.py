"""Figures of returns from the portal's own records; every one says what it was taken from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from accounts.models import User
from jobs.services.unemployment_figures import unemployment_figures
from stats_publishing.enums import CellSource
from stats_publishing.form_design import Column, Place, Row
from stats_publishing.methods.groups import KINDS, groups
from stats_publishing.methods.own_records import COUNTS, TOTAL
from stats_publishing.methods.periods import Period
from stats_publishing.models import Return
from stats_publishing.services.counts import city_counts
from stats_publishing.services.datasets import NotPossible
from stats_publishing.services.returns import Written, figures_write

Records = Mapping[tuple[str, str], int]
"""Figures by `Row.counts` and `Column.counts`."""
Source = Callable[[str, Period], Records]


def registrations(region: str, period: Period) -> Records:
    """Demand and seekers of a city from the history of vacancies and registrations."""
    names = {kind: {group.code: group.name for group in groups(kind)} for kind in KINDS}
    found: dict[tuple[str, str], int] = {}
    for _city, kind, code, *figures in city_counts(period=period, cities=[region]).iter_rows():
        named = names.get(kind, {})
        row = "total" if code == TOTAL else f"{kind}/{named[code]}" if code in named else ""
        for measure, figure in zip(COUNTS, figures, strict=True):
            if row and figure is not None:
                found[row, measure] = figure
    return found


def unemployment(region: str, period: Period) -> Records:
    """Registered unemployment and benefit of a month, from the records that windows keep."""
    counted = unemployment_figures(region=region, month=period.start)
    flows = {"unemployment": counted.registered, "benefits": counted.recipients}
    found = {
        (f"{name}/{part}", ""): figure
        for name, flow in flows.items()
        for part, figure in asdict(flow).items()
    }
    return found | {("unemployment/reemployed", ""): counted.reemployed}


SOURCES: Final[Mapping[str, Source]] = {
    "supply-demand": registrations,
    "monthly-composite": unemployment,
    "unemployment-insurance": unemployment,
}
"""By code of the form."""


def can_prefill(of: Return) -> bool:
    """Whether the portal has records that the form can be filled in from."""
    return of.form.code in SOURCES


def return_prefill(*, of: Return, by: User, at: dt.datetime) -> Written:
    """Fill in from the portal's own records what the form says they hold; other cells stay.

    Raises:
        NotPossible: the portal has no records for the form, none of the period, or the return takes no
            figures any more.
    """
    if of.form.code not in SOURCES:
        raise NotPossible(_("The portal has no records that this form can be filled in from."))
    records = SOURCES[of.form.code](of.region, of.span)
    design = of.version.content
    figures: dict[Place, Decimal | None] = {}
    for row, column in design.inputs:
        figure = records.get(_key(design.row_of[row], design.column_of[column]))
        if figure is not None:
            figures[row, column] = Decimal(figure)
    if not any(figures.values()):
        raise NotPossible(_("The portal's own records have nothing of that period."))
    origin = _("Registrations of %(period)s") % {"period": of.period}
    return figures_write(
        of=of, figures=figures, source=CellSource.PREFILL, by=by, at=at,
        origins=dict.fromkeys(figures, origin),
    )  # fmt: skip


def _key(row: Row, column: Column) -> tuple[str, str]:
    return row.counts, column.counts
