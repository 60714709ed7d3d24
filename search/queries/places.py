"""Places that a search is near: regions and positions, and how far a vacancy is from them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from standards import regions

EARTH_KM = 6371.0088
"""Mean radius (IUGG)."""
_POSITION = re.compile(r"\s*(-?[0-9]{1,2}(?:\.[0-9]{1,20})?)\s*,\s*(-?[0-9]{1,3}(?:\.[0-9]{1,20})?)\s*")

Point = tuple[float, float]
"""(latitude, longitude) in degrees."""


def position_text(text: str) -> str:
    """A position "lat,lon" rounded to 0.01°, about a kilometre; "" for any other text.

    It is as exact as anything here ever becomes: addresses with it are kept in histories and logs.
    """
    found = _POSITION.fullmatch(text)
    if not found:
        return ""
    latitude, longitude = (round(float(number), 2) + 0.0 for number in found.groups())
    if abs(latitude) > 90 or abs(longitude) > 180:
        return ""
    return f"{latitude:.2f},{longitude:.2f}"


@lru_cache(maxsize=4096)
def location(place: str) -> Point | None:
    """Where a place is: the middle of a region, or the position itself."""
    if "," in place:
        latitude, _, longitude = place.partition(",")
        return float(latitude), float(longitude)
    at = regions.location(place)
    return (at[1], at[0]) if at else None


def most_exact(places: tuple[str, ...]) -> tuple[str, ...]:
    """The places without those that hold another of them: 湖北 and 武汉 is 武汉."""
    above = {unit.code for place in places for unit in regions.ancestors(place)}
    return tuple(place for place in places if place not in above)


def distance_km(area: Mapping[str, float], places: Iterable[str]) -> float:
    """Great-circle distance (haversine) from a point of the index to the nearest of the places."""
    here = area["lat"], area["lon"]
    return min(_haversine_km(here, there) for place in places if (there := location(place)))


def _haversine_km(one: Point, other: Point) -> float:
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, other))
    chord = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))
