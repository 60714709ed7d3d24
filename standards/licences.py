"""Licence-bound occupations (准入类职业资格和从业证照): which licence the law wants before somebody starts.

The list is the portal's own, with the source of each licence in words: `data/licences/2026/licences.csv`
holds the licences, `bound.csv` the occupations that they are wanted for. A row with words is for titles that
contain one of them, and goes before the occupation's row without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from standards.catalogue import DATA, read_rows
from standards.occupations import ancestors, occupation

EDITION: Final = "2026"
_LEARNERS: Final = re.compile("助理|学徒|学员|实习|见习|规培|储备|培训生|销售|客服|可培训|可考证")
"""In a title: the work beside the licensed one, or on the way to the licence."""


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence; who holds it may do all that those it covers allow.

    before_start: it must be held before work begins; others are got within days of being hired.
    """

    code: str
    name_zh: str
    name_en: str
    covers: tuple[str, ...]
    before_start: bool
    source: str

    def name(self, language: str = "zh-hans") -> str:
        """The name in Chinese, or in English for a language code that begins with "en"."""
        return self.name_en if language.startswith("en") else self.name_zh


@cache
def _catalogue() -> dict[str, Licence]:
    return {
        row["code"]: Licence(
            row["code"],
            row["name_zh"],
            row["name_en"],
            tuple(row["covers"].split()),
            row["before_start"] == "1",
            row["source"],
        )
        for row in read_rows(DATA / "licences" / EDITION / "licences.csv")
    }


@cache
def _bound() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in read_rows(DATA / "licences" / EDITION / "bound.csv"):
        words = tuple(filter(None, row["words"].split("|")))
        found.setdefault(row["occupation"], []).append((words, row["licence"]))
    return found


def all_licences() -> tuple[Licence, ...]:
    """Every licence, in the order of the list."""
    return tuple(_catalogue().values())


def licence(code: str) -> Licence | None:
    """The licence of a code, None for any other text."""
    return _catalogue().get(code)


def licence_wanted(code: str, title: str = "") -> str:
    """The licence that work in an occupation needs, "" for none.

    Args:
        code: an occupation; what is wanted of a group is wanted of all below it.
        title: of the vacancy. It tells a bus from a taxi, and helpers and learners are not bound.
    """
    if _LEARNERS.search(title):
        return ""
    entry = occupation(code)
    for group in (code, *(above.code for above in reversed(ancestors(code)))) if entry else ():
        for words, wanted in _bound().get(group, ()):
            if not words or any(word in title for word in words):
                return wanted
    return ""


def with_covered(codes: Iterable[str]) -> tuple[str, ...]:
    """The licences that somebody holds and all those they cover, sorted; unknown codes are left out."""
    held = [entry for code in codes if (entry := licence(code))]
    return tuple(sorted({code for entry in held for code in (entry.code, *entry.covers)}))


@cache
def _places() -> dict[str, int]:
    return {code: place for place, code in enumerate(_catalogue())}


def bits(codes: Iterable[str]) -> int:
    """A set of licences as a number with one bit each, for comparing many at once."""
    return sum({1 << _places()[code] for code in codes if code in _places()})


@cache
def before_start_bits() -> int:
    """The licences without which work must not begin."""
    return bits(entry.code for entry in all_licences() if entry.before_start)
