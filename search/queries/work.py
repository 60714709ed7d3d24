"""The occupation that words are about, by the same classifier that gives postings theirs."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from standards import occupations
from standards.titles import classify_titles

SURE: Final = 0.6
"""Below this chance of being right the classifier is not asked."""
NARROW: Final = 3
"""Groups of a broader level than the minor group say too little."""


@lru_cache(maxsize=1 << 14)
def guessed_group(words: str) -> str:
    """Code of the occupation that words are about as a title; "" where it is not sure."""
    match = classify_titles([words])[0]
    entry = occupations.occupation(match.code)
    return match.code if entry and entry.level >= NARROW and match.confidence >= SURE else ""


def narrow_groups(codes: tuple[str, ...]) -> list[str]:
    """Those of some occupations that are minor or unit groups."""
    known = (occupations.occupation(code) for code in codes)
    return [entry.code for entry in known if entry and entry.level >= NARROW]


def minor_groups(codes: list[str]) -> list[str]:
    """The minor groups that occupations belong to."""
    known = (occupations.minor_group(code) for code in codes)
    return sorted({entry.code for entry in known if entry and entry.level >= NARROW})
