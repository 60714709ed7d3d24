"""The trades of the demonstration: occupations with their words, read from `data/trades/*.toml`.

The format stands in data/README.md. Every sentence with choices such as {a|b} is expanded once.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data"
_ASKS_YEARS: Final = re.compile("[一两二三五]年以上")
_TAKES_BEGINNERS: Final = re.compile("无经验|零基础|应届|应往届|不需要经验|学徒|新人|新手|初次|可学|在校生")
_FULL_TIME_ONLY: Final = re.compile("五险|公积金|年假|年终|住|股权|医疗|工龄|双休|晋升|寒暑假|探亲")
_CHOICE: Final = re.compile(r"\{([^{}]*)\}")

Variants = tuple[str, ...]
"""One sentence in all its wordings."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of employer: what follows the brand in its name, and its industry (GB/T 4754-2017)."""

    suffix: str
    industry: str


@dataclass(frozen=True, slots=True)
class DemoOccupation:
    """What vacancies of one unit group say; pay in yuan a month in a middle city, experience in years."""

    code: str
    titles: tuple[str, ...]
    pay: tuple[int, int]
    education: tuple[str, ...]
    experience: tuple[int, int]
    types: tuple[str, ...]
    weight: int
    kinds: frozenset[int]
    duties: tuple[Variants, ...]
    needs_of_beginners: tuple[Variants, ...]
    needs_of_experienced: tuple[Variants, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """Occupations that share kinds of employers, hours and benefits; short benefits are those that go with
    part-time and temporary work as well."""

    name: str
    weight: int
    kinds: tuple[Kind, ...]
    intros: tuple[Variants, ...]
    terms: tuple[Variants, ...]
    benefits: tuple[str, ...]
    short_benefits: tuple[str, ...]
    occupations: tuple[DemoOccupation, ...]


def expand(sentence: str, *, together: bool = False) -> Variants:
    """All wordings of a sentence: "{a|b}c" → ("ac", "bc").

    Args:
        together: choices may also stand together, of three or more at least two: "{a|b}c" → (…, "a、bc");
            a choice that begins with = does so anyway.
    """
    parts = _CHOICE.split(sentence)
    choices = [_options(part, together) if at % 2 else [part] for at, part in enumerate(parts)]
    return tuple("".join(words) for words in product(*choices))


def _options(choice: str, together: bool) -> list[str]:
    options = choice.removeprefix("=").split("|")
    if not (together or choice.startswith("=")) or any("，" in option for option in options):
        return options
    sizes = (1, 2) if len(options) < 3 else (2, 3)
    return ["、".join(some) for size in sizes for some in combinations(options, size)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _need(sentence: str) -> Variants:
    """A requirement; where all of it is a choice of two, both may be asked for: {a|b} → (…, "a，b")."""
    wordings = expand(sentence)
    if len(wordings) == 2 and sentence[0] == "{" and sentence.find("}") == len(sentence) - 1:
        wordings = (*(word for word in wordings if len(word) > 5), "，".join(wordings))
    return wordings


def _without(words: re.Pattern[str], sentences: list[Variants]) -> tuple[Variants, ...]:
    """The sentences in the wordings that do not hold the words; those that have no other are left out."""
    kept = (tuple(text for text in wordings if not words.search(text)) for wordings in sentences)
    return tuple(wordings for wordings in kept if wordings)


def _occupation(row: dict[str, Any], kinds: int) -> DemoOccupation:
    needs = [_need(line) for line in _lines(row["needs"])]
    return DemoOccupation(
        code=row["code"],
        titles=tuple(row["titles"].split("|")),
        pay=tuple(row["pay"]),
        education=tuple(row["education"].split()),
        experience=tuple(row["experience"]),
        types=tuple(row.get("types", "full_time").split()),
        weight=row.get("weight", 1),
        kinds=frozenset(map(int, row["kinds"].split())) if "kinds" in row else frozenset(range(kinds)),
        duties=tuple(expand(line, together=True) for line in _lines(row["duties"])),
        needs_of_beginners=_without(_ASKS_YEARS, needs),
        needs_of_experienced=_without(_TAKES_BEGINNERS, needs),
    )


def _trade(path: Path) -> Trade:
    with path.open("rb") as file:
        data = tomllib.load(file)
    benefits = tuple(data["benefits"].split())
    kinds = tuple(Kind(*line.split("|")) for line in data["kinds"].split())
    return Trade(
        name=path.stem,
        weight=data["weight"],
        kinds=kinds,
        intros=tuple(map(expand, _lines(data["intros"]))),
        terms=tuple(map(expand, _lines(data["terms"]))),
        benefits=benefits,
        short_benefits=tuple(word for word in benefits if not _FULL_TIME_ONLY.search(word)),
        occupations=tuple(_occupation(row, len(kinds)) for row in data["occupation"]),
    )


@cache
def trades() -> tuple[Trade, ...]:
    """Every trade, by the name of its file."""
    return tuple(_trade(path) for path in sorted((DATA / "trades").glob("*.toml")))
