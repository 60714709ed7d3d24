"""Benefits that people look for (双休, 包吃住, 五险一金): a list of our own, `data/benefits.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.wordlists import WordFinder

BENEFITS = Path(__file__).parent / "data" / "benefits.csv"


@dataclass(frozen=True, slots=True)
class Benefit:
    """One benefit.

    words: the ways in which postings and people write it; tags: ways that mean it only where benefits are
    listed (旅游 in a title is a trade); implies: codes of what it is made of (包吃住 is 包吃 and 包住).
    """

    code: str
    name_zh: str
    name_en: str
    implies: tuple[str, ...]
    words: tuple[str, ...]
    tags: tuple[str, ...]

    def name(self, language: str = "zh-hans") -> str:
        """The name in Chinese, or in English for a language code that begins with "en"."""
        return self.name_en if language.startswith("en") else self.name_zh


@cache
def benefits() -> dict[str, Benefit]:
    """All benefits by their code, in the order of the list."""
    with BENEFITS.open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: Benefit(
                row["code"],
                row["label"],
                row["label_en"],
                tuple(row["implies"].split()),
                tuple(row["words"].split("|")),
                tuple(filter(None, row["tags"].split("|"))),
            )
            for row in csv.DictReader(lines)
        }


def benefit_codes(*, listed: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Codes of the benefits that a vacancy offers, in the order of the list.

    Args:
        listed: what it lists as benefits.
        texts: what else it says: title and duties.
    """
    found = _listed_words().meanings(listed) | _words().meanings(texts)
    found |= {code for known in found for code in benefits()[known].implies}
    found |= {code for code, parts in _compounds().items() if parts <= found}
    return [code for code in benefits() if code in found]


@cache
def _words() -> WordFinder[str]:
    return WordFinder({word: benefit.code for benefit in benefits().values() for word in benefit.words})


@cache
def _listed_words() -> WordFinder[str]:
    entries = benefits().values()
    return WordFinder({word: benefit.code for benefit in entries for word in (*benefit.tags, *benefit.words)})


@cache
def _compounds() -> dict[str, set[str]]:
    return {code: set(benefit.implies) for code, benefit in benefits().items() if benefit.implies}
