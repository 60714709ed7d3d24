"""A return as a grid: rows and cells as they are drawn, and what was typed into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from stats_publishing.enums import CellSource, RowKind
from stats_publishing.form_computing import FigureError, read_figure, show_figure, write_figure
from stats_publishing.form_design import FormDesign, Place, Row
from stats_publishing.models import Return
from stats_publishing.services.return_entry import FIGURE_WORDS


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is drawn.

    Args:
        kind: input, computed or closed.
        text: what stands in it; `shown`: the same to be read only.
        error: why what was typed is no figure.
        source: where the figure comes from, where it was not typed in.
    """

    name: str
    column: str
    kind: str
    text: str
    shown: str
    error: str = ""
    source: str = ""
    marked: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    row: Row
    depth: int
    is_heading: bool
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent of a grid.

    Args:
        figures: what could be read.
        texts: what stands in the cells that could not, as typed.
        errors: why not, in words.
    """

    figures: dict[Place, Decimal | None]
    texts: dict[Place, str]
    errors: dict[Place, str]


def cell_name(place: Place) -> str:
    """Name of a cell's field in a page: codes hold no colon."""
    return f"c:{place[0]}:{place[1]}"


def read_grid(design: FormDesign, sent: Mapping[str, str]) -> Typed:
    """The figures of the cells that were sent; the others are left alone."""
    typed = Typed({}, {}, {})
    for place in design.places:
        text = sent.get(cell_name(place))
        if text is None or place not in design.inputs:
            continue
        figure_into(typed, place, text, design.row_of[place[0]])
    return typed


def figure_into(typed: Typed, place: Place, text: str, row: Row) -> None:
    """Sort a text in: a figure, or what is wrong with it."""
    try:
        typed.figures[place] = read_figure(text, row)
    except FigureError as error:
        typed.texts[place] = text[:40]
        typed.errors[place] = str(FIGURE_WORDS[error.code])


def grid_of(
    of: Return,
    values: Mapping[Place, Decimal | None],
    *,
    typed: Typed | None = None,
    marks: Mapping[Place, str],
) -> list[GridRow]:
    """The rows of a return.

    Args:
        marks: error or warning, of cells that findings speak of.
    """
    design = of.version.content
    sources = {(cell.row, cell.column): cell for cell in of.cells.exclude(source=CellSource.SCREEN)}
    rows = []
    for row in design.rows:
        grid_row = GridRow(row, design.depth(row), row.kind == RowKind.HEADING)
        rows.append(grid_row)
        for column in () if grid_row.is_heading else design.columns:
            place = (row.code, column.code)
            kept = sources.get(place)
            is_open = column.code not in row.closed
            kind = "input" if place in design.inputs else "computed" if is_open else "closed"
            told = kind == "input" and kept is not None
            grid_row.cells.append(
                Cell(
                    name=cell_name(place),
                    column=column.code,
                    kind=kind,
                    text=(typed.texts if typed else {}).get(place) or write_figure(values.get(place), row),
                    shown=show_figure(values.get(place), row),
                    error=(typed.errors if typed else {}).get(place, ""),
                    source=f"{kept.get_source_display()} {kept.origin}".strip() if told and kept else "",
                    marked=marks.get(place, ""),
                )
            )
    return rows
