"""Dates as people and programs write them → dates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from jobs.feeds.parsers.text import ParseError, folded, is_stated

CHINA = timezone(timedelta(hours=8))
EXCEL_EPOCH = date(1899, 12, 30)
_OPEN_ENDED = frozenset({"长期", "长期有效", "招满为止", "不限", "永久"})
_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:t?\d{1,2}:\d{2}.*)?")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_MONTH_DAY = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?(?:发布)?")
_DAYS_AGO = re.compile(r"(\d{1,3})天前(?:发布)?")
_NEAR = {"今天": 0, "今日": 0, "刚刚": 0, "昨天": 1, "昨日": 1, "前天": 2}
_NUMBER = re.compile(r"\d{5}(?:\.\d+)?|\d{10}|\d{13}")


def parse_date(text: str, *, today: date) -> date | None:
    """2026-03-05, 2026/3/5, 2026年3月5日, 20260305, 04-20, Excel 46086, epoch seconds or ms → a date.

    A day without a year is the latest such day that is not after `today`. None where nothing is stated or
    the text says that there is no end. A time of day with a zone is read in China's.

    Raises:
        ParseError: it is no date.
    """
    if not is_stated(text):
        return None
    plain = folded(text)
    if plain in _OPEN_ENDED:
        return None
    try:
        return _read(text, plain, today)
    except (ValueError, OverflowError):
        raise ParseError(text) from None


def _read(text: str, plain: str, today: date) -> date:
    if plain.endswith("z") or "+" in plain:
        return _aware(text.strip())
    if found := _FULL.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH_DAY.fullmatch(plain):
        return _latest(int(found[1]), int(found[2]), today)
    if found := _DAYS_AGO.fullmatch(plain):
        return today - timedelta(days=int(found[1]))
    if plain in _NEAR:
        return today - timedelta(days=_NEAR[plain])
    if _NUMBER.fullmatch(plain):
        return _from_number(plain)
    raise ParseError(text)


def _aware(text: str) -> date:
    moment = datetime.fromisoformat(text.upper().replace(" +", "+"))
    return moment.astimezone(CHINA).date() if moment.tzinfo else moment.date()


def _latest(month: int, day: int, today: date) -> date:
    for year in range(today.year, today.year - 5, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ParseError(f"{month}-{day}")


def _from_number(plain: str) -> date:
    whole = plain.split(".")[0]
    if len(whole) == 5:
        if not 30_000 <= int(whole) <= 80_000:
            raise ParseError(plain)
        return EXCEL_EPOCH + timedelta(days=int(whole))
    seconds = int(whole) / (1_000 if len(whole) == 13 else 1)
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone(CHINA).date()
