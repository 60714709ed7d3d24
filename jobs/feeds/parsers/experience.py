"""Years of experience asked for → a range of years."""

from __future__ import annotations

import re

from jobs.feeds.parsers.text import NO_REQUIREMENT, ParseError, chinese_number, folded, is_stated

MOST_YEARS = 50
_YEARS = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})"
_RANGE = re.compile(rf"{_YEARS}年?(?:-|~|至|到|—|–)+{_YEARS}年(?:工作)?(?:经验|经历)?")
_ONE = re.compile(
    rf"(?:至少|需|需要)?{_YEARS}年(及以上|以上|及以下|以下|以内)?(?:工作)?(?:经验|经历)?(以上|及以上)?"
)
_NONE_NEEDED = NO_REQUIREMENT | {
    "经验不限", "不限经验", "无需经验", "无经验", "无经验要求", "不限工作经验", "无工作经验", "工作经验不限",
}  # fmt: skip
_GRADUATES = frozenset({"应届", "应届生", "应届毕业生", "在校生", "在校/应届", "在校生/应届生", "应届毕业"})

Years = tuple[int | None, int | None]


def parse_experience(text: str) -> Years:
    """3-5年 → (3, 5), 1年以上 → (1, None), 一年以下 → (0, 1), 经验不限 → (0, None), 应届生 → (0, 0).

    (None, None) where nothing is stated.

    Raises:
        ParseError: the text says something else.
    """
    if not is_stated(text):
        return None, None
    plain = folded(text)
    if plain in _NONE_NEEDED:
        return 0, None
    if plain in _GRADUATES:
        return 0, 0
    low: int
    high: int | None
    if found := _RANGE.fullmatch(plain):
        low, high = sorted((chinese_number(found[1]), chinese_number(found[2])))
    elif found := _ONE.fullmatch(plain):
        years = chinese_number(found[1])
        low, high = (0, years) if (found[2] or "").endswith(("以下", "以内")) else (years, None)
    else:
        raise ParseError(text)
    if max(low, high or 0) > MOST_YEARS:
        raise ParseError(text)
    return low, high
