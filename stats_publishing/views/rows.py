"""A published table as rows that a page shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from stats_publishing.addresses import series_path
from stats_publishing.datasets import Measure, Words
from stats_publishing.members import row_words
from stats_publishing.methods.periods import Period
from stats_publishing.models import DatasetVersion
from stats_publishing.published import Published, shown
from stats_publishing.words import period_words


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    mark: str
    series: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as a page shows it.

    Args:
        group: what it stands under together with others, in a table of several dimensions the first.
        names: of the other dimensions.
    """

    group: Words | None
    names: tuple[Words, ...]
    anchor: str
    cells: tuple[Cell, ...]


def rows_of(one: Published, measures: tuple[str, ...] = ()) -> tuple[list[Row], list[Measure]]:
    """Rows and columns of a table; columns in which nothing stands are left out.

    Args:
        measures: only these columns.
    """
    table, kind, version = one.table, one.kind, one.version
    width = len(table.dimensions)
    columns = [
        (width + place, name)
        for place, name in enumerate(table.measures)
        if (not measures or name in measures)
        and any(
            row[width + place] is not None or (number, name) in table.marks
            for number, row in enumerate(table.rows)
        )
    ]
    rows = []
    for number, row in enumerate(table.rows):
        key = tuple(str(value) for value in row[:width])
        cells = tuple(
            Cell(
                shown(row[at], places=kind.measures[name].places, mark=table.marks.get((number, name), "")),
                table.marks.get((number, name), ""),
                series_path(version.dataset, version.region, name, key),
            )
            for at, name in columns
        )
        words = row_words(kind, table.dimensions, key)
        group, names = (words[0], words[1:]) if width > 1 else (None, words)
        rows.append(Row(group, names, f"r{number + 1}", cells))
    return rows, [kind.measures[name] for _at, name in columns]


def heads_of(one: Published) -> list[Words]:
    """What stands above the names of `Row`: the dimensions, of several all but the first."""
    words = [one.kind.dimensions[name] for name in one.table.dimensions]
    return words[1:] or words


def periods_shown(*, dataset: str, region: str, most: int = 12) -> list[tuple[str, str]]:
    """Codes and names of the newest published periods, for going from one to another."""
    rows = DatasetVersion.objects.released().filter(dataset=dataset, region=region)
    codes = rows.values_list("period").annotate(newest=Max("number")).order_by("-period")
    return [(code, period_words(Period.read(code))) for code, _newest in codes[:most]]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A published table as `pieces/plain_table.html` shows it."""

    title: str
    dimensions: list[Words]
    columns: list[Measure]
    rows: list[Row]


def plain_table(one: Published, measures: tuple[str, ...] = ()) -> PlainTable:
    rows, columns = rows_of(one, measures)
    return PlainTable(one.title, heads_of(one), columns, rows)
