"""A map of flows between regions as shapes of SVG: pure geometry, drawn by a template."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from standards import regions

WIDTH: Final = 640
HEIGHT: Final = 490
_WEST, _EAST, _NORTH = 73.0, 135.5, 54.0
_SHRUNK: Final = math.cos(math.radians(36))
"""A degree of longitude beside one of latitude, in the middle of the country."""
_SCALE: Final = WIDTH / ((_EAST - _WEST) * _SHRUNK)
_BEND: Final = 0.18
_THINNEST, _THICKEST = 1.5, 9.0
_CLEAR: Final = 9.0
"""Distance that an arrow keeps from the points that it joins."""


@dataclass(frozen=True, slots=True)
class Side:
    """Where a name stands beside its point: shifted by so much, and which end of it the shift leads to."""

    dx: int
    dy: int
    anchor: str


_SIDES: Final = (Side(8, 5, "start"), Side(-8, 5, "end"), Side(0, 21, "middle"), Side(0, -10, "middle"))
"""In the order of preference; the first that covers no other name is taken."""
_LETTER, _LINE = 15, 17


@dataclass(frozen=True, slots=True)
class Arrow:
    """A flow as a curve: its path, its width in pixels, whether it comes to the region in the middle."""

    path: str
    width: float
    comes: bool
    title: str


@dataclass(frozen=True, slots=True)
class Place:
    """A named point, and where its name stands beside it."""

    x: float
    y: float
    name: str
    side: Side
    is_middle: bool


@dataclass(frozen=True, slots=True)
class FlowMap:
    dots: list[tuple[float, float]]
    arrows: list[Arrow]
    places: list[Place]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Flow:
    """So many people from one region to another, and the words that say it."""

    start: str
    end: str
    people: int
    words: str


def flow_map(flows: Iterable[Flow], *, middle: str, named: Iterable[str] = ()) -> FlowMap:
    """The map of flows to and from one region; those of regions whose place is not known are left out.

    Args:
        named: regions that are named even where no flow is drawn.
    """
    drawn = [flow for flow in flows if flow.people and _at(flow.start) and _at(flow.end)]
    most = max((flow.people for flow in drawn), default=1)
    names = {code for flow in drawn for code in (flow.start, flow.end)} | {*named}
    return FlowMap(
        dots=list(_cities()),
        arrows=[_arrow(flow, most, middle) for flow in sorted(drawn, key=lambda flow: -flow.people)],
        places=_places([middle, *sorted(names - {middle})], middle),
    )


def _at(code: str) -> tuple[float, float] | None:
    point = regions.location(code)
    if point is None:
        return None
    return round((point[0] - _WEST) * _SHRUNK * _SCALE, 1), round((_NORTH - point[1]) * _SCALE, 1)


@cache
def _cities() -> tuple[tuple[float, float], ...]:
    return tuple(at for city in regions.cities() if (at := _at(city.code)))


def _places(codes: Iterable[str], middle: str) -> list[Place]:
    """Names side by side: each stands where it covers none before it, the first of them best."""
    placed: list[Place] = []
    for code in codes:
        at, unit = _at(code), regions.region(code)
        if at and unit:
            choices = [Place(*at, unit.short_name, side, is_middle=code == middle) for side in _SIDES]
            free = (one for one in choices if not any(_covers(one, other) for other in placed))
            placed.append(next(free, choices[0]))
    return placed


def _covers(one: Place, other: Place) -> bool:
    """Whether two names overlap, or one leaves the map."""
    (left, right, y), (other_left, other_right, other_y) = _box(one), _box(other)
    outside = left < 0 or right > WIDTH
    return outside or (left < other_right and other_left < right and abs(y - other_y) < _LINE)


def _box(place: Place) -> tuple[float, float, float]:
    width = len(place.name) * _LETTER
    x = place.x + place.side.dx - {"start": 0.0, "end": width, "middle": width / 2}[place.side.anchor]
    return x, x + width, place.y + place.side.dy


def _arrow(flow: Flow, most: int, middle: str) -> Arrow:
    (x, y), (to_x, to_y) = _at(flow.start) or (0, 0), _at(flow.end) or (0, 0)
    along_x, along_y = to_x - x, to_y - y
    length = math.hypot(along_x, along_y) or 1.0
    bend_x = (x + to_x) / 2 - along_y * _BEND
    bend_y = (y + to_y) / 2 + along_x * _BEND
    clear = min(_CLEAR, length / 4)
    x, y = _towards(x, y, bend_x, bend_y, clear)
    to_x, to_y = _towards(to_x, to_y, bend_x, bend_y, clear)
    width = _THINNEST + (_THICKEST - _THINNEST) * math.sqrt(flow.people / most)
    return Arrow(
        path=f"M{x:.1f} {y:.1f}Q{bend_x:.1f} {bend_y:.1f} {to_x:.1f} {to_y:.1f}",
        width=round(width, 1),
        comes=flow.end == middle,
        title=flow.words,
    )


def _towards(x: float, y: float, to_x: float, to_y: float, by: float) -> tuple[float, float]:
    length = math.hypot(to_x - x, to_y - y) or 1.0
    return x + (to_x - x) * by / length, y + (to_y - y) * by / length
