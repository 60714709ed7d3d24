"""Finding an occupation by the words that people use for their work."""

from __future__ import annotations

import unicodedata
from functools import cache

from standards.occupations import Occupation, all_occupations, ancestors, occupation
from standards.titles import classify_titles

SHOWN = 10
SURE = 0.5
"""From this confidence on a title counts as the occupation that it is read as."""
_WORTH_SHOWING = 0.05


def occupations_like(words: str, *, limit: int = SHOWN) -> list[Occupation]:
    """Occupations that words may mean, the likeliest first.

    First those with exactly this name or title in everyday use, then what the classifier of titles reads,
    then those whose name contains the words, then those with a title that does.
    """
    wanted = _folded(words)
    if not wanted:
        return []
    exact, named, titled = [], [], []
    for code, names in _names():
        if wanted in names:
            exact.append(code)
        elif wanted in names[0]:
            named.append(code)
        elif any(wanted in name for name in names[1:]):
            titled.append(code)
    guess = classify_titles([words[:60]])[0]
    guessed = [guess.code] if guess.confidence >= _WORTH_SHOWING else []
    found = dict.fromkeys([*exact, *guessed, *named, *titled])
    return [entry for code in list(found)[:limit] if (entry := occupation(code))]


def occupation_of_title(title: str) -> str:
    """The occupation that a title is read as; "" where that is not sure enough to count."""
    found = classify_titles([title])[0]
    return found.code if found.confidence >= SURE else ""


def group_name(code: str) -> str:
    """The name of the group that an occupation stands in, which tells it from others of a like name."""
    above = ancestors(code)
    return above[-1].name if above else ""


@cache
def _names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Code → name and everyday titles, folded. What stands above minor groups says too little of work."""
    return tuple(
        (entry.code, tuple(_folded(name) for name in (entry.name, *entry.aliases)))
        for entry in all_occupations()
        if entry.level >= 3
    )


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split())
