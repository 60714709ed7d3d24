"""Reads the State Council's yearly notice of days off (关于部分节假日安排的通知), as it is written."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final

from stats_publishing.methods.workdays import DaysOfRest, days_of

LONGEST: Final = 31  # days of one holiday; what is longer is a slip
_ASIDE: Final = re.compile(r"\([^()]*\)")
_SAYS: Final = re.compile(r"([^。;\n]*?)(放假|上班)")
_SPAN: Final = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日"
    r"(?:[至到](?:(?P<year2>\d{4})年)?(?:(?P<month2>\d{1,2})月)?(?P<day2>\d{1,2})日)?"
)


def read_notice(text: str, *, year: int) -> DaysOfRest:
    """The days that a notice of `year` names as off (放假) and as worked (上班).

    Years and months that a date leaves out are those of the date before it, as in 10月1日至8日.

    Raises:
        ValueError: a date is none, or a span ends before it begins or lasts a month; the message is its text.
    """
    plain = _ASIDE.sub("", unicodedata.normalize("NFKC", text)).replace(" ", "")
    said: dict[str, set[dt.date]] = {"放假": set(), "上班": set()}
    for before, verb in _SAYS.findall(plain):
        month = 0
        for match in _SPAN.finditer(before):
            first, last = _ends(match, year=year, month=month)
            said[verb] |= days_of([(first, last)])
            month = last.month
    return DaysOfRest(frozenset(said["放假"]), frozenset(said["上班"]))


def _ends(match: re.Match[str], *, year: int, month: int) -> tuple[dt.date, dt.date]:
    try:
        first = dt.date(int(match["year"] or year), int(match["month"] or month), int(match["day"]))
        if match["day2"] is None:
            return first, first
        last = dt.date(
            int(match["year2"] or first.year), int(match["month2"] or first.month), int(match["day2"])
        )
    except ValueError as error:
        raise ValueError(match[0]) from error
    if not 0 <= (last - first).days < LONGEST:
        raise ValueError(match[0])
    return first, last
