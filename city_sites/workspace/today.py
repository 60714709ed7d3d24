"""What the first page shows: what waits for the person, and where it waits in what they watch over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.duties import Duty, duties
from accounts.enums import NATION, Action
from accounts.models import User
from accounts.permissions import region_prefix
from standards import regions

WATCHES = Action.SUPERVISE


@dataclass(frozen=True, slots=True)
class Cell:
    """A number; `address` is "" where the person does not see the list."""

    number: int
    address: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Tile:
    duty: Duty
    cell: Cell


@dataclass(frozen=True, slots=True)
class Line:
    """A province or a city with the numbers of all duties; `inside` leads to its own page, "" for a city."""

    region: regions.Region
    cells: list[Cell]
    total: int
    inside: str


@dataclass(frozen=True, slots=True)
class Today:
    """The page of a level: its tiles, and a table by what is below it where the person watches over more than
    one city. `quiet` says how many of those below have nothing that waits."""

    region: str
    tiles: list[Tile]
    columns: list[Duty]
    lines: list[Line]
    quiet: int


def today_of(user: User, held: Mapping[Action, list[str]], *, region: str = "") -> Today:
    """What waits for a person within the regions that they hold, or in one of these.

    Somebody who watches over regions sees the numbers of all duties there; others those that are theirs.

    Args:
        held: their regions by action (`accounts.permissions.regions_by_action`).
        region: a region to look at alone; one in which the person holds nothing shows nothing.
    """
    seen = [
        (duty, duty.count(user, where))
        for duty in duties()
        if (where := _narrowed({*held[duty.action], *held[WATCHES]}, region))
    ]
    tiles = [Tile(duty, _cell(duty, sum(counts.values()), region, held)) for duty, counts in seen]
    watched = _narrowed(set(held[WATCHES]), region)
    below = _below(watched)
    lines = [line for unit in below if (line := _line(unit, seen, held)).total]
    lines.sort(key=lambda line: (-line.total, line.region.code))
    return Today(region, tiles, [duty for duty, _ in seen], lines, len(below) - len(lines))


def _narrowed(held: set[str], region: str) -> list[str]:
    """The regions held, without those that lie in another one of them; within `region` if one is given."""
    outer = [code for code in held if not any(_inside(code, other) for other in held - {code})]
    if not region:
        return sorted(outer)
    if any(_inside(region, code) for code in outer):
        return [region]
    return sorted(code for code in outer if _inside(code, region))


def _inside(code: str, other: str) -> bool:
    return code.startswith(region_prefix(other))


def _below(watched: Sequence[str]) -> list[regions.Region]:
    """The provinces of the country, or the cities of provinces; nothing below a city."""
    if NATION in watched:
        return list(regions.provinces())
    return [
        city
        for city in regions.cities()
        if any(_inside(city.code, code) and not regions.is_city(code) for code in watched)
    ]


def _line(
    unit: regions.Region, seen: Sequence[tuple[Duty, Mapping[str, int]]], held: Mapping[Action, list[str]]
) -> Line:
    start = region_prefix(unit.code)
    numbers = [sum(number for code, number in counts.items() if code.startswith(start)) for _, counts in seen]
    cells = [_cell(duty, number, unit.code, held) for (duty, _), number in zip(seen, numbers, strict=True)]
    inside = unit.code if unit.level == "province" and not regions.is_city(unit.code) else ""
    return Line(unit, cells, sum(numbers), inside)


def _cell(duty: Duty, number: int, region: str, held: Mapping[Action, list[str]]) -> Cell:
    own = [code for action in (duty.action, *duty.seen_with) for code in held[action]]
    sees = any(_inside(region, code) for code in own) if region else bool(own)
    return Cell(number, duty.address(region) if sees and number else "", duty.is_late)
