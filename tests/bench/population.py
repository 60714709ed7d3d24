"""An invented labour market of any size, always the same one, as rows that the index documents are made of.

Sizes of cities follow Zipf's law over the cities of the standards, titles come from the names and everyday
titles of the classification, dressed up as postings do, and duties are of the length of real ones. Nothing is
taken from postings.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import random
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

SEED = 20261124
EMPLOYERS = 160_000
WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
PAY_STEPS = (2500, 3000, 3500, 4000, 4500, 5000, 5500, 6000, 7000, 8000, 9000, 10_000, 12_000, 15_000, 20_000)
PAY_WEIGHTS = (1, 3, 6, 10, 12, 14, 12, 12, 10, 8, 5, 5, 4, 3, 2)
EDUCATIONS = ("", "00", "70", "60", "40", "30", "20", "10")
EDUCATION_WEIGHTS = (5, 30, 6, 12, 12, 20, 14, 1)


@cache
def moment() -> dt.datetime:
    """Now, the same for a whole run, so that what is made again is the same."""
    return dt.datetime.now(dt.UTC)


class Zipf:
    """Draws from a sequence so that its n-th entry comes up in proportion to 1/n."""

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = values
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, len(values) + 1)))

    def draw(self, chance: random.Random) -> Any:
        return chance.choices(self.values, cum_weights=self.weights)[0]


@cache
def cities() -> Zipf:
    """All cities in a shuffled order of size."""
    from standards import regions

    names = [city.code for city in regions.cities()]
    random.Random(SEED).shuffle(names)
    return Zipf(names)


@cache
def districts(city: str) -> tuple[str, ...]:
    from standards import regions

    return tuple(child.code for child in regions.children(city)) or (city,)


@cache
def trades() -> Zipf:
    """Unit groups in a shuffled order of size, each with the titles that its postings may have."""
    from standards import occupations

    entries = [
        (entry.code, (entry.name, *entry.aliases))
        for entry in occupations.all_occupations()
        if entry.level == 4
    ]
    random.Random(SEED + 1).shuffle(entries)
    return Zipf(entries)


@cache
def short_name(region: str) -> str:
    from standards import regions

    unit = regions.region(region)
    return unit.short_name if unit else ""


def vacancies(number: int, first: int = 1, *, seed: int = SEED) -> Iterator[Any]:
    """Rows (`search.documents.VacancyRow`) with the ids from `first` on."""
    chance, now = random.Random(seed + first), moment()
    for id_ in range(first, first + number):
        yield vacancy(id_, chance, now)


def vacancy(id_: int, chance: random.Random, now: dt.datetime) -> Any:
    from search.documents import VacancyRow

    code, titles = trades().draw(chance)
    name = chance.choice(titles)
    region = chance.choice(districts(cities().draw(chance)))
    low = chance.choices(PAY_STEPS, PAY_WEIGHTS)[0] if chance.random() < 0.93 else None
    high = low and low + chance.choice((0, 1000, 2000, 3000, low // 2))
    employer = chance.randrange(EMPLOYERS)
    longitude, latitude = place(region, chance)
    years = chance.choice((None, 0, 0, 0, 1, 1, 2, 3, 5))
    return VacancyRow(
        id=id_,
        title=chance.choice(WORDS["titles"]).format(name, place=short_name(region), pay=low or "面议")[:200],
        duties=duties(name, chance),
        headcount=int(1 + chance.expovariate(0.5)),
        occupation=code if chance.random() < 0.97 else "",
        industry="",
        region=region,
        place_text=short_name(region),
        address=f"工业大道{id_ % 900 + 1}号",
        longitude=longitude,
        latitude=latitude,
        pay_min=low,
        pay_max=high,
        pay_text=f"{low}-{high}元/月" if low else "面议",
        education=chance.choices(EDUCATIONS, EDUCATION_WEIGHTS)[0],
        experience_min=years,
        experience_max=None,
        employment_type=chance.choice(("full_time", "full_time", "full_time", "part_time", "internship", "")),
        benefits=chance.sample(WORDS["benefits"], chance.randrange(6)),
        source_name="公共就业服务中心",
        published_at=now - dt.timedelta(hours=chance.expovariate(1 / 500)),
        expires_on=now.date() + dt.timedelta(days=chance.randrange(1, 60)),
        is_demo=False,
        employer_id=employer,
        employer_name=employer_name(employer, region),
        employer_industry="C3500",
    )


def duties(name: str, chance: random.Random) -> str:
    """Lines of duties and demands: about 250 characters in the middle, 800 at the long end."""
    lines = max(3, round(chance.lognormvariate(math.log(10), 0.5)))
    said = [
        f"{n}. {chance.choice(WORDS['openings'])}{chance.choice(WORDS['deeds']).format(name)}；"
        for n in range(1, lines)
    ]
    return "\n".join([*said, "任职要求：", *chance.sample(WORDS["demands"], min(lines, 5))])


@lru_cache(EMPLOYERS)
def employer_name(number: int, region: str) -> str:
    chance = random.Random(number)
    names, branch = chance.sample(WORDS["names"], 2), chance.choice(WORDS["branches"])
    return f"{short_name(region)}{''.join(names)}{branch}有限公司"


def place(region: str, chance: random.Random) -> tuple[float | None, float | None]:
    """A point near the region's own; every third vacancy states none."""
    from standards import regions

    middle = regions.location(region)
    if middle is None or chance.random() < 0.33:
        return None, None
    return round(middle[0] + chance.gauss(0, 0.08), 5), round(middle[1] + chance.gauss(0, 0.08), 5)


def people(number: int, first: int = 1, *, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Documents of people who agreed to be matched, with the ids from `first` on."""
    chance, now = random.Random(seed - first), moment()
    for id_ in range(first, first + number):
        yield person(id_, chance, now)


def person(id_: int, chance: random.Random, now: dt.datetime) -> dict[str, Any]:
    """Somebody with one to three wanted occupations, who knows most of them, and works at home or afar."""
    from search.people import described

    city = cities().draw(chance)
    region = chance.choice(districts(city))
    wanted = {trades().draw(chance)[0]: weight for weight in (1.0, 0.7, 0.5)[: chance.choice((1, 1, 2, 3))]}
    practised = {code: round(chance.expovariate(1 / 3), 1) for code in wanted if chance.random() < 0.8}
    pay = chance.choices(PAY_STEPS, PAY_WEIGHTS)[0]
    places = [(city, "commute", chance.choice((10, 20, 50))), (city, "travel", 0)][chance.randrange(2) :]
    if chance.random() < 0.3:
        places.append(chance.choice(((city[:2] + "0000", "travel", 0), (cities().draw(chance), "move", 0))))
    if chance.random() < 0.05:
        places.append(("", "move", 0))
    longitude, latitude = place(region, chance)
    return described(
        {
            "id": id_,
            "findable": True,
            "regions": [region[:2] + "0000", city, region],
            "point": None if longitude is None else {"lon": longitude, "lat": latitude},
            "wanted": list(wanted),
            "wanted_weights": list(wanted.values()),
            "practised": list(practised),
            "practised_years": list(practised.values()),
            "graded": [],
            "grades": [],
            "education": chance.choices(EDUCATIONS[2:], EDUCATION_WEIGHTS[2:])[0],
            "skills": chance.sample(WORDS["skills"], chance.randrange(5)),
            "licences": [],
            "pay_wanted": pay,
            "pay_floor": int(pay * 0.8) if chance.random() < 0.5 else None,
            "place_regions": [region for region, _, _ in places],
            "place_modes": [mode for _, mode, _ in places],
            "place_reach": [reach for _, _, reach in places],
            "excluded": [],
            "employment_types": ["full_time"] if chance.random() < 0.6 else [],
            "hidden_from": [],
            "available_from": now.date().isoformat(),
            "confirmed_at": now - dt.timedelta(days=chance.expovariate(1 / 30)),
            "is_demo": False,
        }
    )
