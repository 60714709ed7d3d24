"""What the corpus is made of, as it stands in `data/`: trades, places, employers, ways to word things."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jobs.enums import EmploymentType
from standards import regions

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Trade:
    key: str
    family: str
    code: str
    cities: tuple[str, ...]
    titles: tuple[str, ...]
    duties: tuple[str, ...]
    skills: tuple[str, ...]
    pay: tuple[int, int]
    education: tuple[str, ...]
    experience: tuple[int, ...]
    colleagues: tuple[str, ...]


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def wording() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((DATA / "wording.toml").read_text(encoding="utf-8"))


@cache
def trades() -> dict[str, Trade]:
    return {
        row["key"]: Trade(
            key=row["key"],
            family=row["family"],
            code=row["code"],
            cities=tuple(row["cities"].split()),
            titles=tuple(row["titles"].split("|")),
            duties=tuple(row["duties"].split("|")),
            skills=tuple(filter(None, row["skills"].split("|"))),
            pay=tuple(map(int, row["pay"].split("-"))),
            education=tuple(row["education"].split()),
            experience=tuple(map(int, row["experience"].split())),
            colleagues=tuple(row["colleagues"].split()),
        )
        for row in rows_of("trades.csv")
    }


@cache
def region_named(name: str) -> str:
    """Code of a place as `data/` writes it: 武汉, 湖北, or 武汉/江夏 for a part of a city.

    Raises:
        LookupError: there is no such place, or more than one.
    """
    city, _, part = name.partition("/")
    if part:
        within = region_named(city)
        found = [
            unit.code
            for unit in regions.all_regions()
            if unit.level == "district"
            and regions.is_within(unit.code, within)
            and part in (unit.name, unit.short_name)
        ]
    else:
        named = [unit for unit in regions.all_regions() if name in (unit.name, unit.short_name)]
        found = [unit.code for unit in named if unit.level == "province" or regions.is_city(unit.code)]
    if len(found) != 1:
        raise LookupError(f"{name}: {len(found)} places")
    return found[0]


@dataclass(frozen=True, slots=True)
class Planted:
    """What is drawn for `number` postings of a trade is overruled by what stands in `planted.csv`: what the
    draw alone would leave too rare to be asked for."""

    number: int
    trade: Trade
    title: str
    overruled: dict[str, object]


@cache
def planted() -> list[Planted]:
    return [
        Planted(
            number=int(row["number"]),
            trade=trades()[row["trade"]],
            title=row["title"],
            overruled={name: read(row[name]) for name, read in _PLANTED.items() if row[name]}
            | {"region": region_named(row["place"]), "spot": row["spot"]},
        )
        for row in rows_of("planted.csv")
    ]


_PLANTED: dict[str, Callable[[str], object]] = {
    "employer": str,
    "benefits": lambda names: frozenset(names.split()),
    "skills": lambda names: frozenset(names.split("|")),
    "pay": lambda pay: tuple(map(int, pay.split("-"))),
    "experience": int,
    "education": str,
    "employment_type": EmploymentType,
}


@dataclass(frozen=True, slots=True)
class Place:
    city: str
    weight: int
    districts: tuple[str, ...]
    spots: dict[str, str]
    """Well-known spot → district."""


@cache
def places() -> dict[str, Place]:
    return {
        row["city"]: Place(
            city=row["city"],
            weight=int(row["weight"]),
            districts=tuple(row["districts"].split()),
            spots=dict(spot.split("@") for spot in filter(None, row["spots"].split("|"))),
        )
        for row in rows_of("places.csv")
    }


@cache
def employer_kinds() -> list[dict[str, str]]:
    return rows_of("employers.csv")


@cache
def named_employers(city: str, family: str) -> list[str]:
    return [
        row["name"]
        for row in rows_of("named_employers.csv")
        if row["city"] == city and family in row["families"].split()
    ]
