"""What the rows of figures are called: tables are kept in codes, whatever shows them asks here for words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from standards.industries import industry
from standards.lists import education, grade
from standards.occupations import occupation
from stats_publishing.datasets import Dataset, Words
from stats_publishing.methods.groups import KINDS, Kind, group_of_code, recognise
from stats_publishing.tables import Table

PARTS: Final = {
    "east": Words("东部", "East"),
    "central": Words("中部", "Central"),
    "west": Words("西部", "West"),
    "a-north": Words("华北", "North"),
    "a-northeast": Words("东北", "Northeast"),
    "a-east": Words("华东", "East China"),
    "a-central_south": Words("中南", "Central and South"),
    "a-southwest": Words("西南", "Southwest"),
    "a-northwest": Words("西北", "Northwest"),
}
"""The three belts (东中西) and, with a-, the six areas; which city lies where is data with dates."""
_ALL: Final = "合计"
_WAGES: Final = {
    _ALL: Words("全部职工", "All employees"),
    "large": Words("大型", "Large"),
    "medium": Words("中型", "Medium"),
    "small": Words("小型", "Small"),
    "micro": Words("微型", "Micro"),
}
_OCCUPATION: Final = re.compile(r"\d-\d\d(-\d\d){1,2}")
TOTALS: Final = frozenset({"_T", _ALL})
"""Codes of rows of everybody."""


def member_words(kind: Dataset, dimension: str, code: str) -> Words:
    """What a value of a dimension is called; the code itself where nothing is known of it.

    The standards have English names of few things: the others are called as they are in Chinese.
    """
    if kind.subject == "wages":
        return _of_wages(kind, dimension, code)
    if dimension == "area" or kind.table_kind == "area":
        return PARTS.get(code) or Words(code, code)
    return _of_group(kind.table_kind, code)


def row_words(kind: Dataset, dimensions: Sequence[str], key: Sequence[object]) -> tuple[Words, ...]:
    """What a row is called: a name for each dimension."""
    return tuple(
        member_words(kind, dimension, str(code)) for dimension, code in zip(dimensions, key, strict=True)
    )


def row_meant(kind: Dataset, table: Table, written: Sequence[str]) -> tuple[str, ...] | None:
    """The key of the row that somebody names by codes or in words of either language; None: there is none."""
    width, wanted = len(table.dimensions), tuple(written)
    if len(wanted) != width:
        return None
    keys = [tuple(str(code) for code in row[:width]) for row in table.rows]
    if wanted in keys:
        return wanted
    for key in keys:
        named = zip(key, row_words(kind, table.dimensions, key), wanted, strict=True)
        if all(text in (code, words.zh, words.en) for code, words, text in named):
            return key
    return None


def _of_group(table_kind: str, code: str) -> Words:
    known_as = {"sector": "industry"}.get(table_kind, table_kind)
    group_kind: Kind = next((kind for kind in KINDS if kind == known_as), KINDS[0])
    entry = occupation(code)
    group = group_of_code(group_kind, code) or (None if entry else recognise(group_kind, code))
    if group:
        return Words(group.name, group.english)
    if entry is None and _OCCUPATION.fullmatch(code):
        # a minor group that only codes of its unit groups imply has no row: what is above it is named
        entry = occupation(f"{code[:4]}-00-00")
    return Words(entry.name, entry.name) if entry else Words(code, code)


def _of_wages(kind: Dataset, dimension: str, code: str) -> Words:
    if dimension == "industry" or kind.table_kind == "industry":
        section = industry(code)
        return Words(section.name, section.name) if section else _WAGES.get(code) or Words(code, code)
    if kind.table_kind == "occupation":
        named = occupation(code)
        words = f"{code} {named.name}" if named else code
        return _WAGES.get(code) or Words(words, words)
    entry = {"education": education, "grade": grade}.get(kind.table_kind, lambda _code: None)(code)
    if entry and code not in _WAGES:
        return Words(entry.name("zh-hans"), entry.name("en"))
    return _WAGES.get(code) or Words(code, code)
