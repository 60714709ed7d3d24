"""Pinyin and initials: wuhan diangong, diangongwuhan, wh dg."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from search.reading.lexicon import DATA, Entry, dense, lexicon
from search.reading.types import Kind
from standards import regions
from standards.pinyin import syllables

SHORTEST: Final = 4
"""Letters of the shortest pinyin that is read."""
LONGEST_NAME: Final = 7
_ORDER: Final = (Kind.OCCUPATION, Kind.BENEFIT, Kind.SKILL, Kind.EMPLOYMENT, Kind.PLACE, Kind.INDUSTRY)

Piece = tuple[int, int, Entry]
"""Start, end, and what the letters between mean."""


@lru_cache(maxsize=1 << 16)
def pinyin(text: str) -> str:
    """武汉 → wuhan."""
    return "".join(syllables(text))


def read_letters(letters: str) -> list[Piece]:
    """What a run of Latin letters means; [] where it can be read in no way, or in more than one.

    It is read as the fewest names in pinyin that leave no letter over, else as initials of well-known
    places and occupations, one of each at most.
    """
    return _fewest(letters, _by_pinyin()) or _initials(letters)


def _fewest(letters: str, names: dict[str, Entry]) -> list[Piece]:
    best: list[list[list[Piece]]] = [[[]]]
    for end in range(1, len(letters) + 1):
        ways = [
            [*way, (start, end, names[letters[start:end]])]
            for start in range(max(0, end - 6 * LONGEST_NAME), end - SHORTEST + 1)
            if letters[start:end] in names
            for way in best[start]
        ]
        fewest = min(map(len, ways), default=0)
        best.append([way for way in ways if len(way) == fewest][:2])
    return best[-1][0] if len(letters) >= SHORTEST and len(best[-1]) == 1 else []


def _initials(letters: str) -> list[Piece]:
    """武汉电工 from whdg: a place, an occupation, or one after the other, if only one reading is there."""
    places, occupations = _by_initials()
    ways: list[list[Piece]] = []
    for first, second in ((places, occupations), (occupations, places)):
        if letters in first:
            ways.append([(0, len(letters), first[letters])])
        ways += [
            [(0, cut, first[letters[:cut]]), (cut, len(letters), second[letters[cut:]])]
            for cut in range(1, len(letters))
            if letters[:cut] in first and letters[cut:] in second
        ]
    return ways[0] if len(ways) == 1 and letters not in _english() else []


@cache
def _by_pinyin() -> dict[str, Entry]:
    """Names by their pinyin. Where several share one, the better known counts: provinces and cities, then
    what is work, then other places."""
    found: dict[str, Entry] = {}
    for key, entry in sorted(lexicon().items(), key=_rank):
        if len(key) <= LONGEST_NAME and all("一" <= character <= "鿿" for character in key):
            letters = pinyin(key)
            if len(letters) >= SHORTEST and letters.isascii():
                found.setdefault(letters, entry)
    return found


def _rank(item: tuple[str, Entry]) -> tuple[bool, int, int]:
    key, entry = item
    is_city = entry.kind is Kind.PLACE and all(
        code.endswith("0000") or regions.is_city(code) for code in entry.values
    )
    well_known = any(key in words for words in _well_known())
    return not (is_city or well_known), _ORDER.index(entry.kind), len(key)


@cache
def _by_initials() -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Well-known places and occupations by initials that no other of them has."""
    places, occupations = (_unique_initials(words) for words in _well_known())
    return places, occupations


def _unique_initials(words: tuple[str, ...]) -> dict[str, Entry]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for word in words:
        entry = lexicon()[dense(word)]
        found["".join(syllable[0] for syllable in syllables(word))].append(entry)
    return {letters: entries[0] for letters, entries in found.items() if len(entries) == 1}


@cache
def _well_known() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Places, then occupations, that people shorten to their initials."""
    places, occupations = (DATA / "well_known.txt").read_text(encoding="utf-8").split("\n\n")
    return tuple(places.split()), tuple(occupations.split())


@cache
def _english() -> frozenset[str]:
    """Short Latin words that postings use as such."""
    return frozenset((DATA / "english_words.txt").read_text(encoding="utf-8").split())


def latin_runs(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text that are letters a–z only."""
    start = None
    for position, character in enumerate([*text, "\n"]):
        is_letter = "a" <= character <= "z"
        if is_letter and start is None:
            start = position
        if not is_letter and start is not None:
            yield start, position
            start = None
