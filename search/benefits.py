"""Benefits that people look for (双休, 包吃住, 五险一金): a list of our own, `data/benefits.csv`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BENEFITS = Path(__file__).parent / "data" / "benefits.csv"


@dataclass(frozen=True, slots=True)
class Benefit:
    """One benefit. `words` are the ways in which postings and people write it."""

    code: str
    name_zh: str
    name_en: str
    words: tuple[str, ...]

    def name(self, language: str = "zh-hans") -> str:
        """The name in Chinese, or in English for a language code that begins with "en"."""
        return self.name_en if language.startswith("en") else self.name_zh


@cache
def benefits() -> dict[str, Benefit]:
    """All benefits by their code, in the order of the list."""
    with BENEFITS.open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: Benefit(row["code"], row["label"], row["label_en"], tuple(row["words"].split("|")))
            for row in csv.DictReader(lines)
        }
