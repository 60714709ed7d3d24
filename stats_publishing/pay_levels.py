"""What an occupation pays in cities, by the newest published wage tables; each figure is a version's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from accounts.enums import NATION
from standards.occupations import ancestors
from standards.regions import province_of, region
from stats_publishing.models import DatasetVersion

MOST_COMPARED: Final = 4
_DATASET: Final = "wage-level-occupation"
_MONTHS: Final = 12
_ROWS: Final = """
    SELECT v.id, v.region, v.period, v."table"->'measures', v.notes->'is_demo',
           (SELECT jsonb_agg(r) FROM jsonb_array_elements(v."table"->'rows') r WHERE r->>0 = ANY(%s))
    FROM stats_publishing_datasetversion v WHERE v.id = ANY(%s)
"""
"""Only the rows that are asked for leave the database: a table has up to two thousand."""


@dataclass(frozen=True, slots=True)
class PayLevel:
    """One occupation in one region and year; amounts in yuan a month, None where they are kept back.

    Args:
        version: of the dataset that they stand in.
        region: 000000 for the country.
        amounts: low, middle, high, p10 … p90, mean.
        persons, employers: of the sample; persons are rounded.
    """

    version: int
    region: str
    year: int
    occupation: str
    amounts: dict[str, int | None]
    persons: int | None
    employers: int | None
    middle_yoy: float | None
    middle_yoy_real: float | None
    is_demo: bool

    @property
    def is_kept_back(self) -> bool:
        return self.persons is None


def pay_levels(*, code: str, regions: Sequence[str]) -> dict[tuple[str, str], PayLevel]:
    """(region, occupation) → the newest level of the occupation and of the groups above it.

    One occupation that the newest table of a region does not have is not in it; two queries in all.
    """
    newest = (
        DatasetVersion.objects.released()
        .filter(dataset=_DATASET, region__in=regions)
        .order_by("region", "-period", "-number")
        .distinct("region")
        .values_list("pk", flat=True)
    )
    codes = [code, *(above.code for above in ancestors(code))]
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [codes, list(newest)])
        found = [
            _level(version, place, period, _json(measures), row, demo)
            for version, place, period, measures, demo, rows in cursor.fetchall()
            for row in _json(rows) or ()
        ]
    return {(level.region, level.occupation): level for level in found}


def _json(value: Any) -> Any:
    """A jsonb value; a plain cursor of Django gives it as text."""
    return json.loads(value) if isinstance(value, str) else value


def _level(version: int, place: str, period: str, measures: list[str], row: list[Any], demo: Any) -> PayLevel:
    figures = dict(zip(measures, row[1:], strict=True))
    counts = ("persons", "employers", "middle_yoy", "middle_yoy_real", "mean_yoy")
    return PayLevel(
        version=version,
        region=place,
        year=int(period),
        occupation=row[0],
        amounts={
            name: None if value is None else round(value / _MONTHS)
            for name, value in figures.items()
            if name not in counts
        },
        persons=figures["persons"],
        employers=figures["employers"],
        middle_yoy=figures.get("middle_yoy"),
        middle_yoy_real=figures.get("middle_yoy_real"),
        is_demo=_json(demo) is True,
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the picture: (from, wide) and places on the axis in per cent; None: kept back."""

    label: str
    words: str
    outer: tuple[float, float] | None
    inner: tuple[float, float] | None
    middle: float | None
    is_advertised: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Percentiles side by side on one axis in yuan a month; `ticks`: place and yuan of each.

    The axis begins near the lowest figure: places are compared, not lengths.
    """

    bars: list[Bar]
    ticks: list[tuple[float, int]]

    @property
    def height(self) -> int:
        return 56 * len(self.bars) + 30


def picture(lines: Sequence[tuple[str, str, dict[str, int | None], bool]]) -> Picture | None:
    """The picture of (label, words, amounts, advertised) lines; None where there is nothing to draw.

    Amounts that are used: p10, p25, p50, p75, p90.
    """
    known = [one for _label, _words, amounts, _is in lines for one in amounts.values() if one is not None]
    if not known:
        return None
    step = _step(max(known) - min(known))
    start, end = step * (min(known) // step), step * (max(known) // step + 1)

    def at(name: str, amounts: dict[str, int | None]) -> float | None:
        value = amounts.get(name)
        return None if value is None else round(100 * (value - start) / (end - start), 2)

    def span(low: str, high: str, amounts: dict[str, int | None]) -> tuple[float, float] | None:
        first, last = at(low, amounts), at(high, amounts)
        return None if first is None or last is None else (first, round(last - first, 2))

    bars = [
        Bar(label, words, span("p10", "p90", one), span("p25", "p75", one), at("p50", one), is_advertised)
        for label, words, one, is_advertised in lines
    ]
    ticks = range(start, end + 1, step)
    return Picture(bars, [(round(100 * (tick - start) / (end - start), 2), tick) for tick in ticks])


def _step(width: int) -> int:
    """A round distance of ticks of which a phone holds those that are needed."""
    for step in (500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000):
        if width < 4 * step:
            return step
    return 1_000_000


def places_above(code: str) -> list[str]:
    """A city, its province and the country."""
    unit = province_of(code)
    return list(dict.fromkeys([code, *([unit.code] if unit else []), NATION]))


def group_above_with_level(
    levels: dict[tuple[str, str], PayLevel], *, code: str, region: str
) -> PayLevel | None:
    """The nearest wider group of an occupation whose figures are published in a region."""
    for group in reversed(ancestors(code)):
        level = levels.get((region, group.code))
        if level and not level.is_kept_back:
            return level
    return None


def region_name(code: str) -> str:
    """A region by its short name; "" for the country and what is none."""
    unit = region(code)
    return unit.short_name if unit else ""
