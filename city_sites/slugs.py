"""Names of cities in addresses: pinyin without tones."""

from __future__ import annotations

from functools import cache

from standards import regions
from standards.pinyin import syllables

READINGS = {
    "长治": "changzhi",
    "朝阳": "chaoyang",
    "漯河": "luohe",
    "昌都": "changdu",
    "陕西": "shaanxi",
}
"""Names with characters that the dictionary reads otherwise."""


def in_letters(name: str) -> str:
    """A place's short name in pinyin without tones: 武汉 → wuhan."""
    return READINGS.get(name) or "".join(syllables(name)).lower()


@cache
def city_slugs() -> dict[str, str]:
    """City code → name in addresses. Of two cities that sound alike (苏州, 宿州) the later code gets its
    province's name as well."""
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for city in sorted(regions.cities(), key=lambda city: city.code):
        slug = in_letters(city.short_name)
        if slug in taken:
            province = regions.province_of(city.code)
            assert province is not None
            slug = f"{slug}-{in_letters(province.short_name)}"
        taken.add(slug)
        slugs[city.code] = slug
    return slugs


@cache
def province_slugs() -> dict[str, str]:
    """Province code → name in addresses: 湖北 → hubei."""
    return {province.code: in_letters(province.short_name) for province in regions.provinces()}


def province_of_slug(slug: str) -> regions.Region | None:
    """The province that a name in addresses or a code means."""
    codes = {name: code for code, name in province_slugs().items()}
    unit = regions.region(codes.get(slug, slug))
    return unit if unit and unit.level == "province" else None
