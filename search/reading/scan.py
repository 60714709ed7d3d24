"""A query while it is read: its characters without the spaces, and which of them are taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from search.reading.lexicon import LONGEST, Entry, lexicon
from search.reading.segments import edges
from search.reading.synonyms import Synonyms
from search.reading.types import Kind

_PHRASE: Final = re.compile(r'"([^"]*)"')
_LATIN: Final = re.compile(r"[a-z0-9]")
_BARRIER: Final = "\n"
_MARKS: Final = frozenset(",，。、;；!！?？:：()（）[]【】<>《》|~…")
"""What stands between words and is none."""
_NOT_OF_PLACE: Final = re.compile(
    r"菜|话|方言|银行|大学|学院|师范|理工|医院|机场|日报|晚报|电视|中学|小学|一中|[东南西北中]?[路街](?!口)|大道|大街"
)
"""After the name of a place: both together are another name."""


class Scan:
    """A query, of which parts are understood one after the other.

    text: its characters in lower case, without spaces; what stands in quotes is a barrier. Positions count in
    it. edges: where words begin and end.
    """

    def __init__(self, query: str, synonyms: Synonyms) -> None:
        self.query = query
        self.phrases = tuple(filter(None, (found.strip() for found in _PHRASE.findall(query))))
        rest = _PHRASE.sub(lambda found: _BARRIER * len(found[0]), query)
        self._at = [place for place, character in enumerate(rest) if character != " "]
        self.text = "".join(_lower(rest[place]) for place in self._at)
        index = {place: position for position, place in enumerate(self._at)}
        self.edges = sorted({index[place] for place in edges(rest) if place in index} | {len(self.text)})
        self._is_edge = frozenset(self.edges)
        self._free = [character != _BARRIER for character in self.text]
        self._synonyms = synonyms

    def joined(self) -> tuple[str, list[int]]:
        """The text with a space wherever one parts two Latin words or figures (8-12K java), and the position
        of each of its characters, with the end of the text as the last."""
        characters: list[str] = []
        positions: list[int] = []
        for position, character in enumerate(self.text):
            parted = position and self.is_apart(position)
            if parted and _LATIN.match(character) and _LATIN.match(self.text[position - 1]):
                characters.append(" ")
                positions.append(position)
            characters.append(character)
            positions.append(position)
        return "".join(characters), [*positions, len(self.text)]

    def place(self, position: int) -> int:
        """Where a position is in the query as it was typed."""
        return self._at[position]

    def words(self, start: int, end: int) -> str:
        """The part of the query as it was typed."""
        return self.query[self._at[start] : self._at[end - 1] + 1]

    def take(self, start: int, end: int) -> bool:
        """Take a part as understood; False where some of it is taken already."""
        if not all(self._free[start:end]):
            return False
        self._free[start:end] = [False] * (end - start)
        return True

    def give_back(self, start: int, end: int) -> None:
        """Let a part that was taken be free again."""
        self._free[start:end] = [True] * (end - start)

    def is_apart(self, position: int) -> bool:
        """Whether a space, or nothing, stands before a position."""
        inside = 0 < position < len(self.text)
        return not inside or self._at[position] - self._at[position - 1] > 1

    def longest(self, start: int) -> tuple[int, Entry | None] | None:
        """End and meaning of the longest known word that begins at a position: the meaning is None of a word
        that is only in the synonyms."""
        for end in reversed(self.edges):
            if not (start < end <= start + LONGEST and all(self._free[start:end])):
                continue
            if self._leans(start, end):
                continue
            word = self.text[start:end]
            entry = lexicon().get(word)
            if entry and self._stands(entry, start, end):
                return end, entry
            if word in self._synonyms:
                return end, None
        return None

    def _leans(self, start: int, end: int) -> bool:
        """Whether a part goes across a space though it begins or ends inside a word, as 银行 柜员 does in
        平安银行 柜员."""
        crosses = any(self.is_apart(position) for position in range(start + 1, end))
        begins_apart = self.is_apart(start) or not self.is_free(start - 1)
        ends_apart = self.is_apart(end) or self.text[end] in _MARKS
        return crosses and not (begins_apart and ends_apart)

    def _stands(self, entry: Entry, start: int, end: int) -> bool:
        if entry.kind is Kind.PLACE and _NOT_OF_PLACE.match(self.text, end) and not self.is_apart(end):
            return False
        return not (self._goes_on(start - 1, start) or self._goes_on(end - 1, end))

    def _goes_on(self, left: int, right: int) -> bool:
        """Whether the characters at both positions are Latin and of one word: the j and a of java."""
        if left < 0 or right >= len(self.text) or self._at[right] - self._at[left] > 1:
            return False
        both = self.text[left], self.text[right]
        return bool(_LATIN.match(both[0]) and (_LATIN.match(both[1]) or both[1] in "+#"))

    def known(self) -> Iterator[tuple[int, int, Entry | None]]:
        """The known words of what is free, from the left, the longest at each place. They are taken."""
        for start in self.edges:
            if start < len(self.text) and self._free[start] and (found := self.longest(start)):
                self.take(start, found[0])
                yield start, *found

    def is_edge(self, position: int) -> bool:
        return position in self._is_edge

    def is_free(self, position: int) -> bool:
        return position < len(self.text) and self._free[position]

    def free_runs(self, *, across_spaces: bool = False) -> Iterator[tuple[int, int]]:
        """The parts that are not taken, each as long as it goes on without a space."""
        start = None
        for position in range(len(self.text) + 1):
            free = self.is_free(position) and self.text[position] not in _MARKS
            if start is not None and (not free or (self.is_apart(position) and not across_spaces)):
                yield start, position
                start = None
            if free and start is None:
                start = position


def _lower(character: str) -> str:
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character
