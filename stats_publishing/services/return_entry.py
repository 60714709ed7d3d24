"""Texts into a return: from files and interfaces, with a receipt for each cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from stats_publishing.enums import CellSource
from stats_publishing.form_computing import FigureError, read_figure, write_figure
from stats_publishing.form_design import FormDesign, Place
from stats_publishing.models import Return
from stats_publishing.services.return_checks import values_of
from stats_publishing.services.returns import figures_write

LONGEST: Final = 40
"""Characters of a figure as it was sent that a receipt repeats."""
FIGURE_WORDS: Final[Mapping[str, str | Promise]] = {
    "not_a_number": gettext_lazy("This is no number."),
    "negative": gettext_lazy("This figure is 0 or more."),
    "not_whole": gettext_lazy("This figure is a whole number."),
    "places": gettext_lazy("There are more decimal places than this row has."),
    "too_long": gettext_lazy("The number is too long."),
}


class Outcome(models.TextChoices):
    """What became of a cell."""

    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    SAME = "same", gettext_lazy("unchanged")
    REFUSED = "refused", gettext_lazy("refused")


@dataclass(frozen=True, slots=True)
class CellReceipt:
    """What became of one cell.

    Args:
        row, column: codes, or what stood in their place where there are no such.
        cell: the same in words.
        was: the figure before.
        sent: the text as sent, cut short.
        words: why it is refused.
    """

    row: str
    column: str
    cell: str
    sent: str
    outcome: Outcome
    was: str = ""
    words: str = ""


def refused(row: str, column: str, sent: str, words: str, *, cell: str = "") -> CellReceipt:
    place = cell or f"{row[:LONGEST]} · {column[:LONGEST]}"
    return CellReceipt(row[:LONGEST], column[:LONGEST], place, sent[:LONGEST], Outcome.REFUSED, words=words)


def texts_write(
    *,
    of: Return,
    texts: Mapping[Place, str],
    source: CellSource,
    origin: str,
    by: User | None,
    at: dt.datetime,
) -> list[CellReceipt]:
    """Write what can be read as figures; a receipt for each cell, in the order of the form.

    A cell that is refused stays as it is, and keeps no other from being written.

    Args:
        texts: by codes of row and column, also such as the form has not.
    Raises:
        NotPossible: the return takes no figures any more.
    """
    design = of.version.content
    before = values_of(of)
    figures: dict[Place, Decimal | None] = {}
    receipts: dict[Place, CellReceipt] = {}
    order = {place: number for number, place in enumerate(design.places)}
    for place in sorted(texts, key=lambda one: order.get(one, len(order))):
        text = texts[place]
        if said := _not_asked(design, place):
            words = design.words(place) if place in order else ""
            receipts[place] = refused(*place, text, said, cell=words)
            continue
        row = design.row_of[place[0]]
        try:
            figure = read_figure(text, row)
        except FigureError as error:
            said = str(FIGURE_WORDS[error.code])
            receipts[place] = refused(*place, text, said, cell=design.words(place))
            continue
        figures[place] = figure
        was = before.get(place)
        outcome = Outcome.SAME if was == figure else Outcome.NEW if was is None else Outcome.CHANGED
        receipts[place] = CellReceipt(
            *place, design.words(place), text[:LONGEST], outcome, was=write_figure(was, row)
        )
    figures_write(of=of, figures=figures, source=source, by=by, at=at, origins=dict.fromkeys(figures, origin))
    return list(receipts.values())


def _not_asked(design: FormDesign, place: Place) -> str:
    """Why a cell is not filled in; "" where it is."""
    if place[0] not in design.row_of:
        return _("There is no row %(name)s.") % {"name": place[0][:LONGEST]}
    if place[1] not in design.column_of:
        return _("There is no column %(name)s.") % {"name": place[1][:LONGEST]}
    if place not in design.inputs:
        closed = place not in design.places
        return _("The form does not ask this cell.") if closed else _("The form computes this cell.")
    return ""
