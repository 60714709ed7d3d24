"""What is said by numbers and set phrases: pay, education, experience. Pure functions over a query without
spaces, in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jobs.feeds.parsers.pay import Pay, parse_pay
from jobs.feeds.parsers.text import ParseError, chinese_number
from search.bands import EXPERIENCE
from search.reading.types import Kind
from standards.lists import education_levels, meets_education, text_to_education

NO_EDUCATION: Final = "00"
NO_EXPERIENCE: Final = "0"
ABOUT: Final = 0.2
"""左右 means this part more or less."""
LEAST_BARE_PAY: Final = 1_500
MOST_BARE_PAY: Final = 50_000


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in [start, end) says; low and high are its bounds in yuan or years, None where open."""

    kind: Kind
    values: tuple[str, ...]
    start: int
    end: int
    low: int | None = None
    high: int | None = None


def said_in(text: str) -> Iterator[Said]:
    """Everything of the kind that a text says, in no order; two of them may overlap, the first is meant."""
    yield from _experience(text)
    yield from _education(text)
    yield from _pay(text)


_FIGURE: Final = (
    r"(?:\d+(?:\.\d+)?(?:千|k|w|万)?|[一二两三四五六七八九十]+(?:千|万)[一二三四五六七八九]?)(?:元|块钱?)?"
)
_PER: Final = r"(?:/|每|一个?|个)(?:月|年|天|日|小时|时)"
_PAY: Final = re.compile(
    r"(?P<lead>(?P<kind>月薪|月入|月收入|月工资|年薪|年收入|年入|日薪|日工资|时薪|底薪|保底|工资|薪资|薪水|薪酬|收入|待遇)"
    r"(?:在|是|要|得)?)?"
    r"(?P<least>不低于|不少于|至少|最低|超过|高于|大于|达到|过|上)?(?P<most>不超过|低于|最高|最多)?"
    rf"(?<![a-z\d.])(?P<low>{_FIGURE}|万元?)(?P<per1>{_PER})?(?:(?:-|~|—|–|到|至)(?P<high>{_FIGURE}))?"
    rf"(?P<per2>{_PER})?(?P<bound>及?以上|起步?|及?以下|以内|左右|上下|\+)?(?P<per3>{_PER})?"
    r"(?![a-z\d.]|年|岁|周岁|人|名|%|号|楼|级|届|薪|个人|险|班|天|点|小时|寸|吨|座|米|公里|轴|平)"
)
_CHINESE_FIGURE: Final = re.compile(r"([一二两三四五六七八九十]+)(千|万)([一二三四五六七八九])?")
_UNITS: Final = {"千": 1_000, "万": 10_000}
_KINDS: Final = {
    "月入": "月薪", "月收入": "月薪", "月工资": "月薪", "年收入": "年薪", "年入": "年薪", "日工资": "日薪",
    "底薪": "月薪", "保底": "月薪", "工资": "月薪", "薪资": "月薪", "薪水": "月薪", "薪酬": "月薪",
    "收入": "月薪", "待遇": "月薪",
}  # fmt: skip


def _pay(text: str) -> Iterator[Said]:
    """月薪8000以上, 8-12k, 5000元左右, 年薪20万, 日薪200, 八千以上, 月入过万, and a bare 8000."""
    for found in _PAY.finditer(text):
        pay = _pay_of(found)
        if pay and (pay.low or pay.high):
            low, high = _meant(pay, found)
            values = (f"{low or ''}-{high or ''}",)
            yield Said(Kind.PAY, values, found.start(), found.end(), low, high)


def _pay_of(found: re.Match[str]) -> Pay | None:
    kind = found["kind"] or ""
    low, high = _digits(found["low"]), _digits(found["high"] or "")
    per = found["per1"] or found["per2"] or found["per3"] or ""
    if low.startswith("万") and not (kind or found["least"] or found["bound"]):
        return None
    text = (
        f"{_KINDS.get(kind, kind)}{'1万' if low.startswith('万') else low}{f'-{high}' if high else ''}{per}"
    )
    try:
        pay = parse_pay(text.replace("一个", "/").replace("块钱", "元"))
    except ParseError:
        return None
    return pay if kind or _is_pay_by_itself(found, pay, per) else None


def _is_pay_by_itself(found: re.Match[str], pay: Pay, per: str) -> bool:
    """Whether figures are pay though no word says so."""
    figures = found["low"] + (found["high"] or "")
    amounts = [amount for amount in (pay.low, pay.high) if amount]
    if re.search(r"[千k万w元块]", figures):
        return not found["low"].startswith("万") or bool(found["least"] or found["bound"])
    if per or found["high"] or found["bound"] or found["least"]:
        return min(amounts) >= LEAST_BARE_PAY
    bare = int(float(found["low"]))
    return LEAST_BARE_PAY <= bare <= MOST_BARE_PAY and bare % 500 == 0


def _meant(pay: Pay, found: re.Match[str]) -> tuple[int | None, int | None]:
    """The range that is meant: a single figure is the least that is wanted, unless it says otherwise."""
    bound = found["bound"] or ""
    if bound in ("左右", "上下"):
        return (
            int((pay.low or 0) * (1 - ABOUT)) or None,
            int((pay.high or pay.low or 0) * (1 + ABOUT)) or None,
        )
    if bound.endswith(("以下", "以内")) or found["most"]:
        return None, pay.high or pay.low
    if found["high"] and not bound:
        return pay.low, pay.high
    return pay.low, None


def _digits(figure: str) -> str:
    """八千 → 8000, 一万五 → 15000; other figures as they are."""
    found = _CHINESE_FIGURE.match(figure)
    if not found:
        return figure
    unit = _UNITS[found[2]]
    try:
        whole = chinese_number(found[1]) * unit
        return f"{whole + (chinese_number(found[3]) * unit // 10 if found[3] else 0)}元"
    except ParseError:
        return figure


_LEVEL: Final = "[博硕]士(?:研究生)?|(?:统招|全日制|大学)?(?:本科|大专)|专科|中专|中技|技校|职高|高职"
_TEACHING: Final = "老师|教师|语文|数学|英语|物理|化学|美术|音乐|体育|班主任|辅导|家教|教务|校长|招生|部|后"
_NO_EDUCATION: Final = "(?:不限|不要求|不看|不需要|没有?|无)学历(?:要求)?|学历(?:要求)?不限|学历无要求"
_EDUCATION: Final = re.compile(
    rf"(?P<none>{_NO_EDUCATION})"
    rf"|(?P<level>{_LEVEL})(?:学历|毕业生?|文凭|文化|生)?(?P<more>及?以上|以?起|及?以下)?(?:学历)?(?!{_TEACHING})"
    r"|(?P<school>研究生|大学|高中|初中|小学)(?:(?:学历|毕业生?|文化(?:程度)?|文凭)(?P<more2>及?以上|起|及?以下)?"
    r"|(?P<more3>及?以上|及?以下)(?:学历|文化)?)"
)


def _education(text: str) -> Iterator[Said]:
    """大专以上, 本科, 初中文化, 学历不限.

    Who says 本科 has it: vacancies that ask for it and for less will do, the most asked for first. Who says
    本科以上 looks for those that ask for at least that.
    """
    for found in _EDUCATION.finditer(text):
        if found["none"]:
            yield Said(Kind.EDUCATION, (NO_EDUCATION,), *found.span())
            continue
        level = text_to_education(found["level"] or found["school"])
        more = found["more"] or found["more2"] or found["more3"] or ""
        broad = {entry.code: entry for entry in education_levels() if not entry.parent_code}
        level = level if level in broad else "10"
        least = [code for code in broad if meets_education(level, code)]
        most = [code for code in reversed(broad) if meets_education(code, level)]
        if more and not more.endswith("下"):
            yield Said(Kind.EDUCATION, tuple(most), *found.span(), low=int(level))
        else:
            values = (*least, NO_EDUCATION)
            yield Said(
                Kind.EDUCATION, values, *found.span(), low=None if more else int(level), high=int(level)
            )


_YEARS: Final = r"(\d{1,2}|[一二两三四五六七八九十]{1,2})"
_EXPERIENCE: Final = re.compile(
    r"(?P<none>(?:经验|工作经验)不限|不限(?:工作)?经验|(?:无需|不需要?|不用|不要|没有?|无|零|0)(?:工作)?(?:经验|基础)(?:要求|也可|者)?"
    r"|新手|小白|应届(?:毕业)?生?|刚毕业|毕业生|校招|校园招聘)"
    rf"|(?P<low>{_YEARS})年?(?:-|~|到|至)(?P<high>{_YEARS})年(?:以上)?(?:的|工作)?(?:经验|经历)"
    rf"|(?P<one>{_YEARS})年(?:(?P<more>及?以上)(?:的|工作)?(?:经验|经历)?|(?:的|工作)*(?:经验|经历)(?P<more2>及?以上)?)"
)


def _experience(text: str) -> Iterator[Said]:
    """应届, 经验不限, 3年以上经验, 1-3年经验: vacancies that ask for as much or less, the most first."""
    for found in _EXPERIENCE.finditer(text):
        if found["none"]:
            yield Said(Kind.EXPERIENCE, (NO_EXPERIENCE,), *found.span(), low=0, high=0)
            continue
        try:
            low = chinese_number(found["low"] or found["one"])
            high = chinese_number(found["high"]) if found["high"] else None
        except ParseError:
            continue
        if found["one"] and not (found["more"] or found["more2"]):
            high = low
        most = low if high is None else max(low, high - 1)
        bands = [band for band in EXPERIENCE if band.low <= most]
        values = tuple(band.code for band in reversed(bands))
        yield Said(Kind.EXPERIENCE, values, *found.span(), low=low, high=high)
