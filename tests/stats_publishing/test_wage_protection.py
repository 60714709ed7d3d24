"""Wage tables of cities, provinces and the country; how far quick proof says that cells can move."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.enums import NATION
from stats_publishing.methods.disclosure import Limits, sensitive
from stats_publishing.methods.suppression import room
from stats_publishing.methods.wage_cells import contributions, sums_of, with_cells
from stats_publishing.methods.wage_protection import KEY, Left, linked, protected_cells
from stats_publishing.methods.wage_swaps import Needs, able
from tests.stats_publishing.attacker import ranges

OCCUPATIONS = (
    "4-02-02-01",
    "4-02-02-03",
    "4-01-02-01",
    "4-01-02-02",
    "2-02-10-03",
    "2-02-10-02",
    "4-02-02-00",
)
HUBEI, HUNAN = ("420000", ("420100", "420200")), ("430000", ("430100", "430200"))
LIMITS = Limits(employers=2, persons=4)


def employees(seed: int, city: str, number: int = 70) -> pl.DataFrame:
    pick = random.Random(seed)
    rows = []
    for _ in range(number):
        employer = pick.randrange(7)
        rows.append(
            (
                city, f"{city}-{employer}", pick.choices(OCCUPATIONS, weights=(9, 5, 8, 4, 3, 1, 1))[0],
                "CGI"[employer % 3], pick.choice(("20", "30", "")), pick.choice(("40", "")), "small",
                float(pick.randrange(40_000, 90_000)), 1.0,
            )
        )  # fmt: skip
    names = ["region", "employer", "occupation", "industry", "education", "grade", "size", "pay", "weight"]
    return pl.DataFrame(rows, schema=names, orient="row")


def published(rows, region, parts_of, left) -> Left:
    """What left once a region's tables did as well."""
    hidden = protected_cells(rows, region=region, parts_of=parts_of, left=left, limits=LIMITS)
    keys = linked(rows, region=region, parts_of=parts_of, left=Left(), limits=LIMITS).keys
    shown = {key for key in keys if key[0] == region and key not in hidden and "?" not in "".join(key)}
    return Left({*left.regions, region}, left.public | shown)


@pytest.mark.parametrize("silent", ["", "420200"])
def test_nothing_is_recovered_from_a_country_of_two_provinces(silent):
    """`silent`: a city that counts in the areas and has published nothing itself."""
    cities = [city for _province, inside in (HUBEI, HUNAN) for city in inside]
    of_city = {city: employees(at, city) for at, city in enumerate(cities)}
    left = Left()
    for city in cities:
        if city != silent:
            left = published(of_city[city], city, {}, left)
    parts = {province: list(inside) for province, inside in (HUBEI, HUNAN)}
    for province, inside in parts.items():
        rows = pl.concat([of_city[city] for city in inside])
        own = Left(left.regions & {*inside}, frozenset(cell for cell in left.public if cell[0] in inside))
        after = published(rows, province, {province: inside}, own)
        left = Left(left.regions | after.regions, left.public | after.public)
    rows = pl.concat(list(of_city.values()))
    left = published(rows, NATION, {**parts, NATION: cities}, left)
    assert len([cell for cell in left.public if cell[0] == NATION]) > 20, "a country keeps back little"
    above = {**parts, NATION: list(cities)}
    frames = [
        rows.filter(pl.col("region").is_in(inside)).with_columns(region=pl.lit(area))
        for area, inside in above.items()
    ]
    cells = sensitive(contributions(with_cells(pl.concat([rows, *frames]))), by=KEY, limits=LIMITS)
    keys = list(cells.select(KEY).iter_rows())
    sums = [(keys[total], [keys[part] for part in members]) for total, members in sums_of(keys, above)]
    secrets = [
        key for key, reason in zip(keys, cells["reason"], strict=True) if reason and key not in left.public
    ]
    for measure in ("persons", "amount"):
        values = dict(zip(keys, cells[measure].to_list(), strict=True))
        shown = {key: value for key, value in values.items() if key in left.public}
        for key, (least, most) in ranges(sums, shown=shown, secrets=secrets).items():
            down, up = room(values[key], protection=LIMITS.protection)
            slack = 1e-4 * max(1.0, values[key])
            assert least <= values[key] - down + slack, key
            assert most >= values[key] + up - slack, key


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.floats(0.5, 1.0), st.sampled_from(["", HUBEI[0]]))
def test_no_cell_is_said_to_move_further_than_it_can(seed, share, upper):
    inside = list(HUBEI[1])
    rows = pl.concat([employees(seed + at, city, 40) for at, city in enumerate(inside)])
    parts_of = {upper: inside} if upper else {}
    left = Left(regions=frozenset(inside))
    linkage = linked(rows, region=upper or inside[0], parts_of=parts_of, left=left, limits=LIMITS)
    pick = np.random.default_rng(seed)
    hidden = pick.random(len(linkage.keys)) < share
    values = linkage.cells["persons"].cast(pl.Float64).to_numpy()
    wanted = np.full(len(values), 1e9)
    risen, fallen = able(
        linkage.keys, values=values, hidden=hidden, below=linkage.below, needs=Needs(wanted, wanted)
    )
    shown = {at: value for at, value in enumerate(values) if not hidden[at]}
    assert not risen[~hidden].any()
    assert not fallen[~hidden].any()
    asked = [int(at) for at in np.flatnonzero((risen > 0) | (fallen > 0))]
    for at, (least, most) in ranges(linkage.sums, shown=shown, secrets=asked).items():
        assert values[at] - fallen[at] >= least - 1e-6, linkage.keys[at]
        assert values[at] + risen[at] <= most + 1e-6, linkage.keys[at]
