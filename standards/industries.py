"""Industries (国民经济行业分类, GB/T 4754-2017): sections A–T, divisions, groups and classes."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from standards.catalogue import read_rows, read_words, standard_file

Level = Literal[1, 2, 3, 4]

_BETWEEN_INDUSTRIES: Final = re.compile("[,，;；]")


@dataclass(frozen=True, slots=True)
class Industry:
    """One entry; a code is its section's letter and up to four digits, such as I651 软件开发."""

    code: str
    name: str
    level: Level
    parent_code: str


@cache
def _catalogue() -> dict[str, Industry]:
    return {
        row["code"]: Industry(row["code"], row["name"], int(row["level"]), row["parent"])  # type: ignore[arg-type]
        for row in read_rows(standard_file("industries"))
    }


@cache
def _children() -> dict[str, tuple[Industry, ...]]:
    found: dict[str, list[Industry]] = defaultdict(list)
    for entry in _catalogue().values():
        found[entry.parent_code].append(entry)
    return {code: tuple(entries) for code, entries in found.items()}


@cache
def _by_word() -> dict[str, str]:
    names: dict[str, str] = {}
    for entry in _catalogue().values():
        names.setdefault(entry.name, entry.code)
    return {**names, **read_words("industries")}


def industry(code: str) -> Industry | None:
    """The entry of a code; None where the classification has none."""
    return _catalogue().get(code)


def all_industries() -> tuple[Industry, ...]:
    """Every entry, in the order of the classification."""
    return tuple(_catalogue().values())


def children(code: str = "") -> tuple[Industry, ...]:
    """The entries directly under one; of "" the twenty sections."""
    return _children().get(code, ())


def ancestors(code: str) -> tuple[Industry, ...]:
    """The entries above one, section first, itself not included."""
    found: list[Industry] = []
    entry = industry(code)
    while entry and (entry := industry(entry.parent_code)):
        found.append(entry)
    return tuple(reversed(found))


def section(code: str) -> Industry | None:
    """The section (门类) of a code; None for "" and unknown codes."""
    return industry(code[:1])


def descendant_prefix(code: str) -> str:
    """What the codes of an entry and of all below it, and no others, begin with: the code itself."""
    return code


def text_to_industry(text: str) -> str:
    """The code of an industry in the classification's or a job board's words; "" where no entry is meant.

    Of several industries in one text (互联网/电子商务,贸易/进出口) the first that is understood counts.
    """
    words = _by_word()
    whole = text.strip()
    if whole in words:
        return words[whole]
    pieces = _BETWEEN_INDUSTRIES.split(whole)
    return next((code for piece in pieces if (code := words.get(piece.strip(), ""))), "")
