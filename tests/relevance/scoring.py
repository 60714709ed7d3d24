"""The corpus searched with every judged query, scored, and the floor beside it.

nDCG@10 and recall@50 are those of ir-measures. Recall counts grades of 2 and 3, for queries that have no more
than 50 such openings. A second posting of an opening that was shown already is worth nothing.

The floor is BM25 over the raw text: title, duties, employer, place and benefits of a vacancy in one field of
the standard analyzer, on the same cluster, searched by the query as it was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import ir_measures
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from ir_measures import R, nDCG

from jobs.models import Employer, Vacancy
from search.client import client, generations
from search.indexing import index_rebuild
from search.queries import parse_params, vacancy_search
from tests.factories import EmployerFactory, VacancyFactory
from tests.relevance.corpus import Posting, corpus, published
from tests.relevance.judging import grade, queries

NDCG, RECALL = nDCG @ 10, R(rel=2) @ 50
DEEP = 50

Run = dict[str, list[int]]
"""Query → openings as they are shown, the best first."""


@dataclass(frozen=True, slots=True)
class Score:
    """`recall` is None where more openings are relevant than are looked at; `floor` is the floor's nDCG."""

    ndcg: float
    recall: float | None
    floor: float


def scores() -> dict[str, Score]:
    """The score of each query, by its text. Fills the database, and indexes that are gone afterwards."""
    found = queries()
    postings = corpus()
    judged = judgements()
    try:
        openings = load(postings)
        index_rebuild()
        ours = {query.text: [openings[id_] for id_ in shown(query.text)] for query in found}
        with floor_index(openings, postings) as search:
            floor = {query.text: search(query.text) for query in found}
    finally:
        for index in generations():
            client().indices.delete(index=index)
    ndcg, recall, below = (
        measured(judged, ours, NDCG),
        measured(judged, ours, RECALL),
        measured(judged, floor, NDCG),
    )
    return {
        query.text: Score(
            ndcg=ndcg[query.text],
            recall=recall[query.text] if relevant(judged[query.text]) <= DEEP else None,
            floor=below[query.text],
        )
        for query in found
    }


@cache
def judgements() -> dict[str, dict[int, int]]:
    """Query → opening → grade, where it is above 0."""
    openings = {posting.opening: posting for posting in corpus()}
    return {
        query.text: {
            opening: points
            for opening, posting in openings.items()
            if (points := grade(query.intent, posting))
        }
        for query in queries()
    }


def relevant(judged: Mapping[int, int]) -> int:
    return sum(points >= RECALL["rel"] for points in judged.values())


def measured(judged: Mapping[str, Mapping[int, int]], run: Run, measure: Any) -> dict[str, float]:
    qrels = {
        text: {str(opening): points for opening, points in grades.items()} for text, grades in judged.items()
    }
    ranked = {text: _ranked(openings) for text, openings in run.items()}
    found = {
        metric.query_id: float(metric.value) for metric in ir_measures.iter_calc([measure], qrels, ranked)
    }
    return {text: found.get(text, 0.0) for text in run}


def _ranked(openings: list[int]) -> dict[str, float]:
    """Opening → score; one that comes again stands as something that nobody asked for."""
    ranked: dict[str, float] = {}
    for rank, opening in enumerate(openings):
        name = str(opening) if str(opening) not in ranked else f"again at {rank}"
        ranked[name] = float(len(openings) - rank)
    return ranked


def load(postings: list[Posting]) -> dict[int, int]:
    """Put the corpus into the database as rows; id of each → its opening."""
    now = timezone.now()
    names = sorted({posting.truth.employer for posting in postings})
    employers = dict(
        zip(
            names,
            Employer.objects.bulk_create(EmployerFactory.build(name=name) for name in names),
            strict=True,
        )
    )
    rows = [_row(posting, employers[posting.truth.employer], now) for posting in postings]
    made = Vacancy.objects.bulk_create(rows, batch_size=2000)
    return {row.pk: posting.opening for row, posting in zip(made, postings, strict=True)}


def _row(posting: Posting, employer: Employer, now: Any) -> Vacancy:
    truth = posting.truth
    low, high = truth.pay or (None, None)
    return VacancyFactory.build(
        employer=employer,
        title=posting.title,
        duties=posting.duties,
        occupation=posting.occupation,
        industry="",
        region=truth.region,
        place_text=posting.place_text,
        address=posting.address,
        pay_min=low,
        pay_max=high,
        pay_text=posting.pay_text,
        education=truth.education,
        experience_min=truth.experience,
        experience_max=None,
        employment_type=truth.employment_type,
        benefits=list(posting.benefits),
        source_name="",
        published_at=published(posting, now),
    )


def shown(text: str) -> list[int]:
    """Ids of the vacancies that the results page shows first for what a person typed."""
    query = QueryDict(mutable=True)
    query["q"] = text
    query["page_size"] = str(DEEP)
    return [hit.id for hit in vacancy_search(parse_params(query)[0]).hits]


@contextmanager
def floor_index(openings: Mapping[int, int], postings: Iterable[Posting]) -> Any:
    """The floor: what stands in the `with` is given a search of it."""
    name = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-floor"
    client().indices.delete(index=name, ignore_unavailable=True)
    client().indices.create(index=name, mappings={"properties": {"text": {"type": "text"}}})
    operations: list[dict[str, Any]] = []
    for id_, posting in zip(openings, postings, strict=True):
        operations += [{"index": {"_id": str(id_)}}, {"text": _raw_text(posting)}]
    client().bulk(index=name, operations=operations, refresh=True)

    def search(text: str) -> list[int]:
        hits = client().search(index=name, query={"match": {"text": text}}, size=DEEP, source=False)["hits"][
            "hits"
        ]
        return [openings[int(hit["_id"])] for hit in hits]

    try:
        yield search
    finally:
        client().indices.delete(index=name)


def _raw_text(posting: Posting) -> str:
    benefits = " ".join(posting.benefits)
    return "\n".join(
        (posting.title, posting.duties, posting.truth.employer, posting.place_text, posting.address, benefits)
    )
