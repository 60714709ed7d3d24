"""What a query says once it has been read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a concept is about; the values are the names of the parameters that say the same."""

    PLACE = "region"
    OCCUPATION = "occupation"
    BENEFIT = "benefit"
    SKILL = "skill"
    PAY = "pay"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    EMPLOYMENT = "employment_type"
    EMPLOYER = "employer"
    INDUSTRY = "industry"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that the words say.

    values: alternatives: codes of regions, occupations, industries, benefits, education levels, bands of
        experience, employment types; names of skills; ids of employers; pay as "low-high" in yuan a month,
        either end may be missing ("8000-").
    words: the part of the query that it was read from, as it stands in `Reading.query` from position `at`.
    label: what it is called, in the language of the page.
    excluded: it must not be so (不要销售).
    said: the ways to write it that a vacancy may use: the word itself, of pinyin the Chinese, and synonyms.
    around: regions that will do for a place that one only wants to be near to: the city of a district.
    """

    kind: Kind
    values: tuple[str, ...]
    words: str
    label: str
    excluded: bool = False
    said: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    at: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A query that was read.

    query: as typed, tidied: half width, simplified characters, quotes in pairs.
    text: the words that are no concept; also: other texts that mean the same: with synonyms, or as the words
        were probably meant; phrases: what stood in quotes and must stand so in a vacancy; excluded: words
        that must not stand in it.
    instead: a whole query that was probably meant ("did you mean"), "" where there is none. It is set only
        where the words as typed are no words; the search finds what they mean too, behind what they say.
    """

    query: str
    text: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    concepts: tuple[Concept, ...] = ()
    instead: str = ""
    also: tuple[str, ...] = ()

    def without(self, concept: Concept) -> str:
        """The query without the words of one of its concepts."""
        before, after = self.query[: concept.at], self.query[concept.at + len(concept.words) :]
        return " ".join((before + " " + after).split())
