"""Words that say nothing of the work: 我想找…的工作."""

from __future__ import annotations

from functools import cache
from itertools import groupby

from search.reading.lexicon import DATA
from search.reading.segments import words

_THE = "的"


def without_small_words(text: str) -> list[str]:
    """What a run of text says, in parts: without the small words at its ends, and cut at those inside.

    Some (工作, 公司) say nothing only when nothing else stands beside them: 企业文化 stays whole. Inside a
    run those of one character may be part of a word that is not known, so that only 的 cuts there.
    """
    found = words(text)
    parts: list[str] = []
    for cuts, run in groupby(found, key=_cuts):
        if not cuts:
            parts += _trimmed(list(run))
    return parts


def is_small(word: str) -> bool:
    """Whether a word says nothing when other words stand beside it."""
    anywhere, alone = _small_words()
    return word in anywhere or word in alone


def _cuts(word: str) -> bool:
    return word == _THE or (len(word) > 1 and word in _small_words()[0])


def _trimmed(found: list[str]) -> list[str]:
    if all(map(is_small, found)):
        return []
    anywhere = _small_words()[0]
    while found[0] in anywhere and _is_enough(found[1:]):
        del found[0]
    while found[-1] in anywhere and _is_enough(found[:-1]):
        del found[-1]
    return ["".join(found)]


def _is_enough(found: list[str]) -> bool:
    """Whether what is left may be a word: 会 says nothing in 会修车, but is part of the slip 会记."""
    return len("".join(found)) > 1


@cache
def _small_words() -> tuple[frozenset[str], frozenset[str]]:
    """Those that count for nothing wherever they stand, and those that do so alone."""
    anywhere, alone = (DATA / "small_words.txt").read_text(encoding="utf-8").split("\n\n")
    return frozenset(anywhere.split()), frozenset(alone.split())
