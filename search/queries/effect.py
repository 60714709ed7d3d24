"""What a synonym would change, before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from search.client import search_client
from search.queries.body import Asked
from search.queries.params import SearchParams
from search.reading import read_query
from search.reading.lexicon import dense
from search.reading.synonyms import Synonyms, live_synonyms


@dataclass(frozen=True, slots=True)
class Effect:
    """How many vacancies a word finds as things are, and how many it would with the synonym."""

    word: str
    now: int
    then: int


def synonym_effect(*, word: str, meanings: Sequence[str], two_way: bool) -> list[Effect]:
    """What the word would find in the whole country, and, two-way, each of its meanings.

    Raises:
        TransportError, ApiError: the index is away.
    """
    now = live_synonyms()
    then = Synonyms({**dict(now.rules), dense(word): tuple(meanings)}.items())
    if two_way:
        back = {dense(meaning): (*then.of(dense(meaning)), word) for meaning in meanings}
        then = Synonyms({**dict(then.rules), **back}.items())
    words = [word, *meanings] if two_way else [word]
    return [Effect(one, _count(one, now), _count(one, then)) for one in words]


def _count(word: str, synonyms: Synonyms) -> int:
    asked = Asked(SearchParams(q=word), read_query(word, synonyms=synonyms), "")
    answer = search_client().search(**asked.target(), body=asked.count())
    return int(answer["hits"]["total"]["value"])
