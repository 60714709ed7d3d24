"""Vacancies that are like another one, whether that one is still in the index or not."""

from __future__ import annotations

from typing import Any

import structlog

from jobs.models import Vacancy
from search.client import INDEX_ERRORS, client, read_alias
from search.documents import vacancy_document, vacancy_rows
from search.queries.body import SHOWN_FIELDS, not_expired
from search.queries.facets import Clause
from search.queries.results import VacancyHit, hit_from_document

log = structlog.get_logger(__name__)

TIMEOUT_S = 1.0
"""The page is about the vacancy itself: it does not wait long for others."""
OCCUPATION_WEIGHTS = (0.0, 1.0, 3.0, 6.0)
"""For the same major, sub-major, minor and unit group; each counts on top of those above it."""
REGION_WEIGHTS = (1.0, 2.0, 1.0)
"""For the same province, city and district, likewise."""
NEAR_KM = 10
"""At this distance the nearness counts half."""
NEAR_WEIGHT = 2.0
PAY_WEIGHT = 1.5
LIKE_TITLE = {"minimum_should_match": "60%", "boost": 0.6}
"""The words of a whole short title score about 5 before the boost."""


def similar_vacancies(vacancy_id: int, *, limit: int) -> list[VacancyHit]:
    """Public vacancies of a near occupation or a like title, best first: near by, with pay that overlaps.

    One query to the database, one to the index; [] while the index is away. Never the vacancy itself nor what
    its employer posts again and again; of other employers' repeated postings one.
    """
    row = next(vacancy_rows(Vacancy.objects.filter(pk=vacancy_id)), None)
    if row is None:
        return []
    try:
        answer = (
            client()
            .options(request_timeout=TIMEOUT_S)
            .search(index=read_alias(), body=_body(vacancy_document(row), limit))
        )
    except INDEX_ERRORS as error:
        log.warning("no similar vacancies: the index is away", error=type(error).__name__)
        return []
    return [hit_from_document(hit["_source"]) for hit in answer["hits"]["hits"]]


def _body(document: dict[str, Any], limit: int) -> dict[str, Any]:
    related = [
        *_levels("occupations", document.get("occupations", ())[2:], OCCUPATION_WEIGHTS[2:]),
        {
            "match": {"title": {"query": document["title"], **LIKE_TITLE}},
        },
    ]
    return {
        "query": {
            "bool": {
                "must": {"bool": {"should": related, "minimum_should_match": 1}},
                "should": [*_preferred(document)],
                "must_not": [
                    {"ids": {"values": [str(document["id"])]}},
                    {"terms": {"repeat_key": [document["repeat_key"]] if "repeat_key" in document else []}},
                ],
                "filter": not_expired(),
            }
        },
        "collapse": {"field": "repeat_key"},
        "sort": ["_score", {"published_at": "desc"}, {"id": "desc"}],
        "size": limit,
        "track_total_hits": False,
        "_source": SHOWN_FIELDS,
    }


def _preferred(document: dict[str, Any]) -> list[Clause]:
    """What makes one of them better than another."""
    clauses = [
        *_levels("occupations", document.get("occupations", ())[:2], OCCUPATION_WEIGHTS[:2]),
        *_levels("regions", document.get("regions", ()), REGION_WEIGHTS),
    ]
    if "pay_bands" in document:
        pay = {"terms": {"pay_bands": document["pay_bands"]}}
        clauses.append({"constant_score": {"filter": pay, "boost": PAY_WEIGHT}})
    if "area" in document:
        near = {"field": "area", "origin": document["area"], "pivot": f"{NEAR_KM}km", "boost": NEAR_WEIGHT}
        clauses.append({"distance_feature": near})
    return clauses


def _levels(field: str, codes: Any, weights: tuple[float, ...]) -> list[Clause]:
    return [
        {"constant_score": {"filter": {"term": {field: code}}, "boost": weight}}
        for code, weight in zip(codes, weights, strict=False)
        if weight
    ]
