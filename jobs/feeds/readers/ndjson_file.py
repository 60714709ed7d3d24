"""NDJSON: one JSON object a line, the canonical form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from jobs.feeds.readers.decoding import MARK, ON_ERROR
from jobs.feeds.readers.rows import LONGEST_ROW, RawRow, Values
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
        if not whole and row.error == "row_malformed":
            raise RunError("truncated", row=number)
        yield row


def ndjson_row(number: int, line: bytes, encoding: str = "utf-8") -> RawRow:
    """One line as a row, which is parsed when it is looked into."""
    return RawRow(number, {}, line, parse=_parse_gb18030 if encoding == "gb18030" else _parse_utf8)


def _parse_utf8(line: bytes) -> tuple[Values, str]:
    try:
        return _checked(orjson.loads(line))
    except orjson.JSONDecodeError:
        return _broken(line, "utf-8")


def _parse_gb18030(line: bytes) -> tuple[Values, str]:
    try:
        return _checked(orjson.loads(line.decode("gb18030")))
    except (orjson.JSONDecodeError, UnicodeDecodeError):
        return _broken(line, "gb18030")


def _checked(value: Any) -> tuple[Values, str]:
    return (value, "") if isinstance(value, dict) else ({}, "row_malformed")


def _broken(line: bytes, encoding: str) -> tuple[Values, str]:
    """A line with broken bytes gives what is whole of it, so that its id is known."""
    text = line.decode(encoding, ON_ERROR)
    if MARK not in text:
        return {}, "row_malformed"
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        value = {}
    return value if isinstance(value, dict) else {}, "broken_bytes"


def _skip_line(file: BinaryIO) -> None:
    while block := file.readline(LONGEST_ROW):
        if block.endswith(b"\n"):
            return
