"""Wrong characters and homophones: 电功 → 电工, 会记 → 会计, 驾驶圆 → 驾驶员."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, product
from typing import Final

from search.reading.latin import pinyin
from search.reading.lexicon import Entry, lexicon
from search.reading.segments import edges, is_word
from search.reading.types import Kind
from standards.pinyin import readings

SHORTEST: Final = 2
LONGEST: Final = 5
SHORTEST_TO_GUESS: Final = 3
"""Characters of the shortest word in which one wrong character of another sound is forgiven."""
_MOST_READINGS: Final = 8


def corrected(text: str) -> str:
    """A run of text with its first word that is none made the known word that was probably meant; "" where
    nothing is wrong, or where it is not sure what was meant."""
    bounds = sorted(edges(text))
    for start, end in _windows(bounds):
        word = text[start:end]
        if is_word(word) or word in lexicon() or _is_made_of_words(bounds, start, end):
            continue
        if name := _meant(word):
            return text[:start] + name + text[end:]
    return ""


def _windows(bounds: list[int]) -> Iterator[tuple[int, int]]:
    """Parts between edges of words, the longest first."""
    for length in range(LONGEST, SHORTEST - 1, -1):
        yield from ((start, start + length) for start in bounds if start + length in bounds)


def _is_made_of_words(bounds: list[int], start: int, end: int) -> bool:
    """Whether every word inside is of two characters or more: nothing is wrong then."""
    inside = [bound for bound in bounds if start <= bound <= end]
    return all(right - left > 1 for left, right in pairwise(inside))


def _meant(word: str) -> str:
    """The one known word that sounds the same, or else differs in one character."""
    same = {name for key in _sounds(word) for name in _by_sound().get(key, ())}
    if len(same) > 1:
        same = {name for name in same if _shared(name, word)}
    if not same and len(word) >= SHORTEST_TO_GUESS:
        same = {
            name
            for place in range(len(word))
            for name in _with_a_gap().get(word[:place] + "?" + word[place + 1 :], ())
        }
    return same.pop() if len(same) == 1 else ""


def _shared(name: str, word: str) -> bool:
    """Whether a known word has a character of what was typed at its place."""
    return any(one == other for one, other in zip(name, word, strict=False))


def _sounds(word: str) -> set[str]:
    """The pinyin of a word, read as a word and in the ways in which its characters can be read by
    themselves."""
    single = [ways[:3] for ways in readings(word)]
    ways = {"".join(way) for _, way in zip(range(_MOST_READINGS), product(*single), strict=False)}
    return {pinyin(word), *ways}


@cache
def _by_sound() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, _ in _names():
        for sound in _sounds(name):
            found[sound].add(name)
    return dict(found)


@cache
def _with_a_gap() -> dict[str, set[str]]:
    """Names with one of their characters left open: 驾?员."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, entry in _names():
        if len(name) >= SHORTEST_TO_GUESS and entry.kind is Kind.OCCUPATION:
            for place in range(len(name)):
                found[name[:place] + "?" + name[place + 1 :]].add(name)
    return dict(found)


def _names() -> Iterator[tuple[str, Entry]]:
    """Known words that one may have meant: short, in Chinese, and no districts, which are too many."""
    for key, entry in lexicon().items():
        is_short = SHORTEST <= len(key) <= LONGEST and all("一" <= character <= "鿿" for character in key)
        is_district = entry.kind is Kind.PLACE and not any(code.endswith("00") for code in entry.values)
        if is_short and not is_district:
            yield key, entry
