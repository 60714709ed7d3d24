"""What datasets there are (`data/datasets.toml`): kinds of tables that are made for regions and periods again
and again, with their words, dimensions and measures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.translation import get_language

from standards.occupations import occupation
from stats_publishing.methods.groups import KINDS, group_of_code
from stats_publishing.methods.periods import PeriodKind

_FILE: Final = Path(__file__).parent / "data" / "datasets.toml"


@dataclass(frozen=True, slots=True)
class Words:
    """A name in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of figures.

    Args:
        unit: persons, percent, points (percentage points), ratio, yuan_month, yuan_year, employers, cities,
            rank.
        places: decimal places as published.
    """

    code: str
    name: Words
    unit: str
    places: int


@dataclass(frozen=True, slots=True)
class Dataset:
    """A kind of table.

    Args:
        code: stable part of addresses, such as supply-demand-occupation.
        subject: supply_demand or wages.
        table_kind: the kind of table that the methods know it as, such as occupation.
        controlled: it is frozen only after disclosure control (`stats_publishing.services.disclosure`).
    """

    code: str
    subject: str
    table_kind: str
    period_kind: PeriodKind
    name: Words
    dimensions: Mapping[str, Words]
    measures: Mapping[str, Measure]
    controlled: bool = False

    def group_name(self, code: str) -> Words:
        """What a value of the dimension `group` is called; the code itself where nothing is known of it."""
        if self.table_kind == "area" and code in _AREAS:
            return _AREAS[code]
        known_as = {"sector": "industry"}.get(self.table_kind, self.table_kind)
        kinds = [kind for kind in KINDS if kind == known_as] or KINDS[:1]
        group = group_of_code(kinds[0], code)
        if group:
            return Words(group.name, group.english)
        entry = occupation(code)
        return Words(entry.name, entry.name) if entry else Words(code, code)


_AREAS: Final = {
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


@cache
def all_datasets() -> Mapping[str, Dataset]:
    """By code, in the order of publication."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    measures = {
        code: Measure(code, Words(one["zh"], one["en"]), one["unit"], one["places"])
        for code, one in data["measures"].items()
    }
    dimensions = {code: Words(one["zh"], one["en"]) for code, one in data["dimensions"].items()}
    return {
        code: Dataset(
            code=code,
            subject=one["subject"],
            table_kind=one["table_kind"],
            period_kind=PeriodKind(one["period"]),
            name=Words(one["zh"], one["en"]),
            dimensions={name: dimensions[name] for name in one["dimensions"]},
            measures={name: measures[name] for name in data["sets"][one["measures"]]},
            controlled=one.get("controlled", False),
        )
        for code, one in data["datasets"].items()
    }


def dataset(code: str) -> Dataset:
    """The dataset of a code.

    Raises:
        KeyError: there is none.
    """
    return all_datasets()[code]
