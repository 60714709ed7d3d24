"""Recommendations for many people at once: candidates by searches sent together, exact scores, shared out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from django.utils import timezone
from elasticsearch import ApiError
from scipy.sparse import csr_array

from search.client import VACANCIES, client, read_alias
from search.matching import for_person
from search.matching.columns import Document, day_number, person_columns, vacancy_columns
from search.matching.congestion import HEADROOM, Congestion, best_alone, congestion_of, shared_out
from search.matching.score import scores_of
from search.matching.services import vacancy_facts

CANDIDATES: Final = 80
WINDOW: Final = 2000
KEPT: Final = 60
"""Candidates that are kept of each person until all are shared out."""
PEOPLE_A_CALL: Final = 25
CALLS_AT_ONCE: Final = 2


@dataclass(frozen=True, slots=True)
class Recommendations:
    """For each person, by id, vacancies with their scores, best first; and how evenly openings are shown with
    the cap (`shared`) and would be without it (`alone`)."""

    of: dict[int, list[tuple[int, float]]]
    shared: Congestion
    alone: Congestion


@dataclass(slots=True)
class _Table:
    """Candidates as they come in: a sparse matrix of scores, people in rows, vacancies in columns."""

    people: list[int] = field(default_factory=list)
    column_of: dict[int, int] = field(default_factory=dict)
    openings: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[np.ndarray[Any, Any]] = field(default_factory=list)
    values: list[np.ndarray[Any, Any]] = field(default_factory=list)

    def add(self, person: Document, vacancies: list[dict[str, Any]], day: float) -> None:
        """A person with the best of their candidates that no gate parts from them."""
        self.people.append(person["id"])
        best = np.zeros(0, np.int64)
        if vacancies:
            columns = vacancy_columns(vacancies)
            scores = scores_of(person_columns([person]), columns, day=day)
            order = np.lexsort((columns.ids, -scores.match))[:KEPT]
            best = order[scores.open[order]]
            self.columns.append(
                np.array([self._column(columns.ids[at], columns.openings[at]) for at in best], np.int32)
            )
            self.values.append(scores.match[best])
        self.starts.append(self.starts[-1] + len(best))

    def _column(self, vacancy: int, openings: int) -> int:
        column = self.column_of.setdefault(int(vacancy), len(self.openings))
        if column == len(self.openings):
            self.openings.append(int(openings))
        return column

    def matrix(self) -> csr_array:
        values = np.concatenate([*self.values, np.zeros(0)])
        columns = np.concatenate([*self.columns, np.zeros(0, np.int32)])
        shape = (len(self.people), max(len(self.openings), 1))
        return csr_array((values, columns, np.array(self.starts)), shape=shape)


def recommend_many(
    people: Iterable[Document], *, top: int = 10, headroom: float = HEADROOM, seed: int = 0
) -> Recommendations:
    """Lists of vacancies for many people, none shown more often than its openings allow.

    Args:
        people: person documents; they are read once, and only numbers are kept of each.
        headroom: so many times its share of all openings may a vacancy be shown.
        seed: of the order in which people are served; another one each night.
    Raises:
        TransportError, ApiError: the index is away.
    """
    now = timezone.localtime().isoformat(timespec="seconds")
    table, day = _Table(), day_number(now)
    for person, vacancies in _with_candidates(people, now):
        table.add(person, vacancies, day)
    scores, openings = table.matrix(), np.array(table.openings or [1], np.int64)
    lists = shared_out(scores, openings, top=top, headroom=headroom, seed=seed)
    vacancies_of = np.array([*table.column_of, 0])
    chosen = {}
    for row, (person_id, columns) in enumerate(zip(table.people, lists, strict=True)):
        part = slice(scores.indptr[row], scores.indptr[row + 1])
        worth = dict(zip(scores.indices[part].tolist(), scores.data[part].tolist(), strict=True))
        chosen[person_id] = [(int(vacancies_of[column]), worth[column]) for column in columns.tolist()]
    return Recommendations(
        of=chosen,
        shared=congestion_of(lists, scores, openings, top=top),
        alone=congestion_of(best_alone(scores, top=top), scores, openings, top=top),
    )


def _with_candidates(people: Iterable[Document], now: str) -> Iterator[tuple[Document, list[dict[str, Any]]]]:
    """People with their candidates; the next searches run while these are scored."""
    rest = iter(people)
    chunks = iter(lambda: list(itertools.islice(rest, PEOPLE_A_CALL)), [])
    with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
        waiting: list[tuple[list[Document], Future[list[list[dict[str, Any]]]]]] = []
        for chunk in chunks:
            waiting.append((chunk, pool.submit(_candidates, chunk, now)))
            if len(waiting) > CALLS_AT_ONCE:
                yield from _zipped(*waiting.pop(0))
        for some, call in waiting:
            yield from _zipped(some, call)


def _zipped(
    people: list[Document], call: Future[list[list[dict[str, Any]]]]
) -> Iterator[tuple[Document, list[dict[str, Any]]]]:
    return zip(people, call.result(), strict=True)


def _candidates(people: list[Document], now: str) -> list[list[dict[str, Any]]]:
    searches: list[dict[str, Any]] = []
    for person in people:
        body = for_person.vacancies_body(person, now=now, candidates=CANDIDATES, window=WINDOW)
        searches += [{}, body]
    answer = client().msearch(
        index=read_alias(VACANCIES),
        searches=searches,
        filter_path="responses.hits.hits.fields,responses.error,responses.status",
    )
    for response in answer["responses"]:
        if "error" in response:
            raise ApiError(str(response["error"]), answer.meta, answer.body)
    return [
        [vacancy_facts(hit["fields"]) for hit in response.get("hits", {}).get("hits", ())]
        for response in answer["responses"]
    ]
