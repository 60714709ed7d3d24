"""Words for codes of figures: periods, regions, marks."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import NATION
from standards import regions
from stats_publishing.methods.periods import Period, PeriodKind
from stats_publishing.tables import ESTIMATED, REVISED, SUPPRESSED

UNITS: Final = {
    "persons": _("persons"),
    "employers": _("employers"),
    "cities": pgettext_lazy("unit", "cities"),
    "rank": _("place in the order"),
    "percent": "%",
    "points": _("percentage points"),
    "ratio": _("ratio"),
    "yuan_month": _("yuan a month"),
    "yuan_year": _("yuan a year"),
}
MARKS: Final = {
    SUPPRESSED: _("Kept confidential: too few employers or persons stand behind it"),
    ESTIMATED: _("Estimated"),
    REVISED: _("Revised"),
}


_QUARTERS: Final = (_("Q1 %(year)d"), _("Q2 %(year)d"), _("Q3 %(year)d"), _("Q4 %(year)d"))
_MONTH: Final = _("%(year)d-%(month)02d")
_YEAR: Final = _("year %(year)d")


def period_words(period: Period) -> str:
    """Such as 2026年第三季度 or Q3 2026."""
    year, month = period.start.year, period.start.month
    if period.kind == PeriodKind.MONTH:
        return str(_MONTH) % {"year": year, "month": month}
    if period.kind == PeriodKind.QUARTER:
        return str(_QUARTERS[month // 3]) % {"year": year}
    return str(_YEAR) % {"year": year}


def region_words(region: str) -> str:
    """The name of a region of figures; the country has one too."""
    return gettext("the whole country") if region == NATION else regions.display_name(region) or region


def in_both(words: str, *, region: str, period: Period, language: str) -> str:
    """A title of a rule with the names of region and period in a language."""
    with override(language):
        return words.replace("{region}", region_words(region)).replace("{period}", period_words(period))
