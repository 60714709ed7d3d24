"""NDJSON: one JSON object a line, the canonical form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import orjson

from jobs.feeds.readers.decoding import MARK, ON_ERROR
from jobs.feeds.readers.rows import LONGEST_ROW, RawRow
from jobs.feeds.reasons import RunError


def read_ndjson(file: BinaryIO, *, encoding: str) -> Iterator[RawRow]:
    """Rows of an NDJSON file; empty lines are no rows."""
    if encoding == "utf-8-sig":
        file.seek(3)
    number = 0
    while line := file.readline(LONGEST_ROW):
        whole = line.endswith(b"\n")
        if not whole and len(line) >= LONGEST_ROW:
            number += 1
            _skip_line(file)
            yield RawRow(number, {}, line[:1000], "field_too_long")
            continue
        line = line.strip()
        if not line:
            continue
        number += 1
        row = ndjson_row(number, line, encoding)
        if row.error == "row_malformed" and not whole:
            raise RunError("truncated", row=number)
        yield row


def ndjson_row(number: int, line: bytes, encoding: str = "utf-8") -> RawRow:
    """One line as a row, with the error that it has."""
    try:
        value = orjson.loads(line if encoding != "gb18030" else line.decode("gb18030"))
    except (orjson.JSONDecodeError, UnicodeDecodeError):
        return _broken_row(number, line, encoding)
    if not isinstance(value, dict):
        return RawRow(number, {}, line, "row_malformed")
    return RawRow(number, value, line)


def _broken_row(number: int, line: bytes, encoding: str) -> RawRow:
    """A line with broken bytes gives what is whole of it, so that its id is known."""
    text = line.decode("gb18030" if encoding == "gb18030" else "utf-8", ON_ERROR)
    if MARK in text:
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            value = {}
        return RawRow(number, value if isinstance(value, dict) else {}, line, "broken_bytes")
    return RawRow(number, {}, line, "row_malformed")


def _skip_line(file: BinaryIO) -> None:
    while block := file.readline(LONGEST_ROW):
        if block.endswith(b"\n"):
            return
