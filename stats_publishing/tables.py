"""A table of figures as it is kept and published: rows told apart by dimensions, columns of measures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

Value = int | float | str | None
SUPPRESSED: Final = "c"
"""Mark of a cell that is kept confidential (SDMX OBS_STATUS/CONF_STATUS `C`); its value is null."""
ESTIMATED: Final = "e"
REVISED: Final = "r"


@dataclass(frozen=True, slots=True)
class Table:
    """Figures with what tells them apart.

    Args:
        dimensions: names of the columns that together name a row, such as ("group",).
        measures: names of the columns of figures.
        rows: the values of dimensions, then of measures; a dimension is a string, a figure that there is not
            is null.
        marks: what is to be said of a cell: (row, measure) by position and name → `SUPPRESSED`, ….
    """

    dimensions: tuple[str, ...]
    measures: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    marks: Mapping[tuple[int, str], str] = field(default_factory=dict)

    @classmethod
    def of_frame(
        cls,
        frame: pl.DataFrame,
        *,
        dimensions: Sequence[str],
        measures: Sequence[str],
        marks: Mapping[tuple[int, str], str] | None = None,
    ) -> Table:
        """The table of a frame's columns, in the frame's order."""
        rows = frame.select(*dimensions, *measures).rows()
        return cls(tuple(dimensions), tuple(measures), tuple(rows), marks or {})

    def frame(self) -> pl.DataFrame:
        """Columns of dimensions (String) and measures; without marks."""
        return pl.DataFrame(
            self.rows,
            schema=[*self.dimensions, *self.measures],
            schema_overrides=dict.fromkeys(self.dimensions, pl.String),
            orient="row",
            infer_schema_length=None,
        )

    def cell(self, key: Sequence[str], measure: str) -> Value:
        """The figure of a row; null where there is none.

        Raises:
            KeyError: the table has no such row or measure.
        """
        return self.rows[self.position(key)][self._column(measure)]

    def mark(self, key: Sequence[str], measure: str) -> str:
        """What is said of a cell, "" for nothing."""
        return self.marks.get((self.position(key), measure), "")

    def position(self, key: Sequence[str]) -> int:
        """Which row has these values of the dimensions.

        Raises:
            KeyError: none has.
        """
        wanted, width = tuple(key), len(self.dimensions)
        for at, row in enumerate(self.rows):
            if row[:width] == wanted:
                return at
        raise KeyError(wanted)

    def changes(self, before: Table) -> list[tuple[tuple[str, ...], str, Value, Value]]:
        """What differs from an earlier table of the same dimensions: row, measure, figure then and now."""
        width = len(self.dimensions)
        then, now = ({tuple(map(str, row[:width])): row for row in table.rows} for table in (before, self))
        return [
            (key, measure, *pair)
            for key in dict.fromkeys((*now, *then))
            for measure in self.measures
            if (pair := (before._figure(then, key, measure), self._figure(now, key, measure)))[0] != pair[1]
        ]

    def _figure(
        self, rows: Mapping[tuple[str, ...], tuple[Value, ...]], key: tuple[str, ...], measure: str
    ) -> Value:
        return rows[key][self._column(measure)] if key in rows and measure in self.measures else None

    def _column(self, measure: str) -> int:
        if measure not in self.measures:
            raise KeyError(measure)
        return len(self.dimensions) + self.measures.index(measure)

    def as_json(self) -> dict[str, Any]:
        """What a database keeps; `of_json` reads it back."""
        return {
            "dimensions": list(self.dimensions),
            "measures": list(self.measures),
            "rows": [list(row) for row in self.rows],
            "marks": [[row, measure, mark] for (row, measure), mark in sorted(self.marks.items())],
        }

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Table:
        return cls(
            tuple(data["dimensions"]),
            tuple(data["measures"]),
            tuple(tuple(row) for row in data["rows"]),
            {(row, measure): mark for row, measure, mark in data["marks"]},
        )

    def checksum(self) -> str:
        """SHA-256 of the table in one way of writing it."""
        return checksum_of(self.as_json())


def checksum_of(data: Any) -> str:
    """SHA-256 in hex of JSON-able data, whatever order its objects' keys have."""
    written = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(written.encode()).hexdigest()
