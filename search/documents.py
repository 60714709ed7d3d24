"""What the index knows of a vacancy, and how that is prepared from a row, without a query of its own."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson
from django.db.models import QuerySet
from elasticsearch.dsl import Boolean, Date, Document, GeoPoint, Integer, Keyword, Long, MetaField, Text

from jobs.models import Vacancy
from search.analysis import PAIRS, TITLES, WORDS, WORDS_SEARCH
from search.bands import experience_band, pay_bands
from search.benefits import benefit_codes
from search.skills import skill_names
from standards import industries, lists, occupations, regions
from standards.licences import licence_wanted
from standards.titles.cleaning import clean_title


def _words(*, pairs: bool = False) -> Any:
    fields = {"pairs": Text(analyzer=PAIRS)} if pairs else {}
    return Text(analyzer=WORDS, search_analyzer=WORDS_SEARCH, fields=fields)


def _title() -> Any:
    """Words and pairs of characters; saying a word again or among many others gains nothing."""
    return Text(
        analyzer=WORDS,
        search_analyzer=WORDS_SEARCH,
        similarity=TITLES,
        fields={"pairs": Text(analyzer=PAIRS, similarity=TITLES)},
    )


class VacancyDocument(Document):
    """The mapping. A list of codes holds a code and all those above it, so that any level is found."""

    id = Long()
    title = _title()
    work = Keyword()
    duties = _words()
    employer = _words(pairs=True)
    employer_id = Long()
    occupation = Keyword(index=False, doc_values=False)
    occupation_name = _words(pairs=True)
    occupations = Keyword()
    industries = Keyword()
    region = Keyword(index=False, doc_values=False)
    regions = Keyword()
    city = Keyword()
    place = _words()
    point = GeoPoint()
    area = GeoPoint()
    headcount = Integer(index=False)
    pay_min = Integer()
    pay_max = Integer()
    pay_text = Keyword(index=False, doc_values=False)
    pay_bands = Keyword()
    pay_order = Integer()
    education = Keyword()
    education_code = Keyword(index=False, doc_values=False)
    experience = Keyword()
    experience_min = Integer(index=False)
    experience_max = Integer(index=False)
    grade = Keyword()
    employment_type = Keyword()
    benefits = _words()
    benefit = Keyword()
    skills = Keyword()
    skill_count = Integer(index=False)
    licences = Keyword()
    source_name = Keyword(index=False, doc_values=False)
    published_at = Date()
    shown_at = Date()
    expires_on = Date(format="strict_date")
    is_demo = Boolean()
    repeat_key = Long()
    checksum = Long(index=False)

    class Meta:
        dynamic = MetaField("strict")


class VacancyRow(NamedTuple):
    """The columns that a document is made of; names and `shown_at` come by joins."""

    id: int
    title: str
    duties: str
    headcount: int
    occupation: str
    industry: str
    region: str
    place_text: str
    address: str
    longitude: float | None
    latitude: float | None
    pay_min: int | None
    pay_max: int | None
    pay_text: str
    education: str
    experience_min: int | None
    experience_max: int | None
    employment_type: str
    benefits: list[str]
    source_name: str
    published_at: dt.datetime
    expires_on: dt.date | None
    is_demo: bool
    employer_id: int | None
    employer_name: str | None
    employer_industry: str | None
    shown_at: dt.datetime | None = None
    grade: str = ""


_COLUMNS = (*VacancyRow._fields[:-4], "employer__name", "employer__industry", "shown__at", "grade")


def vacancy_rows(vacancies: QuerySet[Vacancy]) -> Iterator[VacancyRow]:
    """The rows of a queryset in its order, by one query."""
    return map(VacancyRow._make, vacancies.values_list(*_COLUMNS))


def vacancy_document(row: VacancyRow) -> dict[str, Any]:
    """The document of a vacancy. What is not stated is absent, so that it can be counted as such."""
    skills = skill_names((row.title, row.duties, *row.benefits))
    document = {
        "id": row.id,
        "title": row.title,
        "work": _work(row.title),
        "duties": row.duties,
        "employer": row.employer_name,
        "employer_id": row.employer_id,
        "occupation": row.occupation,
        "occupation_name": _occupation_name(row.occupation),
        "occupations": _occupation_codes(row.occupation),
        "industries": _industry_codes(row.industry or row.employer_industry or ""),
        "region": row.region,
        "regions": region_codes(row.region),
        "city": city_code(row.region),
        "place": " ".join(filter(None, (_place_name(row.region), row.place_text, row.address))),
        "point": _point(row),
        "area": _point(row) or _centre(row.region),
        "headcount": row.headcount,
        "pay_min": row.pay_min,
        "pay_max": row.pay_max,
        "pay_text": row.pay_text,
        "pay_bands": pay_bands(row.pay_min, row.pay_max),
        "pay_order": row.pay_min or row.pay_max or 0,
        "education": _education_level(row.education),
        "education_code": row.education,
        "experience": experience_band(row.experience_min),
        "experience_min": row.experience_min,
        "experience_max": row.experience_max,
        "grade": row.grade,
        "employment_type": row.employment_type,
        "benefits": row.benefits,
        "benefit": benefit_codes(listed=row.benefits, texts=(row.title, row.duties)),
        "skills": skills,
        "skill_count": len(skills) or None,
        "licences": list(filter(None, [licence_wanted(row.occupation, row.title)])),
        "source_name": row.source_name,
        "published_at": row.published_at,
        "shown_at": row.shown_at,
        "expires_on": row.expires_on,
        "is_demo": row.is_demo,
        "repeat_key": repeat_key(row.employer_id, row.title, row.region),
    }
    return {name: value for name, value in document.items() if value or value == 0}


def document_line(document: dict[str, Any]) -> bytes:
    """The document as one line of JSON, with the checksum of it at its end."""
    line = orjson.dumps(document)
    return b'%s,"checksum":%d}' % (line[:-1], zlib.crc32(line))


def document_checksum(document: dict[str, Any]) -> int:
    """CRC-32 of the document: sums of a few million of them are still whole in a double."""
    return zlib.crc32(orjson.dumps(document))


@lru_cache(maxsize=8192)
def region_codes(code: str) -> tuple[str, ...]:
    """A region and all above it, from the province down; () for an unknown code."""
    unit = regions.region(code)
    return (*(above.code for above in regions.ancestors(code)), code) if unit else ()


@lru_cache(maxsize=8192)
def city_code(code: str) -> str:
    """The portal city of a region, "" where there is none."""
    city = regions.city_of(code)
    return city.code if city else ""


@lru_cache(maxsize=8192)
def _place_name(code: str) -> str:
    return regions.path_name(code)


@lru_cache(maxsize=4096)
def _occupation_codes(code: str) -> tuple[str, ...]:
    entry = occupations.occupation(code)
    return (*(above.code for above in occupations.ancestors(code)), code) if entry else ()


def _occupation_name(code: str) -> str:
    entry = occupations.occupation(code)
    return entry.name if entry else ""


@lru_cache(maxsize=4096)
def _industry_codes(code: str) -> tuple[str, ...]:
    entry = industries.industry(code)
    return (*(above.code for above in industries.ancestors(code)), code) if entry else ()


def _education_level(code: str) -> str:
    """The broad level: doctor and master count as postgraduate."""
    entry = lists.education(code)
    return (entry.parent_code or code) if entry else code


@lru_cache(maxsize=8192)
def _centre(code: str) -> dict[str, float] | None:
    """The middle of a district or city; a province is too large to stand for a workplace."""
    at = regions.location(code) if regions.city_of(code) else None
    return {"lon": at[0], "lat": at[1]} if at else None


@lru_cache(maxsize=8192)
def repeat_key(employer_id: int | None, title: str, region: str) -> int | None:
    """63 bits that an employer's postings of one job in one city share; None where there is no employer."""
    if employer_id is None:
        return None
    same = f"{employer_id}|{city_code(region)}|{_work(title)}"
    return int.from_bytes(blake2b(same.encode(), digest_size=8).digest()) >> 1


@lru_cache(maxsize=8192)
def _work(title: str) -> str:
    """What a title says of the work, without what dresses it up: 急聘电工（双休） → 电工."""
    return clean_title(title) or title.lower()


def _point(row: VacancyRow) -> dict[str, float] | None:
    if row.longitude is None or row.latitude is None:
        return None
    return {"lon": row.longitude, "lat": row.latitude}
