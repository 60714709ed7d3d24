"""Readers: a stream of bytes → rows, in constant memory."""

from __future__ import annotations

import codecs
from typing import BinaryIO

import orjson

from jobs.feeds.readers.csv_file import read_csv
from jobs.feeds.readers.decoding import detect_encoding
from jobs.feeds.readers.json_file import read_json
from jobs.feeds.readers.ndjson_file import read_ndjson
from jobs.feeds.readers.rows import LONGEST_ROW, RawRow, ReadOptions, Source, in_chunks
from jobs.feeds.readers.xlsx_file import read_xlsx
from jobs.feeds.reasons import RunError

__all__ = ["READER_VERSION", "RawRow", "ReadOptions", "Source", "in_chunks", "open_source"]

READER_VERSION = "2"
"""Part of every row's hash: raise it when the readers or the mapping come to read a row otherwise."""

_ARCHIVE = b"PK\x03\x04"


def open_source(file: BinaryIO, options: ReadOptions) -> Source:
    """Recognise a seekable file and give its rows.

    Raises:
        RunError: it is empty, or nothing that we read.
    """
    start = file.read(4096)
    file.seek(0)
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise RunError("file_empty")
    form = options.format if options.format != "auto" else _recognise(file, start)
    if form == "xlsx":
        if not start.startswith(_ARCHIVE):
            raise RunError("format_unknown")
        return Source(form, "utf-8", read_xlsx(file, options))
    encoding = detect_encoding(file) if options.encoding == "auto" else options.encoding
    if form == "ndjson":
        return Source(form, encoding, read_ndjson(file, encoding=encoding))
    if form == "json":
        items = options.items or ("item" if _bare(start).startswith(b"[") else "vacancies.item")
        return Source(form, encoding, read_json(file, encoding=encoding, items=items))
    rows = read_csv(file, encoding=encoding, delimiter=options.delimiter, columns=options.columns)
    return Source("csv", encoding, rows)


def _bare(start: bytes) -> bytes:
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()


def _recognise(file: BinaryIO, start: bytes) -> str:
    if start.startswith(_ARCHIVE):
        return "xlsx"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise RunError("encoding_unknown", found="UTF-16")
    bare = _bare(start)
    if bare.startswith(b"["):
        return "json"
    if bare.startswith(b"{"):
        return "ndjson" if _first_line_is_object(file) else "json"
    if b"\0" in start:
        raise RunError("format_unknown")
    return "csv"


def _first_line_is_object(file: BinaryIO) -> bool:
    """Whether the first line is a vacancy of its own: an object that is not the frame of all others."""
    line = file.readline(LONGEST_ROW).removeprefix(b"\xef\xbb\xbf").strip()
    is_last = not file.read(1)
    file.seek(0)
    try:
        value = orjson.loads(line.decode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return line not in (b"{",) and not is_last
    frame = any(isinstance(part, list) and part and isinstance(part[0], dict) for part in value.values())
    return not frame
