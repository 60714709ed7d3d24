"""Which column of a survey of wages is what, by its heading, and the unit that the heading states."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_FILE: Final = Path(__file__).parents[1] / "data" / "wage_columns.toml"
_BRACKETS: Final = re.compile(r"[(\[【](.*?)[)\]】]")
_NOISE: Final = re.compile(r"[\s/、·:：*_-]+")
_UNITS: Final = (("万元", 10_000.0), ("千元", 1_000.0), ("百元", 100.0))
PAY: Final = ("pay", "pay_month")
NEEDED: Final = ("occupation", "employer")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a survey: its words in both languages, and how its column may be headed."""

    code: str
    zh: str
    en: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """How a file's columns are read.

    Args:
        of: field → heading as written.
        pay_unit: how many yuan one unit of the column of pay is.
        unread: headings that are no field.
    """

    of: Mapping[str, str]
    pay_unit: float
    unread: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields that a survey needs and that no column is."""
        absent = [field for field in NEEDED if field not in self.of]
        return tuple(absent if any(field in self.of for field in PAY) else ["pay", *absent])


@cache
def fields() -> Mapping[str, Field]:
    """By code."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        code: Field(code, one["zh"], one["en"], frozenset(map(_plain, one["names"])))
        for code, one in data.items()
    }


def recognised(headings: Sequence[str]) -> Columns:
    """The fields of a file's headings; of several columns that could be one field, the leftmost."""
    of: dict[str, str] = {}
    unread = []
    for heading in headings:
        plain = _plain(heading)
        field = next((one.code for one in fields().values() if plain in one.names), "")
        if not field or field in of:
            unread.append(heading)
        else:
            of[field] = heading
    stated = next((of[name] for name in PAY if name in of), "")
    unit = next((factor for words, factor in _UNITS if words in _wide(stated)), 1.0)
    return Columns(of, unit, tuple(unread))


def _plain(heading: str) -> str:
    return _NOISE.sub("", _BRACKETS.sub("", _wide(heading))).lower()


def _wide(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
