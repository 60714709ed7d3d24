"""What every reader gives: rows of named values, one after the other, whatever the file's format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from jobs.feeds.reasons import RunError

LONGEST_ROW = 4 * 1024 * 1024
"""Bytes (characters in CSV) of one row beyond which it is not read."""


Values = dict[str, Any]
"""By column name, as the format gives them."""


class RawRow:
    """One row as sent.

    number counts rows from 1, without the header; raw is what the row's hash covers; error is a reason code,
    and `values` then holds what could be read. A row that comes with `parse` is parsed when it is first
    looked into: one that was sent before is known by its hash alone.
    """

    __slots__ = ("_error", "_parse", "_values", "number", "raw")

    def __init__(
        self,
        number: int,
        values: Values,
        raw: bytes,
        error: str = "",
        parse: Callable[[bytes], tuple[Values, str]] | None = None,
    ) -> None:
        self.number, self.raw = number, raw
        self._values, self._error, self._parse = values, error, parse

    @property
    def values(self) -> Values:
        if self._parse:
            self._look()
        return self._values

    @property
    def error(self) -> str:
        if self._parse:
            self._look()
        return self._error

    def _look(self) -> None:
        if self._parse:
            self._values, self._error = self._parse(self.raw)
            self._parse = None


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
    it ("item", "data.item"). largest_unpacked is what an XLSX file may come to, in bytes; with `formulas` its
    formulas are given as they are written instead of what they last came to.
    """

    format: str = "auto"
    encoding: str = "auto"
    delimiter: str = ""
    sheet: str = ""
    items: str = ""
    columns: frozenset[str] = field(default_factory=frozenset)
    largest_unpacked: int = 4 * 1024**3
    formulas: bool = False

    def for_people(self, *, largest_unpacked: int) -> ReadOptions:
        """For a file that a person filled in: small, and a formula in it is to be seen as one."""
        return replace(self, largest_unpacked=largest_unpacked, formulas=True)


@dataclass(frozen=True, slots=True)
class Source:
    """An opened feed: what it was recognised as, and its rows.

    The iterator raises `jobs.feeds.reasons.RunError` where the file ends badly, after the rows before.
    """

    format: str
    encoding: str
    rows: Iterator[RawRow]
