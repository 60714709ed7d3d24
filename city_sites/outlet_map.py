"""A plan of outlets as shapes of SVG: pure geometry, drawn by a template. North is up, scales are equal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from city_sites.models import Outlet

WIDTH: Final = 560
HEIGHT: Final = 420
MARGIN: Final = 28
LEAST_DEGREES: Final = 0.01
"""What the plan spans at least, about a kilometre: one outlet alone is not blown up without end."""
KM_A_DEGREE: Final = 111.2
_STEPS_KM: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


@dataclass(frozen=True, slots=True)
class Mark:
    x: float
    y: float
    outlet: Outlet


@dataclass(frozen=True, slots=True)
class OutletMap:
    """Marks in pixels, and a bar of `scale_px` pixels that is `scale_km` long."""

    marks: list[Mark]
    scale_km: float
    scale_px: float
    width: int = WIDTH
    height: int = HEIGHT


def outlet_map(outlets: Sequence[Outlet]) -> OutletMap | None:
    """The plan of the outlets whose point is known; None where there are none."""
    placed = [(outlet, outlet.lon, outlet.lat) for outlet in outlets if outlet.lon and outlet.lat]
    if not placed:
        return None
    lons, lats = [lon for _outlet, lon, _lat in placed], [lat for _outlet, _lon, lat in placed]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    shrunk = math.cos(math.radians((south + north) / 2))
    across, up = max((east - west) * shrunk, LEAST_DEGREES), max(north - south, LEAST_DEGREES)
    scale = min((WIDTH - 2 * MARGIN) / across, (HEIGHT - 2 * MARGIN) / up)
    middle_lon, middle_lat = (west + east) / 2, (south + north) / 2
    marks = [
        Mark(
            round(WIDTH / 2 + (lon - middle_lon) * shrunk * scale, 1),
            round(HEIGHT / 2 - (lat - middle_lat) * scale, 1),
            outlet,
        )
        for outlet, lon, lat in placed
    ]
    px_a_km = scale / KM_A_DEGREE
    km = max((step for step in _STEPS_KM if step * px_a_km <= WIDTH / 4), default=_STEPS_KM[0])
    return OutletMap(marks, km, round(km * px_a_km, 1))
