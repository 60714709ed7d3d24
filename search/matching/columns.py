"""Documents of people and vacancies as columns of numbers, so that many are compared at once.

Codes become whole numbers: an occupation 6-29-03-07 is 6290307, a region 420115 is 420115, and a group or a
region is everything that is equal after division by its *width* (100 for a minor group or a city). 0 stands
for "not stated" where a code is wanted, NaN where an amount is. Lists are padded with 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from standards import licences, lists, occupations, regions

Document = Mapping[str, Any]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

COMMUTE, TRAVEL, MOVE = 1, 2, 3
"""How somebody would work in a region: going there daily, going there and back, living there."""
MODES: Final = {"commute": COMMUTE, "travel": TRAVEL, "move": MOVE}
EMPLOYMENT_TYPES: Final = ("full_time", "part_time", "internship", "temporary")
CHINA_AHEAD_DAYS: Final = 8 / 24
"""The civil day begins so much earlier than that of UTC."""
TITLES_FROM: Final = 10
"""Ranks of professional titles begin here, those of skill grades at 1: the two ladders are not compared."""
ANYWHERE_WIDTH: Final = 1_000_000
_OCCUPATION_WIDTHS: Final = {1: 1_000_000, 2: 10_000, 3: 100, 4: 1}
_GRADE_RANKS: Final = {"50": 1, "40": 2, "30": 3, "20": 4, "10": 5, "T3": 11, "T2": 12, "T1": 13}


@dataclass(frozen=True, slots=True)
class VacancyColumns:
    """Vacancies, one a row. Pay in yuan a month, days since 1970, ranks as in `lists` and `grade_rank`."""

    ids: Ints
    employer: Ints
    occupation: Ints
    region: Ints
    longitude: Floats
    latitude: Floats
    pay_low: Floats
    pay_high: Floats
    education: Ints
    grade: Ints
    experience: Floats
    employment: Ints
    skills: Ints
    licences: Ints
    published: Floats
    expires: Floats
    openings: Ints


@dataclass(frozen=True, slots=True)
class PersonColumns:
    """People, one a row; what a person may state several times is a matrix."""

    ids: Ints
    findable: Flags
    hidden_from: Ints
    wanted: Ints
    wanted_width: Ints
    wanted_weight: Floats
    practised: Ints
    practised_width: Ints
    years: Floats
    graded: Ints
    graded_width: Ints
    grade: Ints
    education: Ints
    skills: Ints
    licences: Ints
    pay_wanted: Floats
    pay_floor: Floats
    longitude: Floats
    latitude: Floats
    place: Ints
    place_width: Ints
    place_mode: Ints
    place_reach: Floats
    excluded: Ints
    excluded_width: Ints
    employment: Ints
    available: Floats
    confirmed: Floats


def vacancy_columns(documents: Sequence[Document]) -> VacancyColumns:
    """Columns of vacancy documents, as the index holds them."""
    one = _reader(documents)
    points = np.array([_point(document.get("area")) for document in documents], np.float64).reshape(-1, 2)
    low, high = one("pay_min", _amount), one("pay_max", _amount)
    return VacancyColumns(
        ids=_ints([document["id"] for document in documents]),
        employer=_ints([document.get("employer_id", 0) for document in documents]),
        occupation=_ints([occupation_number(_deepest(document, "occupations")) for document in documents]),
        region=_ints([region_number(_deepest(document, "regions")) for document in documents]),
        longitude=points[:, 0],
        latitude=points[:, 1],
        pay_low=np.fmin(low, high),
        pay_high=np.fmax(low, high),
        education=_ints([education_rank(document.get("education", "")) for document in documents]),
        grade=_ints([grade_rank(document.get("grade", "")) for document in documents]),
        experience=np.nan_to_num(one("experience_min", _amount)),
        employment=_ints([employment_bits([document.get("employment_type", "")]) for document in documents]),
        skills=_padded(documents, "skills", word_number),
        licences=_ints([licences.bits(document.get("licences", ())) for document in documents]),
        published=one("published_at", day_number),
        expires=one("expires_on", day_number),
        openings=_ints([max(int(document.get("headcount", 1)), 1) for document in documents]),
    )


def person_columns(documents: Sequence[Document]) -> PersonColumns:
    """Columns of person documents, as the index holds them."""
    one = _reader(documents)
    points = np.array([_point(document.get("point")) for document in documents], np.float64).reshape(-1, 2)
    return PersonColumns(
        ids=_ints([document["id"] for document in documents]),
        findable=np.array([bool(document.get("findable")) for document in documents]),
        hidden_from=_padded(documents, "hidden_from", int),
        wanted=_padded(documents, "wanted", occupation_number),
        wanted_width=_padded(documents, "wanted", occupation_width),
        wanted_weight=_padded(documents, "wanted_weights", float, np.float64),
        practised=_padded(documents, "practised", occupation_number),
        practised_width=_padded(documents, "practised", occupation_width),
        years=_padded(documents, "practised_years", float, np.float64),
        graded=_padded(documents, "graded", occupation_number),
        graded_width=_padded(documents, "graded", occupation_width),
        grade=_padded(documents, "grades", grade_rank),
        education=_ints([education_rank(document.get("education", "")) for document in documents]),
        skills=_padded(documents, "skills", word_number),
        licences=_ints([licences.bits(document.get("licences", ())) for document in documents]),
        pay_wanted=one("pay_wanted", _amount),
        pay_floor=one("pay_floor", _amount),
        longitude=points[:, 0],
        latitude=points[:, 1],
        place=_padded(documents, "place_regions", region_number),
        place_width=_padded(documents, "place_regions", region_width),
        place_mode=_padded(documents, "place_modes", MODES.__getitem__),
        place_reach=_padded(documents, "place_reach", float, np.float64),
        excluded=_padded(documents, "excluded", region_number),
        excluded_width=_padded(documents, "excluded", region_width),
        employment=_ints([employment_bits(document.get("employment_types", ())) for document in documents]),
        available=one("available_from", day_number),
        confirmed=one("confirmed_at", day_number),
    )


def _reader(documents: Sequence[Document]) -> Callable[[str, Callable[[Any], float]], Floats]:
    """Reads one amount a document; NaN where it is not stated."""

    def column(name: str, number: Callable[[Any], float]) -> Floats:
        values = [document.get(name) for document in documents]
        return np.array([np.nan if value is None else number(value) for value in values], np.float64)

    return column


def _amount(value: Any) -> float:
    return float(value)


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, np.int64)


def _padded(
    documents: Sequence[Document], name: str, number: Callable[[Any], Any], kind: Any = np.int64
) -> Any:
    """A matrix of the lists that documents hold under a name, as wide as the longest, 0 after their end."""
    lists_ = [document.get(name) or () for document in documents]
    table = np.zeros((len(lists_), max(1, max(map(len, lists_), default=1))), kind)
    for row, values in enumerate(lists_):
        if values:
            table[row, : len(values)] = [number(value) for value in values]
    return table


def _deepest(document: Document, name: str) -> str:
    """The deepest of a lineage of codes; codes of one lineage sort from the top down."""
    return str(max(document.get(name) or ("",)))


def _point(value: Any) -> tuple[float, float]:
    """(longitude, latitude) of a point as documents and stored columns of the index write it."""
    if value is None:
        return np.nan, np.nan
    if isinstance(value, str):
        latitude, longitude = value.split(",")
        return float(longitude), float(latitude)
    return (value["lon"], value["lat"]) if isinstance(value, Mapping) else value


@lru_cache(maxsize=8192)
def occupation_number(code: str) -> int:
    """6-29-03-07 → 6290307; 0 for what the classification does not have."""
    return int(code.replace("-", "")) if occupations.occupation(code) else 0


@cache
def occupation_width(code: str) -> int:
    """What a group's numbers are divided by to be equal: 1 for a unit, 100 for a minor group and so on."""
    entry = occupations.occupation(code)
    return _OCCUPATION_WIDTHS[entry.level] if entry else 1


@lru_cache(maxsize=8192)
def region_number(code: str) -> int:
    """The code as a number; 0 for anywhere and for what is not known."""
    return int(code) if regions.region(code) else 0


@lru_cache(maxsize=8192)
def region_width(code: str) -> int:
    """10,000 for a province, 100 for a city, 1 for a district; "" is anywhere."""
    return 10 ** (6 - len(regions.descendant_prefix(code))) if code else ANYWHERE_WIDTH


@lru_cache(maxsize=65536)
def word_number(word: str) -> int:
    """A word as a number that is the same in every process and never 0."""
    return int.from_bytes(blake2b(word.encode(), digest_size=7).digest()) + 1


@cache
def education_rank(code: str) -> int:
    """1 (primary school) to 7 (doctor); 0 for nothing asked, nothing stated and other schooling."""
    return lists.education_rank(code)


def grade_rank(code: str) -> int:
    """1 (grade five) to 5 (grade one), 11 (junior title) to 13 (senior title); 0 for none."""
    return _GRADE_RANKS.get(code, 0)


def employment_bits(types: Sequence[str]) -> int:
    """A bit for each employment type; 0 where none is stated."""
    return sum(1 << EMPLOYMENT_TYPES.index(name) for name in types if name in EMPLOYMENT_TYPES)


def day_number(value: Any) -> float:
    """Days since 1970 of a day, a moment, their text, or milliseconds since 1970 as the index gives them."""
    if isinstance(value, str):
        if value.lstrip("-").isdecimal():
            return int(value) / 86_400_000
        value = dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return aware.timestamp() / 86_400
    return float((value - dt.date(1970, 1, 1)).days)
