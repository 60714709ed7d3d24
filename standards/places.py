"""Written places (工作地点) to region codes: 东莞·长安镇, 广州-天河区, 武汉市洪山区珞喻路, 光谷, 旅大市.

A place is read from the left, province to district, each name looked for inside the one before it.
What GB/T 2260 does not know (towns, streets, development zones) stays in `Place.rest`. What cannot be
told for certain (朝阳区 without its city, 全国, 海外) is unknown: code "".
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

from standards.catalogue import read_words
from standards.region_history import changes, current_code
from standards.regions import (
    Region,
    all_regions,
    children,
    city_of,
    descendant_prefix,
    is_city,
    region,
    short_name,
)


class PlaceReason(StrEnum):
    """How a place was recognised, or why it was not."""

    NAMED = "named"
    """Read to its end as names of GB/T 2260."""
    PARTLY = "partly"
    """Named down to a region; the rest is not a region."""
    OLD_NAME = "old_name"
    """A name of the past: its successor of today."""
    ALIAS = "alias"
    """A common name that is not a region's own, such as 光谷."""
    CODE = "code"
    """The text was a code, of today or of the past."""
    AMBIGUOUS = "ambiguous"
    """Several regions have that name."""
    UNKNOWN = "unknown"
    """No region of the country is named first."""
    EMPTY = "empty"
    """Nothing was stated."""


@dataclass(frozen=True, slots=True)
class Place:
    """A written place understood.

    code is a current region code or "" (unknown); level is that region's level or ""; rest is the text
    after the last name understood, as written; confidence runs from 0 to 1.
    """

    code: str
    level: str
    rest: str
    confidence: float
    reason: PlaceReason


_CONFIDENCE: Final = {
    PlaceReason.NAMED: 1.0,
    PlaceReason.PARTLY: 0.95,
    PlaceReason.CODE: 1.0,
    PlaceReason.OLD_NAME: 0.9,
    PlaceReason.ALIAS: 0.85,
}
_NOT_STATED: Final = frozenset({"", "无", "不限", "未知", "暂无", "null", "none", "nan", "-", "--", "/"})
_GAP: Final = re.compile(r"[\s·•‧・.,，。、;；:：/\\|>》→_~～()（）\[\]【】\-‐‑–—―]+")
_LEAD: Final = re.compile(
    r"^(?:(?:工作|上班|办公)?(?:地点|地址|地区|城市|区域)[:：]|(?:中华人民共和国|中国|全国|远程办公|异地招聘|"
    r"华东|华南|华北|华中|东北|西南|西北)(?=[\s·•・,，、/|>\-–—（(]|.{2,4}省))"
)
_STREET_AFTER: Final = re.compile(
    r"^(?:[东南西北中]?[路街巷桥站]|[东南西北中]?大[道街厦]|广场|南站|北站|东站|西站)"
)
_TOO_CLOSE: Final = re.compile(r"^(?:[东南西北中]?[路街巷桥站门山湖村镇乡]|大[道街厦]|广场)")
_HOLLOW: Final = ("市辖区", "市辖县", "省直辖县级行政区划", "自治区直辖县级行政区划")
_SIX_DIGITS: Final = re.compile(r"^\d{6}$")
_LONGEST_TEXT: Final = 200
_AMBIGUOUS: Final = "?"

# A scope's names: written name → (code or "?", how it was known).
Names = dict[str, tuple[str, PlaceReason]]


def resolve_place(text: str, *, within: str = "") -> Place:
    """The region that a written place means.

    Args:
        text: a place as people and job boards write it; anything after 200 characters is not read.
        within: a region code the place is known to lie in, such as the city of a feed: names are looked
            for there first, so that 朝阳区 is understood.
    Returns:
        a Place; its code is a current region code or "".
    """
    return _resolve(text[:_LONGEST_TEXT], within)


@lru_cache(maxsize=1 << 16)
def _resolve(text: str, within: str) -> Place:
    cleaned = unicodedata.normalize("NFKC", text).strip()
    if cleaned.lower() in _NOT_STATED:
        return _no_place(PlaceReason.EMPTY, "")
    if _SIX_DIGITS.match(cleaned):
        return _place_of_code(cleaned)
    cleaned = _after_gap(_LEAD.sub("", cleaned, count=1))
    if region(within):
        inside = _descend(cleaned, within)
        if inside.code not in ("", within):
            return inside
    return _descend(cleaned, "")


def names_in_country() -> dict[str, str]:
    """Written names that mean one region by themselves, each with its code: 武汉, 武汉市, 襄樊, 光谷."""
    return {name: code for name, (code, _) in _names("")[0].items() if code != _AMBIGUOUS}


def _place_of_code(code: str) -> Place:
    found = current_code(code)
    return _place(found, "", PlaceReason.CODE) if found else _no_place(PlaceReason.UNKNOWN, code)


def _descend(text: str, scope: str) -> Place:
    """Read names from the left, each inside the one before, as far as they go."""
    start, rest, reason = scope, text, PlaceReason.NAMED
    while rest and (not scope or children(scope)):
        step = _first_name(rest, scope)
        if step is None:
            break
        name, (code, how) = step
        if code == _AMBIGUOUS:
            if scope == start:
                return _no_place(PlaceReason.AMBIGUOUS, text)
            break
        scope, rest = code, _after_gap(rest[len(name) :])
        reason = how if how is not PlaceReason.NAMED else reason
    if not scope or scope == start:
        return _no_place(PlaceReason.UNKNOWN, text)
    if rest and reason is PlaceReason.NAMED:
        reason = PlaceReason.PARTLY
    return _place(scope, rest, reason)


def _first_name(text: str, scope: str) -> tuple[str, tuple[str, PlaceReason]] | None:
    """The longest name of the scope that the text begins with and that is not part of a longer word."""
    names, longest = _names(scope)
    for length in range(min(longest, len(text)), 1, -1):
        name = text[:length]
        found = names.get(name)
        if found and _stands_alone(name, found[0], text[length:], scope):
            return name, found
    return None


def _stands_alone(name: str, code: str, following: str, scope: str) -> bool:
    """Whether a name is meant as a place: not 南京 in 南京路, not 苏州 in 苏州·苏州工业园区."""
    if not following or _GAP.match(following):
        return True
    if _is_full(name):
        return True
    unit = region(code)
    if unit and (code == scope or (not scope and _needs_its_city(unit))):
        return False
    return not (_TOO_CLOSE if scope else _STREET_AFTER).match(following)


def _needs_its_city(unit: Region) -> bool:
    return unit.level == "district" and unit.name[-1] != "市"


def _is_full(name: str) -> bool:
    return name[-1] in "省市区县旗州盟" and len(name) > 2


def _after_gap(text: str) -> str:
    found = _GAP.match(text)
    return text[found.end() :] if found else text


def _place(code: str, rest: str, reason: PlaceReason) -> Place:
    unit = region(code)
    return Place(code, unit.level if unit else "", rest, _CONFIDENCE[reason], reason)


def _no_place(reason: PlaceReason, rest: str) -> Place:
    return Place("", "", rest, 0.0, reason)


@cache
def _names(scope: str) -> tuple[Names, int]:
    """The names that may be read next, and the length of the longest.

    In the country: provinces, cities, and districts whose name is theirs alone. In a region: all below.
    """
    names: Names = {}
    prefix = descendant_prefix(scope)
    units = sorted((unit for unit in all_regions() if unit.code.startswith(prefix)), key=_rank)
    for _, equals in groupby(units, key=_rank):
        _add(
            names, ((name, unit.code) for unit in equals for name in _written(unit, scope)), PlaceReason.NAMED
        )
    if scope:
        _add(names, ((name, scope) for name in _HOLLOW), PlaceReason.NAMED)
    else:
        _add(names, read_words("places").items(), PlaceReason.ALIAS)
    _add(names, (pair for pair in _old_names() if pair[1].startswith(prefix)), PlaceReason.OLD_NAME)
    return names, max(map(len, names), default=0)


def _rank(unit: Region) -> int:
    """Whose a shared name is: 海南 is the province before it is a prefecture of 青海."""
    if unit.level == "province":
        return 0
    if is_city(unit.code):
        return 1
    return 2 if unit.name[-1] == "市" else 3


def _written(unit: Region, scope: str) -> set[str]:
    """The ways in which a region's name is written where `scope` is already known."""
    names = {unit.name}
    if scope or unit.name[-1] not in "区旗":
        names.add(unit.short_name)
    if unit.level == "city" and unit.name.endswith("州"):
        names.add(f"{unit.short_name.removesuffix('州')}州")
    if "自治县" in unit.name:
        names.add(f"{unit.short_name}县")
    if unit.name.endswith("自治区"):
        names.add(unit.short_name)
    return {name for name in names if len(name) > 1}


@cache
def _old_names() -> tuple[tuple[str, str], ...]:
    """Names of the past with the code of their unit's successor, as far as it has a single one."""
    found: list[tuple[str, str]] = []
    for change in changes():
        code = current_code(change.old_code, year=change.year - 1)
        if code is None:
            continue
        found.append((change.old_name, code))
        if change.old_code.endswith("00"):
            found.append((short_name(change.old_name), code))
    return tuple(found)


def _add(names: Names, pairs: Iterable[tuple[str, str]], reason: PlaceReason) -> None:
    """Add the names that are still free."""
    candidates: dict[str, set[str]] = defaultdict(set)
    for name, code in pairs:
        if name not in names:
            candidates[name].add(code)
    for name, codes in candidates.items():
        names[name] = (_common(codes), reason)


def _common(codes: set[str]) -> str:
    """The region that a shared name stands for: the one, or the city that all of them lie in."""
    if len(codes) == 1:
        return next(iter(codes))
    cities = {unit.code if (unit := city_of(code)) else "" for code in codes}
    return cities.pop() or _AMBIGUOUS if len(cities) == 1 else _AMBIGUOUS
