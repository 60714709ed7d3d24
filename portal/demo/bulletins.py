"""Market bulletins of the demonstration: our own texts, dated and filled in for each city."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from string import Template
from typing import Any, Final

from django.utils.html import escape

from portal.demo.cities import DemoCity
from portal.demo.employers import workplaces
from portal.demo.feeds import SEED, city_vacancies
from portal.demo.trades import DATA, expand
from standards import regions
from standards.occupations import occupation

A_CITY: Final = 5
EVERY_CITY: Final = ("supply", "hours")
"""Bulletins that every city publishes; the others it takes in turn."""
TOP_OCCUPATIONS: Final = 4


@dataclass(frozen=True, slots=True)
class DemoBulletin:
    """One bulletin; `body` is HTML of paragraphs, headings and lists."""

    key: str
    date: date
    title: str
    summary: str
    body: str


@cache
def _templates(kind: str) -> tuple[dict[str, Any], ...]:
    with (DATA / "bulletins.toml").open("rb") as file:
        return tuple(tomllib.load(file)[kind])


def city_bulletins(*, city: DemoCity, today: date) -> list[DemoBulletin]:
    """The bulletins of a city as of `today`, newest first; the same each time for the same day."""
    random = Random(f"{SEED}:{city.code}:bulletins")  # noqa: S311 — a demonstration, nothing secret
    by_key = {template["key"]: template for template in _templates("bulletin")}
    others = sorted(set(by_key) - set(EVERY_CITY))
    keys = [*EVERY_CITY, *random.sample(others, A_CITY - len(EVERY_CITY))]
    words = _words(city, today, random)
    days = random.sample([by_key[key]["days"] for key in keys], len(keys))
    dated = [by_key[key] | {"days": ago} for key, ago in zip(keys, days, strict=True)]
    found = [_bulletin(template, words, today, random) for template in dated]
    return sorted(found, key=lambda bulletin: bulletin.date, reverse=True)


def national_bulletins(*, today: date) -> list[DemoBulletin]:
    """The bulletins of the national site as of `today`."""
    random = Random(f"{SEED}:nation:bulletins")  # noqa: S311 — a demonstration, nothing secret
    return [_bulletin(template, {}, today, random) for template in _templates("national")]


def _bulletin(template: dict[str, Any], words: dict[str, str], today: date, random: Random) -> DemoBulletin:
    varied = {name: random.choice(text.split("|")) for name, text in template.get("vary", {}).items()}
    words = words | varied

    def written(text: str) -> str:
        return Template(random.choice(expand(text))).substitute(words)

    lines = [written(line.strip()) for line in template["body"].splitlines() if line.strip()]
    return DemoBulletin(
        key=template["key"],
        date=today - timedelta(days=template["days"] + random.randrange(8)),
        title=written(template["title"]),
        summary=written(template["summary"]),
        body=as_html(lines),
    )


def as_html(lines: list[str]) -> str:
    """Paragraphs; "# " begins a heading, "* " an item of a list."""
    parts: list[str] = []
    for line in lines:
        text = escape(line.removeprefix("# ").removeprefix("* "))
        if line.startswith("* "):
            if parts and parts[-1].endswith("</ul>"):
                parts[-1] = f"{parts[-1].removesuffix('</ul>')}<li>{text}</li></ul>"
            else:
                parts.append(f"<ul><li>{text}</li></ul>")
        else:
            parts.append(f"<h2>{text}</h2>" if line.startswith("# ") else f"<p>{text}</p>")
    return "".join(parts)


def _words(city: DemoCity, today: date, random: Random) -> dict[str, str]:
    unit = regions.region(city.code)
    assert unit is not None
    places = [place.name for place in workplaces(city.code)]
    district, other = random.sample(places, 2) if len(places) > 1 else ("城区", "各镇街")
    soon, later = (today + timedelta(days=random.randint(*span)) for span in ((5, 9), (12, 20)))
    return {
        "city": unit.short_name,
        "full": unit.name,
        "district": district,
        "other": other,
        "date_soon": _day(soon),
        "date_later": _day(later),
        "month": f"{today.month}月",
        "top": "、".join(_top_occupations(city, today)),
        "stalls": str(random.randrange(40, 120, 5)),
        "posts": str(random.randrange(900, 3_000, 100)),
        "phone": service_phone(city),
    }


def service_phone(city: DemoCity) -> str:
    """A telephone of the city's service that nobody has: no exchange begins with 0000."""
    return f"{city.dial}-00001234"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _top_occupations(city: DemoCity, today: date) -> list[str]:
    """The occupations for which the city's own feed wants most people."""
    wanted: Counter[str] = Counter()
    for vacancy in city_vacancies(city=city, today=today):
        wanted[vacancy.occupation] += vacancy.headcount
    units = (occupation(code) for code, _count in wanted.most_common(TOP_OCCUPATIONS))
    return [unit.name for unit in units if unit]
