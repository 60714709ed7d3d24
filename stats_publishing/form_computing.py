"""Cells that a form computes, and figures as people write them: pure functions over a design."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from graphlib import CycleError, TopologicalSorter
from typing import Final

from stats_publishing.enums import RowKind
from stats_publishing.form_design import FormDesign, Place, Row
from stats_publishing.methods.balance import value_of
from stats_publishing.methods.balance_rules import Cell, Node, RuleError, cells_of, read_rule

MOST_DIGITS: Final = 14
"""Before the point."""
MOST_PLACES: Final = 4
_NOTHING: Final = frozenset({"", "-", "--", "—", "——", "–", "/", "…", "……"})
_THOUSANDS: Final = re.compile(r"-?\d{1,3}(?:[,'’ ]\d{3})+(?:\.\d*)?")
_NUMBER: Final = re.compile(r"(-?)(\d+)(?:\.(\d*))?", re.ASCII)
Figures = Mapping[Place, Decimal | None]


class FigureError(ValueError):
    """Why a text is no figure of a row; `code`: not_a_number, negative, not_whole, places, too_long."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_figure(text: str, row: Row) -> Decimal | None:
    """A figure as people type and copy it: full-width digits and separators of thousands are understood.

    Returns:
        None where nothing, or a dash, says that it is not stated.
    Raises:
        FigureError: it is no figure that the row may have.
    """
    written = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if written in _NOTHING or text.strip() in _NOTHING:
        return None
    if _THOUSANDS.fullmatch(written):
        written = re.sub(r"[,'’ ]", "", written)
    found = _NUMBER.fullmatch(written)
    if not found:
        raise FigureError("not_a_number")
    sign, whole, decimals = found[1], found[2], (found[3] or "").rstrip("0")
    if len(whole.lstrip("0")) > MOST_DIGITS:
        raise FigureError("too_long")
    if row.kind == RowKind.INTEGER and decimals:
        raise FigureError("not_whole")
    if len(decimals) > (row.places if row.kind == RowKind.DECIMAL else 0):
        raise FigureError("places")
    figure = Decimal(f"{sign}{whole}.{decimals or 0}")
    if figure < 0 and not row.signed:
        raise FigureError("negative")
    exact = figure.quantize(Decimal(1).scaleb(-row.places))
    return exact or exact.copy_abs()


def write_figure(figure: Decimal | None, row: Row) -> str:
    """A figure as the row writes it; "" where there is none."""
    return "" if figure is None else f"{figure:.{row.places}f}"


def show_figure(figure: Decimal | None, row: Row) -> str:
    """A figure to be read: thousands are set apart."""
    return "" if figure is None else f"{figure:,.{row.places}f}"


def row_rule(design: FormDesign, row: Row) -> Node:
    """What a computed row is computed from.

    Raises:
        RuleError: it is no rule, or speaks of other forms or periods.
    """
    rule = read_rule(f"'{row.name}' = {row.rule}", forms={"": design.shape}, own="")
    far = next((cell for cell in cells_of(rule.right) if cell.period or cell.form), None)
    if far or rule.comparison != "=" or rule.tolerance:
        raise RuleError(
            "A computed row is computed from its own form and period only.", code="not_computable"
        )
    return rule.right


def order_of_computing(design: FormDesign) -> tuple[tuple[Row, Node], ...]:
    """Computed rows, each after those that it is computed from.

    Raises:
        RuleError: a rule cannot be read, or rows are computed from each other.
    """
    nodes = {row.name: row_rule(design, row) for row in design.rows if row.rule}
    needs = {name: {cell.row for cell in cells_of(node)} for name, node in nodes.items()}
    try:
        order = tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise RuleError(
            f"Rows are computed from each other: {circle}.", code="circle", rows=circle
        ) from error
    return tuple((design.row_named[name], nodes[name]) for name in order if name in nodes)


def computed(design: FormDesign, given: Figures) -> dict[Place, Decimal | None]:
    """The computed cells of a return; None where what they are computed from is not filled in.

    A computed row is computed in every column; a column that is a sum is one in all other rows.
    """
    figures = dict(given)
    open_places = set(design.places)
    summing = [column for column in design.columns if column.sums]
    result: dict[Place, Decimal | None] = {}
    for row in design.rows:
        for column in summing:
            place = (row.code, column.code)
            if not row.rule and place in open_places:
                parts = [
                    figures.get((row.code, code)) for code in column.sums if (row.code, code) in open_places
                ]
                stated = [part for part in parts if part is not None]
                result[place] = sum(stated, Decimal(0)) if parts and len(stated) == len(parts) else None
                figures[place] = result[place]

    def figure(cell: Cell) -> Decimal | None:
        place = (design.row_named[cell.row].code, design.column_named[cell.column].code)
        return figures.get(place)

    for row, node in order_of_computing(design):
        for column in design.columns:
            place = (row.code, column.code)
            if place in open_places:
                result[place] = _rounded(value_of(node, figures=figure, column=column.name), row)
                figures[place] = result[place]
    return result


def _rounded(figure: Decimal | None, row: Row) -> Decimal | None:
    if figure is None:
        return None
    return figure.quantize(Decimal(1).scaleb(-row.places), rounding=ROUND_HALF_UP)
