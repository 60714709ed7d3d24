"""Words that say nothing of the work: 我想找…的工作."""

from __future__ import annotations

from functools import cache

from search.reading.lexicon import DATA
from search.reading.segments import words


def without_small_words(text: str) -> str:
    """A run of text without the small words at its ends; "" where it holds nothing else.

    Some (工作, 公司) say nothing only when nothing else stands beside them: 企业文化 stays whole.
    """
    anywhere, alone = _small_words()
    found = words(text)
    if all(word in anywhere or word in alone for word in found):
        return ""
    while found[0] in anywhere and _is_enough(found[1:]):
        text = text[text.index(found[0]) + len(found.pop(0)) :]
    while found[-1] in anywhere and _is_enough(found[:-1]):
        text = text[: text.rindex(found.pop())]
    return text.strip()


def _is_enough(found: list[str]) -> bool:
    """Whether what is left may be a word: 会 says nothing in 会修车, but is part of the slip 会记."""
    return len("".join(found)) > 1


@cache
def _small_words() -> tuple[frozenset[str], frozenset[str]]:
    """Those that count for nothing wherever they stand, and those that do so alone."""
    anywhere, alone = (DATA / "small_words.txt").read_text(encoding="utf-8").split("\n\n")
    return frozenset(anywhere.split()), frozenset(alone.split())
