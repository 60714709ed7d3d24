"""What every reader gives: rows of named values, one after the other, whatever the file's format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from jobs.feeds.reasons import RunError

LONGEST_ROW = 4 * 1024 * 1024
"""Bytes (characters in CSV) of one row beyond which it is not read."""


@dataclass(slots=True)
class RawRow:
    """One row as sent.

    number counts rows from 1, without the header; values are by column name, as the format gives them;
    raw is what the row's hash covers; error is a reason code, and `values` then holds what could be read.
    """

    number: int
    values: dict[str, Any]
    raw: bytes
    error: str = ""


def in_chunks(rows: Iterator[RawRow], size: int) -> Iterator[list[RawRow]]:
    """Rows in lists of up to `size`; where the file ends badly the rows before come first, then the error."""
    while True:
        chunk: list[RawRow] = []
        try:
            for row in islice(rows, size):
                chunk.append(row)  # noqa: PERF402 -- an error must not lose them
        except RunError:
            if chunk:
                yield chunk
            raise
        if not chunk:
            return
        yield chunk


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a file; "auto" and "" are found out from the file itself.

    columns are those that a header must have; items is the path of the rows in a JSON file, as ijson writes
    it ("item", "data.item").
    """

    format: str = "auto"
    encoding: str = "auto"
    delimiter: str = ""
    sheet: str = ""
    items: str = ""
    columns: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Source:
    """An opened feed: what it was recognised as, and its rows.

    The iterator raises `jobs.feeds.reasons.RunError` where the file ends badly, after the rows before.
    """

    format: str
    encoding: str
    rows: Iterator[RawRow]
