"""Benefits (福利) in one text or a list → a tidy list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from jobs.feeds.parsers.text import NOT_STATED, clean_line

MOST_BENEFITS = 20
LONGEST_BENEFIT = 40
DEFAULT_SEPARATORS = ",，、;；|\n\t"


@cache
def _splitter(separators: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(separators)}]+")


def split_list(text: str, separators: str = DEFAULT_SEPARATORS) -> list[str]:
    """The parts of a text between separators, which are single characters."""
    return _splitter(separators).split(text)


def parse_benefits(parts: Iterable[str]) -> list[str]:
    """Each benefit once, in the order sent; at most 20; those longer than 40 characters are no benefits."""
    kept: dict[str, None] = {}
    for part in parts:
        word = clean_line(part).strip("·+＋#")
        if len(word) <= LONGEST_BENEFIT and word.lower() not in NOT_STATED:
            kept[word] = None
            if len(kept) == MOST_BENEFITS:
                break
    return list(kept)
