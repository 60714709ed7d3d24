"""Finds the words of a list in a text, however long the list is, in one pass."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import ahocorasick

T = TypeVar("T")


def plain(text: str) -> str:
    """Half width and lower case, character by character where that can be, for comparing."""
    return unicodedata.normalize("NFKC", text).lower()


class WordFinder(Generic[T]):
    """Where the words of a list stand in a text. Of words that overlap the longest that begins first counts.

    A word that begins or ends with a letter or digit stands there only where the text beside it has none:
    go is not in google, and c is not in c++.
    """

    def __init__(self, words: Mapping[str, T]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word, meaning in words.items():
            self._automaton.add_word(plain(word), (len(plain(word)), meaning))
        self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[T]:
        """What the words mean that a text holds; the text is `plain`."""
        for end, (length, meaning) in self._automaton.iter_long(text):
            if _stands_alone(text, end + 1 - length, end + 1):
                yield meaning

    def meanings(self, texts: Iterable[str]) -> set[T]:
        """What the words mean that any of some texts holds."""
        return {meaning for text in texts for meaning in self.find(plain(text))}


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        (_is_latin(before) and _is_latin(text[start]))
        or ((_is_latin(after) or after in ("+", "#")) and _is_latin(text[end - 1]))
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
