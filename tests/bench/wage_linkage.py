"""How long disclosure control takes for wage tables of cities, then of their provinces, then of the country.

Invented cities of several provinces: every tenth employee works for one of the city's two largest employers,
the others for small ones; occupations are as unequal as in life (Zipf), so that most unit groups are secrets.
Each region is protected together with all that was published before it, as `services/disclosure.py` does.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import polars as pl

from accounts.enums import NATION
from standards import regions
from standards.industries import all_industries
from standards.occupations import all_occupations
from stats_publishing.methods.disclosure import Limits
from stats_publishing.methods.wage_protection import Cell, Left, linked, protected_cells

_IN_EACH = 10  # cities of a province


def employees(city: str, number: int, rng: np.random.Generator) -> pl.DataFrame:
    """Rows as `services.survey_rows.counted_rows` gives them."""
    units = [one.code for one in all_occupations() if one.level == 4]
    sections = [one.code for one in all_industries() if one.level == 1]
    employer = np.where(
        rng.random(number) < 0.1, rng.integers(0, 2, number), 2 + rng.integers(0, number // 60, number)
    )
    rank = np.minimum(rng.zipf(1.2, number), len(units)) - 1
    return pl.DataFrame(
        {
            "region": city,
            "employer": [f"{city}-{each}" for each in employer],
            "occupation": [units[(each * 7919) % len(units)] for each in rank],
            "industry": [sections[each % len(sections)] for each in employer],
            "education": rng.choice(["14", "20", "30", "60", ""], number),
            "grade": rng.choice(["30", "40", "50", ""], number, p=[0.1, 0.2, 0.2, 0.5]),
            "size": [["large", "medium", "small", "micro"][each % 4] for each in employer],
            "pay": np.round(np.exp(rng.normal(11.2, 0.5, number))),
            "weight": np.ones(number),
        }
    )


def measure(cities: int, number: int) -> dict[str, Any]:
    """Seconds of all cities one by one, of the slowest province, and of the country."""
    rng = np.random.default_rng(8)
    provinces = [one.code for one in regions.provinces()][2:]  # the first two are municipalities
    codes = [
        city.code
        for province in provinces
        for city in [each for each in regions.cities() if each.code[:2] == province[:2]][:_IN_EACH]
    ][:cities]
    rows = {city: employees(city, number, rng) for city in codes}
    above = sorted({f"{city[:2]}0000" for city in codes})
    left = Left()
    seconds: dict[str, float] = {}
    kept_back = cells = 0
    for region in (*codes, *above, NATION):
        inside = [city for city in codes if region in (city, f"{city[:2]}0000", NATION)]
        parts_of = {} if region in codes else {region: inside}
        frame = pl.concat([rows[city] for city in inside])
        of_these = Left(
            left.regions & {region, *inside, *(above if region == NATION else ())},
            frozenset(cell for cell in left.public if region == NATION or cell[0] in inside),
        )
        if region == NATION:
            parts_of |= {one: [city for city in codes if city[:2] == one[:2]] for one in above}
        started = time.perf_counter()
        hidden = protected_cells(frame, region=region, parts_of=parts_of, left=of_these, limits=Limits())
        seconds[region] = time.perf_counter() - started
        shown = _shown(frame, region, parts_of, hidden)
        left = Left({*left.regions, region}, left.public | shown)
        kept_back, cells = kept_back + len(hidden), cells + len(hidden) + len(shown)
    return {
        "cities": len(codes),
        "of_employees": number,
        "cities_s": round(sum(seconds[city] for city in codes), 1),
        "province_s": round(max(seconds[one] for one in above), 1),
        "nation_s": round(seconds[NATION], 1),
        "wage_cells": cells,
        "kept_back": kept_back,
    }


def _shown(
    rows: pl.DataFrame, region: str, parts_of: dict[str, list[str]], hidden: dict[Cell, str]
) -> frozenset[Cell]:
    found = linked(rows, region=region, parts_of=parts_of, left=Left(), limits=Limits())
    return frozenset(key for key in found.keys if key[0] == region and key not in hidden)
