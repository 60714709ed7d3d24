"""JSON: an array of objects, alone or inside an object, read as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import ijson
import orjson

from jobs.feeds.readers.decoding import Utf8Stream, is_broken
from jobs.feeds.readers.rows import LONGEST_ROW, RawRow
from jobs.feeds.reasons import RunError

_BLOCK = 8 * 1024
"""Bytes read at once: fewer than would hold the most objects that a row may have, each a row."""


def read_json(file: BinaryIO, *, encoding: str, items: str) -> Iterator[RawRow]:
    """Rows of a JSON file; `items` is the path of the objects ("item" for a bare array)."""
    stream = Utf8Stream(file, encoding, limit=LONGEST_ROW)
    number = 0
    try:
        for value in ijson.items(stream, items, use_float=True, buf_size=_BLOCK):
            stream.next_row()
            number += 1
            yield _row(number, value)
    except ijson.IncompleteJSONError as error:
        raise RunError("truncated" if _at_end(file) else "json_broken", row=number + 1) from error
    except ijson.JSONError as error:
        raise RunError("json_broken", row=number + 1) from error


def _row(number: int, value: object) -> RawRow:
    try:
        raw = orjson.dumps(value)
    except (TypeError, orjson.JSONEncodeError):
        return RawRow(number, {}, b"", "row_malformed")
    if not isinstance(value, dict):
        return RawRow(number, {}, raw, "row_malformed")
    return RawRow(number, value, raw, "broken_bytes" if is_broken(raw) else "")


def _at_end(file: BinaryIO) -> bool:
    return not file.read(1)
