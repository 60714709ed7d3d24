"""Pay as people write it → whole yuan a month.

A day counts as 1/21.75 of a month and an hour as 1/8 of a day, the reckoning of 劳社部发〔2008〕3号;
a year is twelve months, the 13th pay stands apart in `months`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from jobs.feeds.parsers.text import NOT_STATED, ParseError, folded

Period = Literal["month", "year", "day", "hour", ""]

DAYS_A_MONTH = 21.75
HOURS_A_DAY = 8
HIGHEST_MONTHLY = 3_000_000

_MONTHLY_FACTOR: dict[str, float] = {
    "month": 1.0,
    "year": 1 / 12,
    "day": DAYS_A_MONTH,
    "hour": DAYS_A_MONTH * HOURS_A_DAY,
}
_UNITS = {"千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000, "元": 1, "块": 1}
_PERIODS: dict[str, Period] = {
    "月": "month",
    "年": "year",
    "天": "day",
    "日": "day",
    "小时": "hour",
    "时": "hour",
}
_UNSTATED = NOT_STATED | {
    "面议",
    "薪资面议",
    "薪酬面议",
    "工资面议",
    "待遇面议",
    "可面议",
    "面谈",
    "negotiable",
    "不限",
}

_NUMBER = r"(\d{1,9}(?:\.\d{1,4})?)(千|k|万|w)?(元|块)?"
_PER = r"(?:(?:/|每|一|个)*(月|年|天|日|小时|时))?"
_WITH_PAY = re.compile(
    r"(?:薪资|工资|薪酬|待遇|综合|税前|税后|人民币|rmb|¥|约|:|,)*"
    r"(?P<kind>月薪|年薪|日薪|时薪|底薪|保底|最高|不低于|不超过)?[:约]?(?:rmb|¥)?"
    rf"{_NUMBER}{_PER}"
    rf"(?:(?:-|~|至|到|–|—|−)+(?:rmb|¥)?{_NUMBER}{_PER})?"
    r"(?P<bound>及以上|以上|起|及以下|以下|以内|左右)?"
    rf"{_PER}"
    r"(?P<more>(?:\+|加|有)?(?:高?提成|绩效(?:奖金)?|奖金|补贴|提成奖金))?"
)
_MONTHS = re.compile(r"[·*x×,/]?(\d{2})(?:薪|个月)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_KINDS: dict[str, Period] = {"月薪": "month", "年薪": "year", "日薪": "day", "时薪": "hour"}


@dataclass(frozen=True, slots=True)
class Pay:
    """Whole yuan a month, None where not stated; `months` is how many monthly pays a year are stated.

    period is how the pay was stated: "hour" and "day" are the pay of part-time and casual work.
    """

    low: int | None = None
    high: int | None = None
    months: int | None = None
    period: Period = ""
    swapped: bool = False


NOTHING = Pay()


def parse_pay(text: str) -> Pay:
    """6千-1.2万·13薪 → Pay(6000, 12000, 13), 200元/天 → Pay(4350, 4350), 3千以下 → Pay(None, 3000).

    Raises:
        ParseError: the text says something else.
    """
    plain = _THOUSANDS.sub("", folded(text))
    if plain in _UNSTATED:
        return NOTHING
    months, plain = _take_months(plain)
    found = _WITH_PAY.fullmatch(plain)
    if not found:
        raise ParseError(text)
    kind, bound = found["kind"] or "", found["bound"] or ""
    period = _period_of(found, kind)
    low, high = _amounts(found, text, is_year_or_month=period in ("month", "year"))
    factor = _MONTHLY_FACTOR[period]
    return bounds_to_pay(
        low=None if _is_upper(kind, bound) else low * factor,
        high=None if _is_lower(kind, bound, found) else high * factor,
        months=months,
        period=period,
    )


def bounds_to_pay(
    *, low: float | None, high: float | None, months: int | None = None, period: Period = "month"
) -> Pay:
    """Two bounds in yuan a month, as they are stated, put in order and rounded; 0 is not stated.

    Raises:
        ParseError: a bound is no possible pay.
    """
    whole = [None if not value else _whole(value) for value in (low, high)]
    swapped = whole[0] is not None and whole[1] is not None and whole[0] > whole[1]
    if swapped:
        whole.reverse()
    if whole == [None, None]:
        return Pay(months=months)
    return Pay(whole[0], whole[1], months, period, swapped)


def _whole(value: float) -> int:
    if not 1 <= value <= HIGHEST_MONTHLY:
        raise ParseError(str(value))
    return int(value + 0.5)


def _take_months(plain: str) -> tuple[int | None, str]:
    """The stated number of monthly pays (12–36), and the text without it."""
    found = _MONTHS.search(plain)
    if not found or not 12 <= int(found[1]) <= 36:
        return None, plain
    return int(found[1]), (plain[: found.start()] + plain[found.end() :]).strip("()[]·,")


def _period_of(found: re.Match[str], kind: str) -> Period:
    stated = {_PERIODS[word] for word in (found[5], found[9], found[11]) if word}
    if kind in _KINDS:
        stated.add(_KINDS[kind])
    if len(stated) > 1:
        raise ParseError(found.string)
    return stated.pop() if stated else "month"


def _amounts(found: re.Match[str], text: str, *, is_year_or_month: bool) -> tuple[float, float]:
    """Both amounts in yuan; in 4-6千 the first takes the unit of the second."""
    first, first_unit = float(found[2]), found[3]
    if found[6] is None:
        second, second_unit = first, first_unit
    else:
        second, second_unit = float(found[6]), found[7]
    if not first_unit and not found[4] and second_unit and first < 1_000:
        first_unit = second_unit
    low, high = first * _UNITS.get(first_unit or "", 1), second * _UNITS.get(second_unit or "", 1)
    if is_year_or_month and not found[4] and not found[8] and max(low, high) < 500 and low:
        raise ParseError(text)  # 6-8: thousands or not, nobody said
    return low, high


def _is_upper(kind: str, bound: str) -> bool:
    return bound.endswith(("以下", "以内")) or kind in ("最高", "不超过")


def _is_lower(kind: str, bound: str, found: re.Match[str]) -> bool:
    if bound in ("及以上", "以上", "起") or kind in ("底薪", "保底", "不低于"):
        return True
    return bool(found["more"]) and found[6] is None
