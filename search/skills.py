"""Skills, tools and certificates that postings ask for: a list of our own, `data/skills.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.wordlists import WordFinder

SKILLS = Path(__file__).parent / "data" / "skills.csv"


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill. `name` stands in the index; `words` are the ways in which postings and people write it."""

    name: str
    name_en: str
    words: tuple[str, ...]

    def label(self, language: str = "zh-hans") -> str:
        """What it is called in Chinese, or in English for a language code that begins with "en"."""
        return self.name_en if self.name_en and language.startswith("en") else self.name


@cache
def skills() -> dict[str, Skill]:
    """All skills by their name, in the order of the list."""
    with SKILLS.open(encoding="utf-8", newline="") as lines:
        return {
            row["name"]: Skill(row["name"], row["name_en"], tuple(row["words"].split("|")))
            for row in csv.DictReader(lines)
        }


def skill_names(texts: Iterable[str]) -> list[str]:
    """Names of the skills that texts mention, in the order of the list."""
    found = _words().meanings(texts)
    return [name for name in skills() if name in found]


@cache
def _words() -> WordFinder[str]:
    return WordFinder({word: skill.name for skill in skills().values() for word in skill.words})
