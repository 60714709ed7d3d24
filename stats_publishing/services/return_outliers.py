"""Figures of a return that stand out, told as warnings: each is corrected or explained in writing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from stats_publishing.enums import HANDED_IN, RowKind, Severity
from stats_publishing.form_design import BalanceRule, FormDesign, Place
from stats_publishing.methods.balance import Finding
from stats_publishing.methods.outliers import against_own_past, against_peers
from stats_publishing.methods.periods import PeriodKind
from stats_publishing.models import Return, ReturnCell

PERIODS_BACK: Final = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 8, PeriodKind.YEAR: 6}
LEAST_FIGURE: Final = 50
"""A figure below it, with a past below it, is not held against others: it changes by chance."""

Outlier = tuple[BalanceRule, Finding, Place]
Values = Mapping[Place, Decimal | None]


def past_outliers(of: Return, design: FormDesign, values: Values) -> Iterator[Outlier]:
    """Figures unlike the same ones of the region's earlier returns, as far as these are handed in."""
    back = PERIODS_BACK[PeriodKind(of.form.period_kind)]
    earliest = of.span.moved(-back).start
    cells = ReturnCell.objects.filter(
        of__form=of.form_id, of__region=of.region, of__state__in=HANDED_IN,
        of__period_start__gte=earliest, of__period_start__lt=of.period_start,
    ).order_by("of__period_start")  # fmt: skip
    past: dict[Place, list[float]] = defaultdict(list)
    for row, column, figure in cells.values_list("row", "column", "value"):
        past[row, column].append(float(figure))
    for place, value in _levels(design, values):
        found = against_own_past(value, past[place])
        if found and max(abs(value), abs(found.median)) >= LEAST_FIGURE:
            yield _outlier("past", design, place, value, Decimal(str(found.median)))


def peer_outliers(of: Return, design: FormDesign, values: Values) -> Iterator[Outlier]:
    """Figures that changed against the period before unlike those of all other regions."""
    before_code = of.span.moved(-1).code
    cells = ReturnCell.objects.filter(
        of__form=of.form_id, of__period__in=(of.period, before_code), of__state__in=HANDED_IN
    ).exclude(of__region=of.region, of__period=of.period)
    figures: dict[tuple[Place, str], dict[str, float]] = defaultdict(dict)
    for region, period, row, column, figure in cells.values_list(
        "of__region", "of__period", "row", "column", "value"
    ):
        figures[(row, column), period][region] = float(figure)
    for place, value in _levels(design, values):
        before = figures[place, before_code]
        now = figures[place, of.period] | {of.region: value}
        out = against_peers(now, before)
        if of.region in out and max(value, before[of.region]) >= LEAST_FIGURE:
            yield _outlier("peers", design, place, value, Decimal(str(before[of.region])))


def _levels(design: FormDesign, values: Values) -> Iterator[tuple[Place, float]]:
    """The figures that were filled in, without headings and what is computed from them."""
    for place in design.inputs:
        value = values.get(place)
        if value is not None and design.row_of[place[0]].kind != RowKind.HEADING:
            yield place, float(value)


def _outlier(kind: str, design: FormDesign, place: Place, value: float, other: Decimal) -> Outlier:
    row = design.row_of[place[0]]
    column = next(one.name for one in design.columns if one.code == place[1])
    message = {
        "past": _("Unlike the earlier figures of the region, whose median stands beside it."),
        "peers": _("Changed unlike the same figure of other regions; the one before stands beside it."),
    }[kind]
    rule = BalanceRule(f"{kind}:{place[0]}"[:40], row.name, Severity.WARNING, message)
    words = f"{row.name} {value:g} ({other:g})"
    return rule, Finding(column, False, Decimal(str(value)), other, (), words), place
