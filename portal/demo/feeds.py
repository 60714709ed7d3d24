"""The feed of each demonstration city: its vacancies, and some that its neighbour sends as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Final

from portal.demo.cities import DemoCity, demo_city
from portal.demo.generator import DemoVacancy, demo_vacancies
from portal.demo.shapes import SHAPES

SEED: Final = 20260301
FROM_NEIGHBOUR: Final = 12
"""So many vacancies of its neighbour a city sends as well, under ids of its own."""


def city_vacancies(*, city: DemoCity, today: date, rows: int | None = None) -> Iterator[DemoVacancy]:
    """What a city sends on a day; `rows` replaces the city's own number of vacancies."""
    count = city.rows if rows is None else rows
    own = demo_vacancies(seed=SEED, city=city.code, count=count, today=today)
    return chain(own, _of_neighbour(city, today))


def _of_neighbour(city: DemoCity, today: date) -> Iterator[DemoVacancy]:
    """Good vacancies of the neighbouring city, the same but for their ids."""
    if not city.neighbour:
        return

    theirs = demo_vacancies(seed=SEED, city=city.neighbour, count=demo_city(city.neighbour).rows, today=today)
    good = (vacancy for vacancy in theirs if not vacancy.flaw)
    for number, vacancy in enumerate(islice(good, FROM_NEIGHBOUR), 1):
        yield replace(vacancy, id=f"{city.code}-9{number:06d}", flaw="other_city")


def write_city_feed(*, city: DemoCity, today: date, folder: Path, rows: int | None = None) -> Path:
    """Write a city's feed in the city's shape; the file's path."""
    shape = SHAPES[city.shape]
    path = folder / f"{city.code}{shape.suffix}"
    shape.write(city_vacancies(city=city, today=today, rows=rows), path)
    return path
