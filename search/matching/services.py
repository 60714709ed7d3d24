"""People for vacancies and vacancies for people.

The index finds candidates behind the gates (`for_person`, `for_vacancy`); the exact score of each is then
computed from its columns in one go, so that the order, the number and the words of a match come from the same
features.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.utils import timezone

from jobs.models import JobSeeker, Vacancy
from search.client import PEOPLE, VACANCIES, read_alias, search_client
from search.documents import vacancy_document, vacancy_rows
from search.matching import for_person, for_vacancy
from search.matching.columns import Document, day_number, person_columns, vacancy_columns
from search.matching.reasons import PairFacts, Reason, reasons_for, unmet_in
from search.matching.score import Scores, scores_of
from search.people import person_document, person_rows

CANDIDATES_FOR_EACH: Final = 4
"""So many are scored exactly for each match that is asked for: enough that hardly a best one is missed."""
WINDOW: Final = 4000
"""So many of those that are worth most to one side are looked at from the other."""


@dataclass(frozen=True, slots=True)
class Match:
    """A person or a vacancy that was found, by its id.

    score: the harmonic mean of what each side gets out of it, 0 to 1. reasons: what speaks for it; unmet:
    what falls short. Both are written out by `str()` in the active language.
    """

    id: int
    score: float
    for_person: float
    for_vacancy: float
    reasons: tuple[Reason, ...]
    unmet: tuple[Reason, ...]


def vacancies_for(person: JobSeeker, *, top: int = 20) -> list[Match]:
    """The vacancies that suit a person best; none for somebody who did not agree to be matched.

    Raises:
        TransportError, ApiError: the index is away.
    """
    row = next(person_rows(JobSeeker.objects.findable().filter(pk=person.pk)), None)
    return match_person(person_document(row), top=top) if row else []


def people_for(vacancy: Vacancy, *, top: int = 20) -> list[Match]:
    """The people who suit a vacancy best; none for one that is not public.

    Raises:
        TransportError, ApiError: the index is away.
    """
    row = next(vacancy_rows(Vacancy.objects.public().filter(pk=vacancy.pk)), None)
    return match_vacancy(vacancy_document(row), top=top) if row else []


def match_person(document: Document, *, top: int = 20) -> list[Match]:
    """The best vacancies for a person document (`search.people`), best first, equals by id."""
    now = _now()
    found = vacancy_candidates(document, now=now, candidates=CANDIDATES_FOR_EACH * top)
    return _matches(
        [document] * len(found), found, ids=[vacancy["id"] for vacancy in found], now=now, top=top
    )


def match_vacancy(document: Document, *, top: int = 20) -> list[Match]:
    """The best people for a vacancy document (`search.documents`), best first, equals by id."""
    now = _now()
    found = people_candidates(document, now=now, candidates=CANDIDATES_FOR_EACH * top)
    ids = [person["id"] for person in found]
    return _matches(found, [document] * len(found), ids=ids, now=now, top=top)


def ungated_query(document: Document) -> dict[str, Any]:
    """The query that scores everything on the other side by the same features, behind no gate.

    Args:
        document: of a person or of a vacancy.
    """
    if "place_regions" in document:
        return for_person.ungated_query(document, now=_now())
    return for_vacancy.ungated_query(document, now=_now())


def vacancy_candidates(
    person: Document, *, now: str, candidates: int, window: int = WINDOW
) -> list[dict[str, Any]]:
    """What scores are made of, for the vacancies that may suit a person best."""
    if not person.get("findable"):
        return []
    body = for_person.vacancies_body(person, now=now, candidates=candidates, window=window)
    answer = search_client().search(index=read_alias(VACANCIES), **body, filter_path="hits.hits.fields")
    return [vacancy_facts(hit["fields"]) for hit in answer.get("hits", {}).get("hits", ())]


def people_candidates(
    vacancy: Document, *, now: str, candidates: int, window: int = WINDOW
) -> list[dict[str, Any]]:
    """The documents of the people who may suit a vacancy best."""
    body = for_vacancy.people_body(vacancy, now=now, candidates=candidates, window=window)
    answer = search_client().search(index=read_alias(PEOPLE), **body, filter_path="hits.hits._source")
    return [hit["_source"] for hit in answer.get("hits", {}).get("hits", ())]


_LISTS: Final = frozenset({"occupations", "regions", "skills", "licences"})


def vacancy_facts(stored: dict[str, list[Any]]) -> dict[str, Any]:
    """A document of what the index keeps in columns, where every value is a list."""
    return {name: values if name in _LISTS else values[0] for name, values in stored.items()}


def _now() -> str:
    return timezone.localtime().isoformat(timespec="seconds")


def _matches(
    people: Sequence[Document], vacancies: Sequence[Document], *, ids: Sequence[int], now: str, top: int
) -> list[Match]:
    """The best of pairs that no gate parts, with their words; `ids` are those of the side that was found."""
    if not ids:
        return []
    one_of = slice(0, 1)
    same_person, same_vacancy = people[0] is people[-1], vacancies[0] is vacancies[-1]
    scores = scores_of(
        person_columns(people[one_of] if same_person else people),
        vacancy_columns(vacancies[one_of] if same_vacancy else vacancies),
        day=day_number(now),
    )
    order = np.lexsort((np.array(ids), -scores.match))[:top]
    return [
        _match(ids[at], PairFacts(people[at], vacancies[at], scores.features.row(at)), scores, at)
        for at in order
        if scores.open[at]
    ]


def _match(id_: int, pair: PairFacts, scores: Scores, at: int) -> Match:
    return Match(
        id=id_,
        score=float(scores.match[at]),
        for_person=float(scores.for_person[at]),
        for_vacancy=float(scores.for_vacancy[at]),
        reasons=reasons_for(pair),
        unmet=unmet_in(pair),
    )
