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


def _names_place(concept: Concept) -> bool:
    return concept.kind is Kind.PLACE and not concept.excluded
