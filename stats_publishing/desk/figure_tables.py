"""Tables of figures as the desk shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stats_publishing.datasets import Measure, Words
from stats_publishing.members import row_words
from stats_publishing.models import DatasetVersion
from stats_publishing.tables import Value

_DIFFERENCES = ("_qoq", "_yoy")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row by its names; in a table of two dimensions it stands under `group` with others."""

    group: Words | None
    names: tuple[Words, ...]
    cells: list[str]


@dataclass(frozen=True, slots=True)
class ShownTable:
    version: DatasetVersion
    dimensions: list[Words]
    measures: list[Measure]
    rows: list[ShownRow]
    changed: list[tuple[str, str, str, str]]


def figure_text(value: Value, measure: Measure) -> str:
    """A figure as printed: thousands separated, differences with their sign; a dash where there is none."""
    if value is None or isinstance(value, str):
        return "—"
    sign = "+" if measure.code.endswith(_DIFFERENCES) and measure.unit != "cities" else ""
    text = format(value, f"{sign},.{measure.places}f")
    return text.replace("-", "−")


def shown_table(version: DatasetVersion, before: DatasetVersion | None) -> ShownTable:
    """A version's table without columns that are empty, and what is other than in an earlier version."""
    kind, table = version.kind, version.figures
    width = len(table.dimensions)
    used = [
        (place, kind.measures[name])
        for place, name in enumerate(table.measures, width)
        if any(row[place] is not None for row in table.rows)
    ]
    rows = []
    for row in table.rows:
        words = row_words(kind, table.dimensions, row[:width])
        group, names = (words[0], words[1:]) if width > 1 else (None, words)
        rows.append(ShownRow(group, names, [figure_text(row[place], measure) for place, measure in used]))
    changed: list[tuple[str, str, str, str]] = []
    if before:
        for key, name, then, now in table.changes(before.figures):
            measure = kind.measures[name]
            named = " · ".join(map(str, row_words(kind, table.dimensions, key)))
            changed.append((named, str(measure.name), figure_text(then, measure), figure_text(now, measure)))
    words_above = [kind.dimensions[name] for name in table.dimensions]
    dimensions = words_above[1:] or words_above
    return ShownTable(version, dimensions, [measure for _place, measure in used], rows, changed)


def notes_words(notes: dict[str, Any]) -> dict[str, Any]:
    """Notes as the page reads them; empty where the region is a city."""
    return {name: notes[name] for name in ("cities", "excluded", "panel_qoq", "panel_yoy") if name in notes}
