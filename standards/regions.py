"""Regions (行政区划, GB/T 2260): every province, prefecture-level city and county of the country.

A code has six digits: two for the province, two for the city, two for the district. `Region.level` says
which of the three it is. A *portal city* (`city_of`, `cities`) is what has a subsite: a prefecture-level
unit, a municipality, or a county-level unit directly under its province, such as 仙桃 429004.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

from standards.catalogue import read_rows, standard_file

Level = Literal["province", "city", "district"]

MUNICIPALITIES: Final = frozenset({"110000", "120000", "310000", "500000"})
# 香港 and 澳门 are shown and searched as cities, though GB/T 2260 lists nothing below them.
_CITY_LIKE_PROVINCES: Final = MUNICIPALITIES | {"810000", "820000"}

_PEOPLES: Final = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|裕固|保安|独龙|鄂伦春|门巴|珞巴|各"
)
_AUTONOMOUS: Final = re.compile(rf"^(.{{2,}}?)(?:(?:{_PEOPLES})族?)*自治(?:区|州|县|旗)$")
_PLAIN: Final = re.compile(r"^(.{2,}?)(?:特别行政区|新区|林区|特区|地区|省|市|区|县|盟)$")
_KEPT_SHORT_NAMES: Final = {
    "东乡族自治县": "东乡",
    "鄂温克族自治旗": "鄂温克旗",
    "海南藏族自治州": "海南州",
    "兴安盟": "兴安盟",
}


@dataclass(frozen=True, slots=True)
class Region:
    """One unit of GB/T 2260.

    lon and lat are degrees (GCJ-02, as map services give them), None where not known; `group` is the
    unit's belt in today's grouping: "east", "central" or "west" ("" for 香港, 澳门 and 台湾).
    """

    code: str
    name: str
    short_name: str
    level: Level
    parent_code: str
    lon: float | None
    lat: float | None
    group: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """One region's place in one grouping scheme, valid from `start` until before `end` (None: still)."""

    scheme: str
    group: str
    region: str
    start: date
    end: date | None


def short_name(name: str) -> str:
    """武汉市 → 武汉, 恩施土家族苗族自治州 → 恩施; names such as 忠县 or 东区 stay whole."""
    if name in _KEPT_SHORT_NAMES:
        return _KEPT_SHORT_NAMES[name]
    found = _AUTONOMOUS.match(name) or _PLAIN.match(name)
    return found[1] if found else name


@cache
def groupings() -> tuple[Grouping, ...]:
    """All groupings of regions with their dates: schemes "three_belts" (东中西) and "six_areas"."""
    return tuple(
        Grouping(
            scheme=row["scheme"],
            group=row["group"],
            region=row["region"],
            start=date.fromisoformat(row["valid_from"]),
            end=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in read_rows(standard_file("regions", "groups"))
    )


@cache
def _groups_on(scheme: str, day: date) -> dict[str, str]:
    return {
        entry.region: entry.group
        for entry in groupings()
        if entry.scheme == scheme and entry.start <= day and (entry.end is None or day < entry.end)
    }


def group_of(code: str, *, scheme: str = "three_belts", on: date = date.max) -> str:
    """The group of a region in a scheme on a day; the nearest ancestor's where it has none; "" if none."""
    found = _groups_on(scheme, on)
    return found.get(code) or found.get(f"{code[:4]}00") or found.get(f"{code[:2]}0000", "")


@cache
def _catalogue() -> dict[str, Region]:
    return {
        row["code"]: Region(
            code=row["code"],
            name=row["name"],
            short_name=short_name(row["name"]),
            level=row["level"],  # type: ignore[arg-type]
            parent_code=row["parent"],
            lon=float(row["lon"]) if row["lon"] else None,
            lat=float(row["lat"]) if row["lat"] else None,
            group=group_of(row["code"]),
        )
        for row in read_rows(standard_file("regions"))
    }


@cache
def _children() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = defaultdict(list)
    for unit in _catalogue().values():
        found[unit.parent_code].append(unit)
    return {code: tuple(units) for code, units in found.items()}


def region(code: str) -> Region | None:
    """The region of a current six-digit code; None for any other text."""
    return _catalogue().get(code)


def all_regions() -> tuple[Region, ...]:
    """Every region, by code."""
    return tuple(_catalogue().values())


def children(code: str = "") -> tuple[Region, ...]:
    """The units directly under a region, by code; of "" the provinces."""
    return _children().get(code, ())


def ancestors(code: str) -> tuple[Region, ...]:
    """The units above a region, province first, itself not included."""
    found: list[Region] = []
    unit = region(code)
    while unit and (unit := region(unit.parent_code)):
        found.append(unit)
    return tuple(reversed(found))


def descendant_prefix(code: str) -> str:
    """The digits that the codes of a region and of all below it, and no others, begin with."""
    unit = region(code)
    if unit is None:
        return code
    return code[: {"province": 2, "city": 4, "district": 6}[unit.level]]


def is_within(code: str, ancestor: str) -> bool:
    """Whether a region is another or lies in it. The country ("") holds every region."""
    return region(code) is not None and code.startswith(descendant_prefix(ancestor))


def province_of(code: str) -> Region | None:
    """The province-level unit a region belongs to; None for an unknown code."""
    return region(f"{code[:2]}0000") if region(code) else None


def is_city(code: str) -> bool:
    """Whether a code is a portal city: what a subsite, a feed or a return can stand for."""
    unit = region(code)
    if unit is None:
        return False
    if unit.level == "district":
        parent = region(unit.parent_code)
        return parent is not None and parent.level == "province" and parent.code not in MUNICIPALITIES
    return unit.level == "city" or code in _CITY_LIKE_PROVINCES


def city_of(code: str) -> Region | None:
    """The portal city that a region is or lies in; None for a province and for an unknown code."""
    unit = region(code)
    while unit and not is_city(unit.code):
        unit = region(unit.parent_code)
    return unit


@cache
def provinces() -> tuple[Region, ...]:
    """The 34 province-level units, by code."""
    return children("")


@cache
def cities() -> tuple[Region, ...]:
    """Every portal city, by code."""
    return tuple(unit for unit in all_regions() if is_city(unit.code))


def location(code: str) -> tuple[float, float] | None:
    """(lon, lat) of a region in degrees, its parent's where its own is not known."""
    unit: Region | None = region(code)
    while unit:
        if unit.lon is not None and unit.lat is not None:
            return unit.lon, unit.lat
        unit = region(unit.parent_code)
    return None


def path_name(code: str) -> str:
    """The full written name from the province down: 湖北省武汉市江夏区; "" for an unknown code."""
    return "".join(unit.name for unit in _lineage(code))


def display_name(code: str) -> str:
    """The short name a person reads: 武汉·江夏区, 武汉, 湖北; "" for an unknown code."""
    unit = region(code)
    if unit is None:
        return ""
    city = city_of(code)
    if city is None or city.code == code:
        return unit.short_name
    return f"{city.short_name}·{unit.name}"


def _lineage(code: str) -> Iterator[Region]:
    yield from ancestors(code)
    unit = region(code)
    if unit:
        yield unit
