"""Reads a table from CSV text with the columns group, demand and seekers, as people type and copy them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import Final

import polars as pl

from stats_publishing.methods.groups import Kind, groups, recognise
from stats_publishing.methods.rounding import LARGEST
from stats_publishing.methods.supply_demand import SIDES

COLUMNS: Final = ("group", *SIDES)
ROWS_AT_MOST: Final = 5_000

_HEADERS: Final = {
    "group": "group",
    "组别": "group",
    "类别": "group",
    "项目": "group",
    "demand": "demand",
    "需求人数": "demand",
    "需求": "demand",
    "seekers": "seekers",
    "求职人数": "seekers",
    "求职": "seekers",
}
_NOT_STATED: Final = frozenset({"", "-", "--", "—", "——", "–", "/", "…", "...", "......", "……"})
_THOUSANDS: Final = re.compile(r"\d{1,3}([,'’ ]\d{3})+|\d{1,3}([，]\d{3})+")
_ZERO_DECIMALS: Final = re.compile(r"\.0+$")


class TableError(ValueError):
    """Why a file is no table; every fault found, a sentence each."""

    def __init__(self, *faults: str) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8 (with or without a mark), UTF-16 with a mark, or GB18030.

    Raises:
        TableError: it is in none of them.
    """
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("The file is no text in UTF-8 or GB18030.")


def read_table(text: str, *, kind: Kind) -> pl.DataFrame:
    """The rows in the order of the file: group as written, demand and seekers (Int64, null: not stated).

    Numbers may be full-width and have thousands separators. Columns are separated by comma, semicolon or
    tab.

    Raises:
        TableError: a column is missing; no rows; a figure that is no whole number of persons; a name that the
            kind does not know, or two rows of one group; a total smaller than its rows.
    """
    lines = _rows(text)
    if not lines:
        raise TableError("The file is empty.")
    places = _places(lines[0][1])
    faults: list[str] = []
    rows: list[tuple[str, int | None, int | None]] = []
    seen: dict[str, int] = {}
    for number, cells in lines[1:]:
        if len(cells) > len(lines[0][1]) and any(cell.strip() for cell in cells[len(lines[0][1]) :]):
            faults.append(
                f"Line {number} has more cells than there are columns; put numbers with commas in quotes."
            )
            continue
        named = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        faults += _group_faults(named["group"], number=number, kind=kind, seen=seen)
        figures = []
        for side in SIDES:
            try:
                figures.append(_persons(named[side]))
            except ValueError as error:
                faults.append(f"Line {number}, {side}: {error}")
                figures.append(None)
        rows.append((named["group"], figures[0], figures[1]))
    if not rows and not faults:
        faults.append("There are no rows below the header.")
    elif not faults and all(figure is None for _group, *figures in rows for figure in figures):
        faults.append("No row states a figure.")
    if faults:
        raise TableError(*faults)
    return pl.DataFrame(
        rows, schema={"group": pl.String, "demand": pl.Int64, "seekers": pl.Int64}, orient="row"
    )


def check_sums(table: pl.DataFrame) -> None:
    """Refuses a total that is smaller than what it is the total of, with both figures.

    A total may be larger: then not all rows of the table are listed.

    Args:
        table: one table with the columns of `with_totals`.
    Raises:
        TableError: naming each such total.
    """
    faults = []
    for side in SIDES:
        for name, role, stated in table.select("known_as", "role", side).iter_rows():
            of_total = role == "total"
            members = pl.col("leaf") if of_total else pl.col("leaf") & pl.col("within").list.contains(name)
            parts = (pl.col("role") == "part") & pl.col("within").list.contains(name)
            for which in (members, parts):
                summed = table.filter(which)[side].sum()
                if stated is not None and summed > stated and role in {"group", "total"}:
                    faults.append(f"{name}, {side}: {stated} is less than its rows together, {summed}.")
    if faults:
        raise TableError(*faults)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Rows with something in them, each with the number of its last line."""
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t，", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, cells))
            if len(rows) > ROWS_AT_MOST:
                raise TableError(f"There are more than {ROWS_AT_MOST} rows.")
    except csv.Error as error:
        raise TableError(f"Line {reader.line_num} is no CSV: {error}.") from error
    return rows


def _places(header: list[str]) -> dict[str, int]:
    names = [_HEADERS.get(unicodedata.normalize("NFKC", cell).strip().lower()) for cell in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise TableError(
            f"The column {' and '.join(missing)} is missing; the first line has to name {', '.join(COLUMNS)}."
        )
    doubled = [name for name in COLUMNS if names.count(name) > 1]
    if doubled:
        raise TableError(f"The column {' and '.join(doubled)} stands there twice.")
    return {name: names.index(name) for name in COLUMNS}


def _group_faults(name: str, *, number: int, kind: Kind, seen: dict[str, int]) -> list[str]:
    if not name:
        return [f"Line {number} names no group."]
    group = recognise(kind, name)
    if group is None:
        known = "、".join(each.name for each in groups(kind))
        return [f"Line {number}: “{name}” is no group of the kind {kind}; there are {known}."]
    if group.name in seen:
        return [f"Line {number}: “{name}” is the same group as in line {seen[group.name]}."]
    seen[group.name] = number
    return []


def _persons(text: str) -> int | None:
    """A number of persons; None where a dash or nothing says that it is not stated.

    Raises:
        ValueError: in words, what is wrong with it.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if written in _NOT_STATED or text.strip() in _NOT_STATED:
        return None
    digits = re.sub(r"[,'’ ]", "", written) if _THOUSANDS.fullmatch(written) else written
    digits = _ZERO_DECIMALS.sub("", digits)
    if re.fullmatch(r"[-−]\d+(\.\d+)?", digits):
        raise ValueError(f"“{text}” is negative; persons are counted from 0.")
    if not re.fullmatch(r"\d+", digits, re.ASCII):
        raise ValueError(f"“{text}” is no whole number of persons.")
    if len(digits) > 20 or int(digits) > LARGEST:
        raise ValueError(f"“{text}” is more than {LARGEST:,} persons.")
    return int(digits)
