"""An invented labour market with planted truth: what a good matcher must find, known without matching.

For each person vacancies are planted around what they want, with a grade that says how good they are: 3 the
wanted work with nothing amiss, 2 with one thing amiss (a near occupation, a year short, less pay, a longer
way), 1 with several, and 0 with one hard condition broken and all else perfect. The grade comes from what
was done to the vacancy and from no score. Nothing here is random but for the seed.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from search.documents import region_codes
from search.people import described
from standards import licences, occupations, regions

Row = dict[str, Any]
SKILLS: Final = ("办公软件", "CAD", "PLC", "Python", "Java", "英语", "叉车", "焊接", "数据分析", "驾照")
CITIES: Final = ("420100", "430100", "330100", "440100", "440300", "510100", "610100", "320100")
BROKEN: Final = (
    "hidden", "licence", "pay_floor", "region_excluded", "region_unwilling", "expired", "other_trade",
)  # fmt: skip
"""The hard conditions, one of which a planted vacancy of grade 0 breaks."""
AMISS: Final = ("near_occupation", "years", "pay", "education", "skills", "employment")


@dataclass(frozen=True, slots=True)
class Planted:
    """A person document, and the grade of every vacancy that was planted for them; those of grade 0 break a
    hard condition, named in `broken`."""

    person: Row
    grades: dict[int, int]
    broken: dict[int, str]
    group: dict[str, str]
    """Sex, age band and ethnicity: drawn without regard to anything else, and in no document."""


@dataclass(slots=True)
class Market:
    """People with their planted vacancies, and all vacancies, noise among them."""

    people: list[Planted] = field(default_factory=list)
    vacancies: list[Row] = field(default_factory=list)


@cache
def _units() -> tuple[str, ...]:
    """Units of minor groups that have several, so that there is something near."""
    found = [entry for entry in occupations.all_occupations() if entry.level == 4]
    return tuple(entry.code for entry in found if len(_siblings(entry.code)) > 1)


@cache
def _siblings(code: str) -> tuple[str, ...]:
    return tuple(
        entry.code
        for entry in occupations.all_occupations()
        if entry.level == 4 and entry.code[:7] == code[:7] and entry.code != code
    )


def market(*, people: int, noise: int, seed: int, now: dt.datetime, planted: int = 20) -> Market:
    """A market of some people, `planted` vacancies for each, and `noise` vacancies that are for nobody.

    Args:
        now: aware; dates are set around it.
    """
    maker = _Maker(random.Random(seed), now)  # noqa: S311  no secret
    made = Market()
    for number in range(1, people + 1):
        person = maker.person(number)
        grades: dict[int, int] = {}
        broken: dict[int, str] = {}
        for at in range(planted):
            grade = (3, 3, 2, 2, 2, 1, 1, 0, 0, 0)[at % 10]
            row = maker.ideal(person)
            if grade == 0:
                broken[row["id"]] = maker.break_hard(row, person)
            else:
                maker.spoil(row, person, {3: 0, 2: 1, 1: 3}[grade])
            grades[row["id"]] = grade
            made.vacancies.append(row)
        made.people.append(Planted(described(person), grades, broken, maker.group()))
    made.vacancies += maker.noise(noise)
    return made


class _Maker:
    def __init__(self, chance: random.Random, now: dt.datetime) -> None:
        self.chance = chance
        self.now = now
        self.next_id = 1

    def person(self, number: int) -> Row:
        chance = self.chance
        code, home = chance.choice(_units()), chance.choice(CITIES)
        point = regions.location(home) or (0.0, 0.0)
        wanted_pay = chance.choice((4000, 5000, 6000, 8000, 10_000, 15_000))
        held = licences.licence_wanted(code)
        away = chance.choice([city for city in CITIES if city != home])
        return {
            "id": number,
            "findable": True,
            "regions": region_codes(home),
            "point": {"lon": point[0], "lat": point[1]},
            "wanted": [code],
            "wanted_weights": [1.0],
            "practised": [code],
            "practised_years": [float(chance.randint(2, 8))],
            "graded": [],
            "grades": [],
            "education": chance.choice(("60", "30", "20")),
            "skills": chance.sample(SKILLS, 4),
            "licences": licences.with_covered([held] if held else []),
            "pay_wanted": wanted_pay,
            "pay_floor": round(wanted_pay * 0.8),
            "place_regions": [home, away],
            "place_modes": ["commute", "move"],
            "place_reach": [50, 0],
            "excluded": [chance.choice([city for city in CITIES if city not in (home, away)])],
            "employment_types": ["full_time"],
            "hidden_from": [900_000 + number],
            "available_from": self.now.date(),
            "confirmed_at": self.now - dt.timedelta(days=chance.randrange(30)),
            "is_demo": True,
        }

    def group(self) -> dict[str, str]:
        return {
            "sex": self.chance.choice(("1", "2")),
            "age": self.chance.choice(("16-24", "25-34", "35-44", "45-")),
            "ethnicity": self.chance.choices(("汉族", "其他"), (9, 1))[0],
        }

    def ideal(self, person: Row) -> Row:
        """A vacancy with nothing amiss for the person, somewhat different each time."""
        chance = self.chance
        code, wanted = person["wanted"][0], person["pay_wanted"]
        home = person["place_regions"][0]
        low = round(wanted * chance.uniform(1.0, 1.15))
        return self._vacancy(
            code, home, low=low, high=round(low * 1.2),
            education=person["education"],
            experience_min=max(0, int(person["practised_years"][0]) - chance.randrange(3)),
            skills=chance.sample(person["skills"], 2),
            published_at=self.now - dt.timedelta(days=chance.uniform(0, 4)),
        )  # fmt: skip

    def _vacancy(self, code: str, city: str, *, low: int, high: int, **facts: Any) -> Row:
        middle = regions.location(city) or (0.0, 0.0)
        east, north = self.chance.gauss(0, 0.04), self.chance.gauss(0, 0.04)
        licence = licences.licence_wanted(code)
        self.next_id += 1
        return {
            "id": self.next_id,
            "employer_id": self.chance.randrange(1, 5000),
            "occupation": code,
            "occupations": (*(entry.code for entry in occupations.ancestors(code)), code),
            "region": city,
            "regions": region_codes(city),
            "city": city,
            "area": {"lon": middle[0] + east, "lat": middle[1] + north},
            "headcount": self.chance.randint(1, 5),
            "pay_min": low,
            "pay_max": high,
            "pay_order": low,
            "employment_type": "full_time",
            "licences": [licence] if licence else [],
            "expires_on": self.now.date() + dt.timedelta(days=30),
            "is_demo": True,
            "title": "",
        } | facts | {"skill_count": len(facts["skills"])}  # fmt: skip

    def spoil(self, row: Row, person: Row, faults: int) -> None:
        """Take something away that the person can live with, `faults` times."""
        for fault in self.chance.sample(AMISS, faults):
            if fault == "near_occupation":
                code = self.chance.choice(_siblings(person["wanted"][0]))
                row["occupation"] = code
                row["occupations"] = (*(entry.code for entry in occupations.ancestors(code)), code)
                row["licences"] = []
            elif fault == "years":
                row["experience_min"] = int(person["practised_years"][0]) + self.chance.randint(2, 3)
            elif fault == "pay":
                row["pay_min"] = round(person["pay_wanted"] * 0.7)
                row["pay_max"] = round(person["pay_wanted"] * 0.85)
                row["pay_order"] = row["pay_min"]
            elif fault == "education":
                row["education"] = {"60": "20", "30": "10", "20": "10"}[person["education"]]
            elif fault == "skills":
                others = [skill for skill in SKILLS if skill not in person["skills"]]
                row["skills"] = self.chance.sample(others, 2)
            else:
                row["employment_type"] = "part_time"

    def break_hard(self, row: Row, person: Row) -> str:
        """Break one hard condition and leave all else as it is; gives which."""
        broken = self.chance.choice(BROKEN)
        if broken == "hidden":
            row["employer_id"] = person["hidden_from"][0]
        elif broken == "licence":
            row["licences"] = [
                self.chance.choice(
                    [
                        entry.code
                        for entry in licences.all_licences()
                        if entry.before_start and entry.code not in person["licences"]
                    ]
                )
            ]
        elif broken == "pay_floor":
            row["pay_max"] = person["pay_floor"] - self.chance.randint(1, 500)
            row["pay_min"] = row["pay_order"] = min(row["pay_min"], row["pay_max"])
        elif broken in ("region_excluded", "region_unwilling"):
            known = {*person["place_regions"], *person["excluded"]}
            city = (
                person["excluded"][0]
                if broken == "region_excluded"
                else self.chance.choice([city for city in CITIES if city not in known])
            )
            self._move(row, city)
        elif broken == "expired":
            row["expires_on"] = self.now.date() - dt.timedelta(days=1)
        else:
            code = self.chance.choice([code for code in _units() if code[0] != person["wanted"][0][0]])
            row["occupation"], row["licences"] = code, []
            row["occupations"] = (*(entry.code for entry in occupations.ancestors(code)), code)
        return broken

    def _move(self, row: Row, city: str) -> None:
        middle = regions.location(city) or (0.0, 0.0)
        row["region"] = row["city"] = city
        row["regions"], row["area"] = region_codes(city), {"lon": middle[0], "lat": middle[1]}

    def noise(self, number: int) -> Iterator[Row]:
        chance = self.chance
        for _ in range(number):
            low = chance.choice((3000, 4500, 6000, 9000))
            yield self._vacancy(
                chance.choice(_units()), chance.choice(CITIES), low=low, high=round(low * 1.4),
                education=chance.choice(("", "60", "30", "20")),
                experience_min=chance.choice((0, 0, 1, 3, 5)),
                skills=chance.sample(SKILLS, chance.randrange(4)),
                published_at=self.now - dt.timedelta(days=chance.uniform(0, 60)),
            )  # fmt: skip
