"""Names of cities in addresses: pinyin without tones."""

from __future__ import annotations

from functools import cache

from pypinyin import lazy_pinyin

from standards import regions


@cache
def city_slugs() -> dict[str, str]:
    """City code → name in addresses. Of two cities that sound alike (苏州, 宿州) the later code gets its
    province's name as well."""
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for city in sorted(regions.cities(), key=lambda city: city.code):
        slug = "".join(lazy_pinyin(city.short_name)).lower()
        if slug in taken:
            province = regions.province_of(city.code)
            assert province is not None
            slug = f"{slug}-{''.join(lazy_pinyin(province.short_name)).lower()}"
        taken.add(slug)
        slugs[city.code] = slug
    return slugs
