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
    needs: tuple[Variants, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """Occupations that share kinds of employers, hours and benefits."""

    name: str
    weight: int
    kinds: tuple[Kind, ...]
    intros: tuple[Variants, ...]
    terms: tuple[Variants, ...]
    benefits: tuple[str, ...]
    occupations: tuple[DemoOccupation, ...]


def expand(sentence: str, *, together: bool = False) -> Variants:
    """All wordings of a sentence: "{a|b}c" → ("ac", "bc").

    Args:
        together: choices may also stand together, of three or more at least two: "{a|b}c" → (…, "a、bc").
    """
    parts = _CHOICE.split(sentence)
    choices = [_options(part.split("|"), together) if at % 2 else [part] for at, part in enumerate(parts)]
    return tuple("".join(words) for words in product(*choices))


def _options(options: list[str], together: bool) -> list[str]:
    if not together or any("，" in option for option in options):
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


def _occupation(row: dict[str, Any], kinds: int) -> DemoOccupation:
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
        needs=tuple(map(_need, _lines(row["needs"]))),
    )


def _trade(path: Path) -> Trade:
    with path.open("rb") as file:
        data = tomllib.load(file)
    kinds = tuple(Kind(*line.split("|")) for line in data["kinds"].split())
    return Trade(
        name=path.stem,
        weight=data["weight"],
        kinds=kinds,
        intros=tuple(map(expand, _lines(data["intros"]))),
        terms=tuple(map(expand, _lines(data["terms"]))),
        benefits=tuple(data["benefits"].split()),
        occupations=tuple(_occupation(row, len(kinds)) for row in data["occupation"]),
    )


@cache
def trades() -> tuple[Trade, ...]:
    """Every trade, by the name of its file."""
    return tuple(_trade(path) for path in sorted((DATA / "trades").glob("*.toml")))
