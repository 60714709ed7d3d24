"""The map of the country by province or city: shapes to colour, for a template tag to draw as SVG.

The shapes are data (`data/shapes/`, made by `deploy/map_shapes.py`). How to use it: `docs/standards.md`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from standards import regions
from standards.catalogue import DATA, read_rows

Level = Literal["province", "city"]

WIDTH: Final = 940
HEIGHT: Final = 822
DEEPEST: Final = 5
_EDITION: Final = DATA / "shapes" / "2026"
_FILES: Final[Mapping[Level, str]] = {"province": "provinces", "city": "cities"}


@dataclass(frozen=True, slots=True)
class Area:
    """How a region is shown: its shade, and what is said of it.

    shade: 0 (lightest) to 5 (deepest); None where there is nothing to show, which is drawn hollow.
    hatched: drawn with lines over the shade, so that it differs in black and white too.
    """

    shade: int | None
    words: str = ""
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    code: str
    path: str
    title: str
    area: Area


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend."""

    area: Area
    words: str


@dataclass(frozen=True, slots=True)
class CountryMap:
    """A map to be drawn by `{% country_map %}`; `label` says what it shows and where it stands as text."""

    label: str
    shapes: tuple[Shape, ...]
    borders: tuple[str, ...]
    southern_line: str
    legend: tuple[Key, ...]
    width: int = WIDTH
    height: int = HEIGHT


def country_map(
    areas: Mapping[str, Area], *, level: Level, label: str, legend: Sequence[Key] = ()
) -> CountryMap:
    """The map with each region shown as `areas` says; a region that is not in it is hollow.

    Args:
        areas: by the code of a province (level "province") or of a portal city ("city").
        label: what the map shows, for who does not see it; say where the table beside it stands.
    Raises:
        KeyError: a code has no shape at this level.
    """
    shapes = _shapes(level)
    for code in areas:
        if code not in shapes:
            raise KeyError(f"{code} has no shape on the map by {level}")
    nothing = Area(None)
    drawn = tuple(
        Shape(code, path, _title(code, areas.get(code, nothing)), areas.get(code, nothing))
        for code, path in shapes.items()
    )
    borders = tuple(_shapes("province").values()) if level == "city" else ()
    return CountryMap(label, drawn, borders, _southern_line(), tuple(legend))


def has_shape(code: str, level: Level) -> bool:
    """Whether a region can be shown: 草湖 (659013), founded after the boundaries were drawn, cannot."""
    return code in _shapes(level)


def shade_of(value: float | None, breaks: Sequence[float]) -> int | None:
    """The shade of a value among classes; None of None.

    Args:
        breaks: at most five, ascending; a value that equals a break belongs to the class above it.
    """
    if len(breaks) > DEEPEST or list(breaks) != sorted(breaks):
        raise ValueError(f"at most {DEEPEST} ascending breaks, not {list(breaks)}")
    if value is None:
        return None
    steps = len(breaks)
    at = bisect_right(breaks, value)
    return round(at * DEEPEST / steps) if steps else DEEPEST


def _title(code: str, area: Area) -> str:
    unit = regions.region(code)
    name = unit.short_name if unit else ""
    return f"{name} {area.words}".strip()


@cache
def _shapes(level: Level) -> Mapping[str, str]:
    return {row["code"]: row["path"] for row in read_rows(_EDITION / f"{_FILES[level]}.csv")}


@cache
def _southern_line() -> str:
    return next(read_rows(_EDITION / "lines.csv"))["path"]
