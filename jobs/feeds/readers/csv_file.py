"""CSV: a header, then rows; separated by comma, semicolon, tab or bar; quoted fields may hold newlines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from jobs.feeds.readers.decoding import MARK, ON_ERROR
from jobs.feeds.readers.rows import LONGEST_ROW, RawRow
from jobs.feeds.reasons import RunError

DELIMITERS = (",", ";", "\t", "|")
_UNCLOSED = ("unexpected end of data", "field larger than field limit")
csv.field_size_limit(LONGEST_ROW)


class _Lines:
    """The lines of a text stream; knows whether the last one had an end, and refuses endless ones.

    `since_row` counts the characters read since it was last set to 0: a guard against one endless row.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.ended = True
        self.since_row = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_ROW)
        if not line:
            raise StopIteration
        if len(line) >= LONGEST_ROW:
            raise RunError("format_unknown", longest_line=LONGEST_ROW)
        self.since_row += len(line)
        if self.since_row > LONGEST_ROW:
            raise RunError("truncated", longest_row=LONGEST_ROW)
        self.ended = line.endswith(("\n", "\r"))
        return line.replace("\0", "") if "\0" in line else line


def read_csv(file: BinaryIO, *, encoding: str, delimiter: str, columns: frozenset[str]) -> Iterator[RawRow]:
    """Rows of a CSV file.

    Raises:
        RunError: "columns_missing" where the header lacks one of `columns`, naming them; "truncated" where
            the file ends inside a quoted field or with half a row, or quotes hold a row open without end.
    """
    lines = _Lines(io.TextIOWrapper(file, encoding=encoding, errors=ON_ERROR, newline=""))
    first = next(lines, "")
    delimiter = delimiter or best_delimiter(first, columns)
    header = header_names(next(csv.reader([first], delimiter=delimiter), []))
    check_header(header, columns, delimiter=delimiter)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while True:
        lines.since_row = 0
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if str(error).startswith(_UNCLOSED):
                raise RunError("truncated", row=number + 1) from error
            number += 1
            yield RawRow(number, {}, b"", "row_malformed")
            continue
        if cells is None:
            return
        if not any(cells):
            continue
        number += 1
        if len(cells) < len(header) and not lines.ended:
            raise RunError("truncated", row=number)
        yield _row(number, header, cells)


def _row(number: int, header: list[str], cells: list[str]) -> RawRow:
    text = "\x1f".join(cells)
    values = dict(zip(header, cells, strict=False))
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return RawRow(number, {}, text.encode("utf-8", "replace"), "broken_bytes")
    if len(cells) != len(header):
        return RawRow(number, {}, raw, "columns_mismatch")
    return RawRow(number, values, raw, "broken_bytes" if MARK in text else "")


def header_names(cells: list[str]) -> list[str]:
    """Column names without white space around them and byte order marks."""
    return [re.sub(r"\s+", " ", cell.strip("\ufeff \t\r\n")) for cell in cells]


def best_delimiter(line: str, columns: frozenset[str]) -> str:
    """The separator under which the header has most of the columns, then most names at all."""

    def score(delimiter: str) -> tuple[int, int]:
        names = header_names(next(csv.reader([line], delimiter=delimiter), []))
        return len(columns.intersection(names)), len(names)

    return max(DELIMITERS, key=score)


def check_header(header: list[str], columns: frozenset[str], **seen: str) -> None:
    if missing := columns.difference(header):
        raise RunError("columns_missing", missing=sorted(missing), found=header[:60], **seen)
