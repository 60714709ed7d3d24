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

from stats_publishing.methods.periods import PeriodKind

_FILE: Final = Path(__file__).parent / "data" / "datasets.toml"


@dataclass(frozen=True, slots=True)
class Words:
    """A name in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if _reads_english() else self.zh

    @property
    def is_chinese_only(self) -> bool:
        """Whether a page in another language shows it in Chinese, and has to say so."""
        return _reads_english() and self.en == self.zh and not self.zh.isascii()


def _reads_english() -> bool:
    return (get_language() or "").startswith("en")


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
