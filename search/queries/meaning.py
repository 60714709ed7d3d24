"""What the words of a search mean beside its parameters."""

from __future__ import annotations

from dataclasses import replace

from search.queries.params import SearchParams
from search.reading import Concept, Kind, Reading, read_query


def params_reading(params: SearchParams, *, scope: str) -> Reading:
    """The words of a search as read. Where a place is chosen, one in the words is a word like any other."""
    if not params.q:
        return Reading(query="", text="")
    reading = read_query(params.q, scope=scope, verbatim=params.verbatim)
    if params.region or params.near:
        return _with_places_as_words(reading)
    return reading


def _with_places_as_words(reading: Reading) -> Reading:
    places = [concept for concept in reading.concepts if _names_place(concept)]
    if not places:
        return reading
    return replace(
        reading,
        text=" ".join(filter(None, (reading.text, *(place.words for place in places)))),
        concepts=tuple(concept for concept in reading.concepts if not _names_place(concept)),
    )


def query_without(query: str, part: str) -> str:
    """A query without a part of it."""
    before, _found, after = query.partition(part)
    return " ".join(f"{before} {after}".split())


def excluded_words(reading: Reading) -> list[str]:
    """The words that a query leaves out, as far as they stand in it: not those that mean the same."""
    return [word for word in reading.excluded if word in reading.query]


def excluded_part(reading: Reading, word: str) -> str:
    """The part of a query that leaves out a word, with what says so: 不要夜班 of 夜班.

    It is the shortest part that leaves the word out and says nothing else when it is read by itself.
    """
    end = reading.query.find(word) + len(word)
    for start in range(end - len(word), -1, -1):
        part = read_query(reading.query[start:end])
        if word in part.excluded and not part.text and not part.concepts:
            return reading.query[start:end]
    return word


def phrase_part(phrase: str) -> str:
    """The part of a query that asks for a phrase as it stands."""
    return f'"{phrase}"'


def _names_place(concept: Concept) -> bool:
    return concept.kind is Kind.PLACE and not concept.excluded
