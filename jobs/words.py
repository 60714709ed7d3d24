"""A vacancy's figures and codes as people read them. Pure functions in the language of the page."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from standards import industries, lists, occupations, regions

NO_EDUCATION_REQUIRED = "00"
SHORT_EDUCATION = {
    "10": gettext_lazy("postgraduate"),
    "11": gettext_lazy("doctorate"),
    "14": gettext_lazy("master's degree"),
    "20": gettext_lazy("bachelor's degree"),
    "30": gettext_lazy("junior college"),
    "40": gettext_lazy("vocational school"),
    "60": gettext_lazy("senior high school"),
    "70": gettext_lazy("junior high school"),
    "80": gettext_lazy("primary school"),
}
"""Codes of GB/T 4658 by the words that people use; the standard's own names are long."""


def pay_words(pay_min: int | None, pay_max: int | None) -> str:
    """Monthly pay in yuan: "6,000–12,000 元/月"; "" where it is not stated."""
    if pay_min is None and pay_max is None:
        return ""
    if pay_max is None:
        return gettext("from %(pay)s yuan a month") % {"pay": f"{pay_min:,}"}
    if pay_min is None:
        return gettext("up to %(pay)s yuan a month") % {"pay": f"{pay_max:,}"}
    pay = f"{pay_min:,}" if pay_min == pay_max else f"{pay_min:,}–{pay_max:,}"
    return gettext("%(pay)s yuan a month") % {"pay": pay}


def pay_as_sent(text: str, pay_min: int | None, pay_max: int | None) -> str:
    """The source's own words where they say more than the range does: "200元/天"; else ""."""
    plain = text.replace(",", "")
    stated = [str(pay) for pay in (pay_min, pay_max) if pay is not None]
    return "" if stated and all(pay in plain for pay in stated) else text


def experience_words(years_min: int | None, years_max: int | None) -> str:
    """Years of experience asked for: "经验 1–3 年"; "" where it is not stated."""
    if years_min is None and years_max is None:
        return ""
    if not years_min and not years_max:
        return gettext("no experience needed")
    if years_max is None:
        return gettext("%(years)s years of experience or more") % {"years": years_min}
    if not years_min:
        return gettext("up to %(years)s years of experience") % {"years": years_max}
    years = f"{years_min}" if years_min == years_max else f"{years_min}–{years_max}"
    return gettext("%(years)s years of experience") % {"years": years}


def education_words(code: str) -> str:
    """Short name of an education code of GB/T 4658: 大专, 本科; "" where it is not stated."""
    if code == NO_EDUCATION_REQUIRED:
        return gettext("no education required")
    if code in SHORT_EDUCATION:
        return str(SHORT_EDUCATION[code])
    entry = lists.education(code)
    return entry.name(get_language() or "") if entry else ""


def occupation_words(code: str) -> str:
    """Name of an occupation; "" for an unknown code."""
    occupation = occupations.occupation(code)
    return occupation.name if occupation else ""


def industry_words(code: str) -> str:
    """Name of an industry of GB/T 4754; "" for an unknown code."""
    industry = industries.industry(code)
    return industry.name if industry else ""


def place_words(region: str) -> str:
    """Short name of a workplace: "武汉·江夏区"; "" where it is not known."""
    return regions.display_name(region) if regions.region(region) else ""


def day_words(moment: dt.datetime | dt.date) -> str:
    """今天, 昨天, 11月21日, or with its year where that is another one."""
    day = timezone.localdate(moment) if isinstance(moment, dt.datetime) else moment
    today = timezone.localdate()
    if day == today:
        return gettext("today")
    if day == today - dt.timedelta(days=1):
        return gettext("yesterday")
    return date_format(day, gettext("j M") if day.year == today.year else gettext("j M Y"))


def month_words(day: dt.date) -> str:
    """2021年3月; "Mar 2021" in English."""
    return date_format(day, gettext("M Y"))


def time_words(months: int) -> str:
    """Whole years, or months where it is less than one: "5 年", "8 个月"."""
    years = round(months / 12)
    if months >= 12:
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
