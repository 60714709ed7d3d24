"""How many people are wanted."""

from __future__ import annotations

import re

from jobs.feeds.parsers.text import ParseError, folded, is_stated

MOST_PEOPLE = 50_000
_SEVERAL = frozenset(
    {"若干", "若干人", "若干名", "多名", "多人", "数名", "不限", "人数不限", "招若干人", "招若干名"}
)
_COUNT = re.compile(
    r"(?:招聘|招|共|约)?(\d{1,6})(?:\.0+)?(?:(?:-|~|至|到|—)+(\d{1,6}))?(?:人|名|个|位)?(?:以上)?"
)


def parse_headcount(text: str) -> int | None:
    """招3人 → 3, 10-20人 → 10 (what is certain), 若干 → None: several, nobody says how many.

    Raises:
        ParseError: the text says something else, or nobody wants 0 or more than 50,000.
    """
    if not is_stated(text):
        return None
    plain = folded(text)
    if plain in _SEVERAL:
        return None
    found = _COUNT.fullmatch(plain)
    if not found:
        raise ParseError(text)
    people = min(int(number) for number in found.groups() if number)
    if not 1 <= people <= MOST_PEOPLE:
        raise ParseError(text)
    return people
