"""Names of employers in a query: the whole name, or a beginning that only one name has."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache
from typing import Final

from jobs.enums import VerificationState
from jobs.feeds.identity import name_key
from jobs.models import Employer
from search.reading.types import Concept, Kind, Reading

SHORTEST: Final = 3
"""Characters of the shortest beginning that is looked up."""
REMEMBERED_S: Final = 300
_AFTER_ALL: Final = "\U0010ffff"
_MOST_BRANCHES: Final = 50
"""Employers of one name in as many cities are taken together."""


def with_employer(reading: Reading) -> Reading:
    """The reading with a part of its text that names an employer made a concept.

    A place right before it may belong to the name: 北京现代 is no word of a place and 现代.
    """
    for run in reading.text.split():
        before = _place_before(reading, run)
        if before and (found := _employer(before.words + run)):
            concepts = tuple(concept for concept in reading.concepts if concept is not before)
            return _replaced(reading, run, concepts, found)
        if found := _employer(run):
            return _replaced(reading, run, reading.concepts, found)
    return reading


def _place_before(reading: Reading, run: str) -> Concept | None:
    places = (one for one in reading.concepts if one.kind is Kind.PLACE and not one.excluded)
    return next((place for place in places if place.words + run in reading.query), None)


def _employer(words: str) -> Concept | None:
    key = name_key(words)
    if len(key) < SHORTEST:
        return None
    name, ids = _named(key, int(time.monotonic() // REMEMBERED_S))
    return Concept(Kind.EMPLOYER, ids, words, name, said=(name,)) if ids else None


def _replaced(reading: Reading, run: str, concepts: tuple[Concept, ...], employer: Concept) -> Reading:
    left = [word for word in reading.text.split() if word != run]
    employer = replace(employer, at=reading.query.index(employer.words))
    return replace(reading, text=" ".join(left), concepts=(*concepts, employer), instead="", also=())


@lru_cache(maxsize=4096)
def _named(key: str, _period: int) -> tuple[str, tuple[str, ...]]:
    """The one name that begins so and the ids of the employers that bear it; "" where there are several."""
    rows = Employer.objects.filter(
        verification=VerificationState.VERIFIED,
        name_key__gte=key,
        name_key__lt=key + _AFTER_ALL,
        name_key__startswith=key,
    ).values_list("name_key", "name", "pk")[:_MOST_BRANCHES]
    found = list(rows)
    if len({row[0] for row in found}) != 1:
        found = [row for row in found if row[0] == key]
    return (found[0][1], tuple(str(row[2]) for row in found)) if found else ("", ())
