"""People and vacancies as documents, and an index that holds such documents without a database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from search.bulk import bulk_write, index_operations
from search.client import client, index_name, write_alias
from search.documents import document_line, region_codes
from search.indexing import create_index, go_live
from search.kinds import PERSON_KIND, VACANCY_KIND, IndexKind
from search.people import described
from standards import occupations, regions

ELECTRICIAN, LIFT_FITTER, COOK = "6-31-01-03", "6-29-03-03", "4-03-02-01"
WUHAN, CHANGSHA, SHENZHEN = "420100", "430100", "440300"
NOW = "2026-11-24T12:00:00+08:00"
DOCUMENTS_A_CALL = 1000


def point(code: str) -> dict[str, float]:
    lon, lat = regions.location(code) or (0.0, 0.0)
    return {"lon": lon, "lat": lat}


def person(**changes: Any) -> dict[str, Any]:
    """An electrician in 武汉 with three years of experience who would also move to 长沙."""
    facts = {
        "id": 1,
        "findable": True,
        "regions": region_codes(WUHAN),
        "point": point(WUHAN),
        "wanted": [ELECTRICIAN],
        "wanted_weights": [1.0],
        "practised": [ELECTRICIAN],
        "practised_years": [3.0],
        "graded": [ELECTRICIAN],
        "grades": ["40"],
        "education": "60",
        "skills": ["PLC", "CAD"],
        "licences": ["electrician"],
        "pay_wanted": 6000,
        "pay_floor": 5000,
        "place_regions": [WUHAN, CHANGSHA],
        "place_modes": ["commute", "move"],
        "place_reach": [50, 0],
        "excluded": [SHENZHEN],
        "employment_types": ["full_time"],
        "hidden_from": [77],
        "available_from": "2026-11-20",
        "confirmed_at": "2026-11-20T08:00:00+08:00",
        "is_demo": False,
    }
    return described(facts | changes)


def vacancy(**changes: Any) -> dict[str, Any]:
    """Work for an electrician in 武汉 that suits `person()` in everything."""
    code = changes.pop("occupation", ELECTRICIAN)
    city = changes.pop("region", WUHAN)
    facts = {
        "id": 100,
        "title": "电工",
        "employer_id": 5,
        "occupation": code,
        "occupations": [*(entry.code for entry in occupations.ancestors(code)), code],
        "region": city,
        "regions": list(region_codes(city)),
        "city": city,
        "area": point(city),
        "headcount": 2,
        "pay_min": 6500,
        "pay_max": 8000,
        "pay_order": 6500,
        "education": "60",
        "experience_min": 2,
        "grade": "40",
        "employment_type": "full_time",
        "skills": ["PLC"],
        "skill_count": 1,
        "licences": ["electrician"],
        "published_at": "2026-11-23T08:00:00+08:00",
        "expires_on": "2026-12-24",
        "is_demo": False,
    }
    return {name: value for name, value in (facts | changes).items() if value is not None}


def write(kind: IndexKind, documents: Iterable[dict[str, Any]]) -> None:
    """Documents straight into a live index of their kind, readable at once."""
    index, target = index_name("tests", kind.name), write_alias("tests", kind.name)
    create_index(index, alias=target, kind=kind)
    go_live(index, None, kind)
    rows = list(documents)
    chunks = (rows[at : at + DOCUMENTS_A_CALL] for at in range(0, len(rows), DOCUMENTS_A_CALL))
    bulk_write(
        list(index_operations({row["id"]: document_line(row) for row in chunk}, target=target, version=1))
        for chunk in chunks
    )
    client().indices.refresh(index=index)


@pytest.fixture
def indexed(small_dictionary, db):
    """Call it with documents of vacancies and of people to have them found."""

    def fill(*, vacancies: Iterable[dict[str, Any]] = (), people: Iterable[dict[str, Any]] = ()) -> None:
        write(VACANCY_KIND, vacancies)
        write(PERSON_KIND, people)

    return fill
