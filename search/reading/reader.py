"""Reads a query: what is recognised becomes a concept, the rest stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from django.utils.translation import get_language

from search.reading.employers import with_employer
from search.reading.labels import entry_label, said_label
from search.reading.latin import latin_runs, read_letters
from search.reading.lexicon import Entry, dense, lexicon
from search.reading.patterns import said_in
from search.reading.places import merged, resolved
from search.reading.scan import Scan
from search.reading.small_words import is_small, without_small_words
from search.reading.spelling import corrected
from search.reading.synonyms import Synonyms, live_synonyms
from search.reading.tidy import tidy
from search.reading.types import Concept, Kind, Reading
from standards import regions
from standards.region_history import current_code

_NOT: Final = re.compile(
    r"不想要|不想做|不想|不愿意做|不愿做|不要求|不要|不做|不干|不是|不含|不找|不考虑|不接受|不需要|不用上|不用|不上|没有"
    r"|无需|除了|除开|除去|排除|拒绝|非|-|[不无](?=[夜晚倒轮]班|加班|出差|应酬|喝酒|销售)"
)
_ONLY_BEFORE_OCCUPATIONS: Final = ("非", "不是")
_AND: Final = re.compile(r"[、,，/和或及跟]")
_AFTER_NOT: Final = re.compile(r"(?:以外|之外|除外|类|岗位|岗|的|工作|都可以|都行)+")
_CODE: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")
_NEAR: Final = re.compile(r"附近|周边|周围|旁边|边上|一带|近")
_CLOSE_TO: Final = re.compile(r"(?:离|靠近|临近|邻近|近)$")
_WORD: Final = re.compile(r"[^\W_]")
_LONGEST_EXCLUDED: Final = 6


def read_query(
    text: str, *, scope: str = "", verbatim: bool = False, synonyms: Synonyms | None = None
) -> Reading:
    """What a query says.

    Args:
        text: what was typed.
        scope: code of the region that the page is about: of several regions with one name, those in it.
        verbatim: every word is meant as a word: nothing becomes a concept; quotes still hold a phrase.
        synonyms: others than those in use.
    """
    reading = _read(text, scope, verbatim, get_language() or "", synonyms or live_synonyms())
    return reading if verbatim else with_employer(reading)


def tables_build() -> None:
    """Build the tables that reading needs: words, their pinyin, and how they sound."""
    _read("wuhan 电功", "", False, "", Synonyms(()))


@lru_cache(maxsize=4096)
def _read(text: str, scope: str, verbatim: bool, _language: str, synonyms: Synonyms) -> Reading:
    reader = _Reader(tidy(text), scope, synonyms)
    return reader.verbatim() if verbatim else reader.read()


Found = tuple[int, int, Concept]
"""Start, end, and what the part between says."""


def _without_small(concepts: list[Concept]) -> list[Concept]:
    """The same without what says nothing beside others: 招聘 in 公交公司招聘司机."""
    telling = [one for one in concepts if one.excluded or not is_small(dense(one.words))]
    return telling or concepts


class _Reader:
    """One query while it is read."""

    def __init__(self, query: str, scope: str, synonyms: Synonyms) -> None:
        self.scan = Scan(query, synonyms)
        self.scope = scope
        self.synonyms = synonyms
        self.found: list[Found] = []
        self.refused: list[tuple[int, int, str]] = []
        self.also_said: list[tuple[str, tuple[str, ...]]] = []

    def verbatim(self) -> Reading:
        return Reading(self.scan.query, self._text_left(), phrases=self.scan.phrases)

    def read(self) -> Reading:
        self._read_figures()
        self._read_exclusions()
        self._read_codes()
        self._read_words()
        self._read_letters()
        excluded = self._read_refused()
        places = merged(sorted(self.found, key=lambda one: one[0]), self.scan.words)
        concepts = _without_small(resolved([concept for _, _, concept in places], self.scope))
        text = self._text_left()
        if not (text or concepts or excluded or self.scan.phrases):
            text = self.scan.query
        return Reading(
            query=self.scan.query,
            text=text,
            phrases=self.scan.phrases,
            excluded=tuple(excluded),
            concepts=tuple(concepts),
            instead=self._instead(),
            also=self._also(text),
        )

    def _read_exclusions(self) -> None:
        """不要销售、保险, 除了电工, -夜班. A known word that begins so (不加班) is no exclusion."""
        for found in _NOT.finditer(self.scan.text):
            start, position = found.span()
            if not self.scan.is_free(start) or self.scan.longest(start) or not self._may_begin(found):
                continue
            while end := self._exclude(
                start, position, occupations_only=found[0] in _ONLY_BEFORE_OCCUPATIONS
            ):
                start = end
                after = _AND.match(self.scan.text, end)
                if not after or self.scan.is_apart(end):
                    break
                position = after.end()

    def _may_begin(self, found: re.Match[str]) -> bool:
        """Whether a word of exclusion begins a word, and a minus stands before one and after none."""
        if found[0] == "-":
            is_figure = self.scan.text[found.end() : found.end() + 1].isdigit()
            return self.scan.is_apart(found.start()) and not self.scan.is_apart(found.end()) and not is_figure
        return self.scan.is_edge(found.start())

    def _exclude(self, start: int, position: int, *, occupations_only: bool) -> int:
        """Take the word at a position as excluded, with what says so before it; where it ends, or 0."""
        known = self.scan.longest(position) if position < len(self.scan.text) else None
        if occupations_only and not (known and known[1] and known[1].kind is Kind.OCCUPATION):
            return 0
        end, entry = known or (self._word_end(position), None)
        if end <= position:
            return 0
        tail = _AFTER_NOT.match(self.scan.text, end)
        stop = tail.end() if tail else end
        word = self.scan.words(position, end)
        if not self.scan.take(start, stop):
            return 0
        if entry:
            self._add(start, stop, self._concept(entry, self.scan.words(start, stop), excluded=True))
        else:
            self.refused.append((start, stop, word))
        return stop

    def _read_refused(self) -> list[str]:
        """Excluded words that are not known by themselves. One that is known with a work that is sought as
        work of another group means that: 设计师 不要室内 leaves out 室内设计师. The others are given back."""
        sought = [one for _, _, one in self.found if one.kind is Kind.OCCUPATION and not one.excluded]
        groups = {code for one in sought for code in one.values}
        left: list[str] = []
        for start, stop, word in self.refused:
            known = (lexicon().get(dense(word + one.words)) for one in sought)
            works = (one for one in known if one and one.kind is Kind.OCCUPATION)
            entry = next((one for one in works if groups.isdisjoint(one.values)), None)
            if entry:
                concept = self._concept(entry, self.scan.words(start, stop), excluded=True)
                self._add(start, stop, replace(concept, said=(*concept.said, word)))
            else:
                left += [word, *self.synonyms.of(dense(word))]
        return left

    def _word_end(self, position: int) -> int:
        """Where a word that is not known ends: at the next edge beyond one character, or at a space."""
        for edge in self.scan.edges:
            if edge > position and (edge - position > 1 or edge == len(self.scan.text)):
                end = min(edge, position + _LONGEST_EXCLUDED)
                while not all(self.scan.is_free(place) for place in range(position, end)):
                    end -= 1
                return end
        return position

    def _read_codes(self) -> None:
        """A code of a region, of today or of the past."""
        for found in _CODE.finditer(self.scan.text):
            code = current_code(found[0])
            if code and self.scan.take(*found.span()):
                name = regions.display_name(code)
                concept = Concept(Kind.PLACE, (code,), found[0], name, said=(name,))
                self._add(*found.span(), concept)

    def _read_figures(self) -> None:
        text, positions = self.scan.joined()
        for said in said_in(text):
            start, end = positions[said.start], positions[said.end]
            if self.scan.take(start, end):
                words = self.scan.words(start, end)
                self._add(start, end, Concept(said.kind, said.values, words, said_label(said), said=(words,)))

    def _read_words(self) -> None:
        for start, end, entry in self.scan.known():
            words = self.scan.words(start, end)
            entry = self._meant(entry, words)
            if entry:
                self._add(start, end, self._placed(self._concept(entry, words), entry, start, end))
            else:
                self.scan.give_back(start, end)
                self.also_said.append((words, self.synonyms.of(dense(words))))

    def _meant(self, entry: Entry | None, words: str) -> Entry | None:
        """The known word that a word of the synonyms stands for; it counts before a skill (做饭 is 厨师)."""
        if entry and entry.kind is not Kind.SKILL:
            return entry
        known = [lexicon().get(dense(meaning)) for meaning in self.synonyms.of(dense(words))]
        works = [one for one in known if one and (not entry or one.kind is Kind.OCCUPATION)]
        return works[0] if works else entry

    def _placed(self, concept: Concept, entry: Entry, start: int, end: int) -> Concept:
        """A place that one only wants to be near to may be anywhere in its city."""
        is_near = _NEAR.match(self.scan.text, end) or _CLOSE_TO.search(self.scan.text, 0, start)
        if entry.kind is not Kind.PLACE or not (entry.is_spot or is_near):
            return concept
        cities = [city.code for code in entry.values if (city := regions.city_of(code))]
        return replace(concept, around=tuple(dict.fromkeys(cities)))

    def _read_letters(self) -> None:
        """Pinyin and initials in what is left."""
        for first, last in list(self.scan.free_runs(across_spaces=True)):
            for start, end in latin_runs(self.scan.text[first:last]):
                for piece_start, piece_end, entry in read_letters(
                    self.scan.text[first + start : first + end]
                ):
                    span = first + start + piece_start, first + start + piece_end
                    if self.scan.take(*span):
                        self._add(*span, self._concept(entry, self.scan.words(*span)))

    def _concept(self, entry: Entry, words: str, *, excluded: bool = False) -> Concept:
        """What a known word says, with the synonyms of it."""
        also = self.synonyms.of(dense(words))
        meant = [known for word in also if (known := lexicon().get(dense(word))) and known.kind is entry.kind]
        return Concept(
            kind=entry.kind,
            values=tuple(dict.fromkeys([*entry.values, *(value for one in meant for value in one.values)])),
            words=words,
            label=entry_label(entry),
            excluded=excluded,
            said=tuple(dict.fromkeys([entry.name if not also else words, *also])),
        )

    def _add(self, start: int, end: int, concept: Concept) -> None:
        self.found.append((start, end, replace(concept, at=self.scan.place(start))))

    def _text_left(self) -> str:
        return " ".join(part for run in self._runs_left() for part in without_small_words(run))

    def _runs_left(self) -> list[str]:
        """The parts that are not understood, as far as they hold a letter or a digit."""
        runs = (self.scan.words(start, end) for start, end in self.scan.free_runs())
        return [run for run in runs if _WORD.search(run)]

    def _instead(self) -> str:
        """The query with a wrong word of what is left made right."""
        for run in self._runs_left():
            if right := corrected(run):
                return self.scan.query.replace(run, right, 1)
        return ""

    def _also(self, text: str) -> tuple[str, ...]:
        """The text in the words of its synonyms."""
        return tuple(
            text.replace(word, meaning)
            for word, meanings in self.also_said
            for meaning in meanings
            if word in text
        )
